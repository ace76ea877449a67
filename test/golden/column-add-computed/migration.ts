import type { Knex } from 'knex';
import { addComputedColumn, dropColumn, perEngine, setColumnDescription } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await addComputedColumn(knex, 'people', 'full', {
    type: perEngine(knex, { mssql: 'nvarchar(41)', postgres: 'varchar(41)' }),
    expression: perEngine(knex, { mssql: "[first] + ' ' + [last]", postgres: '"first" || \' \' || "last"' }),
  });
  await setColumnDescription(knex, 'people', 'full', 'Both names.');
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'full');
}
