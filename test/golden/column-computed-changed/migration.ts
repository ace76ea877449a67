import type { Knex } from 'knex';
import { addComputedColumn, dropColumn, perEngine } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'more');
  await addComputedColumn(knex, 'people', 'more', {
    type: 'int',
    expression: perEngine(knex, { mssql: '[size] + 2', postgres: '"size" + 2' }),
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'more');

  // As SQL Server has it; on another engine it may have to be written differently.
  await addComputedColumn(knex, 'people', 'more', { type: 'int', expression: '([size]+(1))' });
}
