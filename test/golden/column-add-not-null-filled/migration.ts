import type { Knex } from 'knex';
import { alterColumn, backfill, dropColumn, perEngine } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  // email has no default, so that it is added as nullable, filled, and tightened afterwards.
  await knex.schema.alterTable('people', (table) => {
    table.string('email', 255).nullable();
  });

  await backfill(knex, 'people', 'email', 'unknown?');
  await alterColumn(knex, 'people', 'email', {
    type: perEngine(knex, { mssql: 'nvarchar(255)', postgres: 'varchar(255)' }),
    nullable: false,
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'email');
}
