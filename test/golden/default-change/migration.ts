import type { Knex } from 'knex';
import { setDefault } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await setDefault(knex, 'people', 'kind', { name: 'df_people_kind', value: 'b' });
}

export async function down(knex: Knex): Promise<void> {
  await setDefault(knex, 'people', 'kind', { name: 'df_people_kind', value: 'a' });
}
