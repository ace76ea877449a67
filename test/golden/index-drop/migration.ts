import type { Knex } from 'knex';
import { createIndex, dropIndex } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropIndex(knex, 'items', 'ix_items_name');
}

export async function down(knex: Knex): Promise<void> {
  await createIndex(knex, 'items', 'ix_items_name', { columns: ['name'], where: { name: { not: null } } });
}
