import type { Knex } from 'knex';
import { renameDefault, renameTable } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await renameTable(knex, 'items', 'things');

  await renameDefault(knex, 'things', 'size', 'df_things_size');
}

export async function down(knex: Knex): Promise<void> {
  await renameTable(knex, 'things', 'items');

  await renameDefault(knex, 'items', 'size', 'df_items_size');
}
