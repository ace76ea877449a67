import type { Knex } from 'knex';
import { perEngine, setDefault } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await setDefault(knex, 'people', 'at', {
    name: 'df_people_at',
    value: knex.raw(
      perEngine(knex, { mssql: 'dateadd(day, 1, sysutcdatetime())', postgres: "now() + interval '1 day'" }),
    ),
  });
}

export async function down(knex: Knex): Promise<void> {
  // As SQL Server has it; on another engine it may have to be written differently.
  await setDefault(knex, 'people', 'at', { name: 'df_people_at', value: knex.raw('(getdate())') });
}
