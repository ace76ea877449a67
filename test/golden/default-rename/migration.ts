import type { Knex } from 'knex';
import { renameDefault } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await renameDefault(knex, 'people', 'size', 'df_people_size');
}

export async function down(knex: Knex): Promise<void> {
  await renameDefault(knex, 'people', 'size', 'df_old');
}
