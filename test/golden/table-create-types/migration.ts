import type { Knex } from 'knex';
import { addComputedColumn, dateTimeType, identityType, literal, perEngine } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('samples', (table) => {
    table.specificType('id', identityType(knex, 'int', { start: 100, increment: 10 })).notNullable();
    table.boolean('flag').nullable();
    table
      .decimal('amount', 18, 4)
      .notNullable()
      .defaultTo(knex.raw('1.50'), { constraintName: 'df_samples_amount' });
    table.text('body').nullable();
    table.specificType('moment', dateTimeType(knex, 6)).nullable();
    table
      .specificType('small', 'smallint')
      .notNullable()
      .defaultTo(knex.raw('-1'), { constraintName: 'df_samples_small' });
    table.specificType('day', 'date').nullable();
    table
      .string('greeting', 50)
      .notNullable()
      .defaultTo(literal(knex, 'grüß dich'), { constraintName: 'df_samples_greeting' });
    table
      .string('quoted', 50)
      .notNullable()
      .defaultTo(literal(knex, "it's?"), { constraintName: 'df_samples_quoted' });
  });

  await addComputedColumn(knex, 'samples', 'doubled', {
    type: 'int',
    expression: perEngine(knex, { mssql: '[id] * 2', postgres: '"id" * 2' }),
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('samples');
}
