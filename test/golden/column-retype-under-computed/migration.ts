import type { Knex } from 'knex';
import { addComputedColumn, alterColumn, dropColumn, perEngine, setColumnDescription } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'doubled');
  await alterColumn(knex, 'people', 'size', { type: 'bigint', nullable: false });
  await addComputedColumn(knex, 'people', 'doubled', {
    type: 'bigint',
    expression: perEngine(knex, { mssql: '[size] * 2', postgres: '"size" * 2' }),
  });
  await setColumnDescription(knex, 'people', 'doubled', 'Twice.');
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'doubled');
  await alterColumn(knex, 'people', 'size', { type: 'int', nullable: false });
  await addComputedColumn(knex, 'people', 'doubled', {
    type: 'bigint',
    expression: perEngine(knex, { mssql: '[size] * 2', postgres: '"size" * 2' }),
  });
  await setColumnDescription(knex, 'people', 'doubled', 'Twice.');
}
