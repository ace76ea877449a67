import type { Knex } from 'knex';
import { dropColumn, identityType } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  // The rows that are there are numbered.
  await knex.schema.alterTable('people', (table) => {
    table.specificType('number', identityType(knex)).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'number');
}
