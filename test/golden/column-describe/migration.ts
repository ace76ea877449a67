import type { Knex } from 'knex';
import { setColumnDescription } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await setColumnDescription(knex, 'people', 'note', null);
  await setColumnDescription(knex, 'people', 'size', "It's new?");
}

export async function down(knex: Knex): Promise<void> {
  await setColumnDescription(knex, 'people', 'note', 'Gone.');
  await setColumnDescription(knex, 'people', 'size', 'Old.');
}
