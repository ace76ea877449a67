import type { Knex } from 'knex';
import { setDescription } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await setDescription(knex, 'parents', "New words: it's better?");
}

export async function down(knex: Knex): Promise<void> {
  await setDescription(knex, 'parents', 'Old words.');
}
