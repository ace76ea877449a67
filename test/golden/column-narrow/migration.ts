import type { Knex } from 'knex';
import { alterColumn, perEngine } from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  // Destructive: changes name of people from nvarchar(100) to nvarchar(50), which may lose part of a value
  // or fail on one.
  await alterColumn(knex, 'people', 'name', {
    type: perEngine(knex, { mssql: 'nvarchar(50)', postgres: 'varchar(50)' }),
    nullable: false,
  });
}

export async function down(knex: Knex): Promise<void> {
  await alterColumn(knex, 'people', 'name', {
    type: perEngine(knex, { mssql: 'nvarchar(100)', postgres: 'varchar(100)' }),
    nullable: false,
  });
}
