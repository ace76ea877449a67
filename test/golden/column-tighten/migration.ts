import type { Knex } from 'knex';
import { alterColumn, perEngine } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  // Destructive: makes email of people NOT NULL.
  // Rows where it is null make this fail, until they are given a value here, as with backfill().
  await alterColumn(knex, 'people', 'email', {
    type: perEngine(knex, { mssql: 'nvarchar(100)', postgres: 'varchar(100)' }),
    nullable: false,
  });
}

export async function down(knex: Knex): Promise<void> {
  await alterColumn(knex, 'people', 'email', {
    type: perEngine(knex, { mssql: 'nvarchar(100)', postgres: 'varchar(100)' }),
    nullable: true,
  });
}
