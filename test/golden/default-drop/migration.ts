import type { Knex } from 'knex';
import { dropDefault, setDefault } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropDefault(knex, 'people', 'size');
}

export async function down(knex: Knex): Promise<void> {
  await setDefault(knex, 'people', 'size', { name: 'df_people_size', value: 7 });
}
