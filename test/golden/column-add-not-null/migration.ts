import type { Knex } from 'knex';
import { alterColumn, dropColumn, perEngine } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  // email has no default, so that it is added as nullable and tightened afterwards. On a table with rows
  // that fails until they are given a value here, as with backfill().
  await knex.schema.alterTable('people', (table) => {
    table.string('email', 255).nullable();
  });

  await alterColumn(knex, 'people', 'email', {
    type: perEngine(knex, { mssql: 'nvarchar(255)', postgres: 'varchar(255)' }),
    nullable: false,
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'email');
}
