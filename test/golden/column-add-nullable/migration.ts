import type { Knex } from 'knex';
import { dropColumn } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('people', (table) => {
    table.string('phone', 30).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'phone');
}
