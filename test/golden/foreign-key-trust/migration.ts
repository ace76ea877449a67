import type { Knex } from 'knex';
import { addForeignKey, dropConstraint, trustConstraint } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await trustConstraint(knex, 'users', 'fk_users_item_id');
}

export async function down(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'users', 'fk_users_item_id');
  await addForeignKey(knex, 'users', 'fk_users_item_id', {
    columns: ['item_id'],
    references: { table: 'items', columns: ['id'] },
    checkExisting: false,
  });
}
