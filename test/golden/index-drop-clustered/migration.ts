import type { Knex } from 'knex';
import { createIndex, dropIndex } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropIndex(knex, 'items', 'ix_items_name');
  await dropIndex(knex, 'items', 'ix_items_id');
}

export async function down(knex: Knex): Promise<void> {
  await createIndex(knex, 'items', 'ix_items_id', { columns: ['id'], unique: true, clustered: true });
  await createIndex(knex, 'items', 'ix_items_name', { columns: ['name'] });
}
