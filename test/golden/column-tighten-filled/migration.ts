import type { Knex } from 'knex';
import { alterColumn, backfill, perEngine } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await backfill(knex, 'people', 'email', 'none');

  // Destructive: makes email of people NOT NULL.
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
