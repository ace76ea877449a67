import type { Knex } from 'knex';
import { addUniqueConstraint, dropConstraint } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await addUniqueConstraint(knex, 'items', 'uq_items_name', ['name', { name: 'id', desc: true }], {
    clustered: true,
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'items', 'uq_items_name');
}
