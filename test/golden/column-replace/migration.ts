import type { Knex } from 'knex';
import { alterColumn, dropColumn, perEngine } from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  // Destructive: drops the column ref of people and what is in it, and adds it anew: it cannot be altered
  // into what it is to be.
  await dropColumn(knex, 'people', 'ref');

  // ref has no default, so that it is added as nullable and tightened afterwards. On a table with rows that
  // fails until they are given a value here, as with backfill().
  await knex.schema.alterTable('people', (table) => {
    table.integer('ref').nullable();
  });

  await alterColumn(knex, 'people', 'ref', { type: 'int', nullable: false });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'ref');

  // ref has no default, so that it is added as nullable and tightened afterwards. On a table with rows that
  // fails until they are given a value here, as with backfill().
  await knex.schema.alterTable('people', (table) => {
    table.uuid('ref').nullable();
  });

  await alterColumn(knex, 'people', 'ref', {
    type: perEngine(knex, { mssql: 'uniqueidentifier', postgres: 'uuid' }),
    nullable: false,
  });
}
