import type { Knex } from 'knex';
import { alterColumn, dropColumn, identityType } from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  // Destructive: drops the column number of people and what is in it, and adds it anew: it cannot be altered
  // into what it is to be.
  await dropColumn(knex, 'people', 'number');

  // number has no default, so that it is added as nullable and tightened afterwards. On a table with rows
  // that fails until they are given a value here, as with backfill().
  await knex.schema.alterTable('people', (table) => {
    table.integer('number').nullable();
  });

  await alterColumn(knex, 'people', 'number', { type: 'int', nullable: false });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'number');

  // The rows that are there are numbered.
  await knex.schema.alterTable('people', (table) => {
    table.specificType('number', identityType(knex, 'int')).notNullable();
  });
}
