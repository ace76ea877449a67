import type { Knex } from 'knex';
import { addForeignKey, addPrimaryKey, dropConstraint, dropPrimaryKey } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'users', 'fk_users_item_id');

  await dropPrimaryKey(knex, 'items', 'pk_items');
  await addPrimaryKey(knex, 'items', 'pk_items', [{ name: 'id', desc: true }]);

  await addForeignKey(knex, 'users', 'fk_users_item_id', {
    columns: ['item_id'],
    references: { table: 'items', columns: ['id'] },
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'users', 'fk_users_item_id');

  await dropPrimaryKey(knex, 'items', 'pk_items');
  await addPrimaryKey(knex, 'items', 'pk_items', ['id']);

  await addForeignKey(knex, 'users', 'fk_users_item_id', {
    columns: ['item_id'],
    references: { table: 'items', columns: ['id'] },
  });
}
