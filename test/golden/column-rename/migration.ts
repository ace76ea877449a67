import type { Knex } from 'knex';
import { renameColumn } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await renameColumn(knex, 'people', 'phone', 'phone_number');
}

export async function down(knex: Knex): Promise<void> {
  await renameColumn(knex, 'people', 'phone_number', 'phone');
}
