import type { Knex } from 'knex';
import { alterColumn, perEngine } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await alterColumn(knex, 'people', 'name', {
    type: perEngine(knex, { mssql: 'nvarchar(max)', postgres: 'text' }),
    nullable: false,
  });
}

export async function down(knex: Knex): Promise<void> {
  await alterColumn(knex, 'people', 'name', {
    type: perEngine(knex, { mssql: 'nvarchar(100)', postgres: 'varchar(100)' }),
    nullable: false,
  });
}
