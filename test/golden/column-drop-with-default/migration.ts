import type { Knex } from 'knex';
import { dropColumn, literal } from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  // Destructive: drops the column score of people and what is in it.
  await dropColumn(knex, 'people', 'score');
}

export async function down(knex: Knex): Promise<void> {
  // The rows that are there get the default.
  await knex.schema.alterTable('people', (table) => {
    table.integer('score').notNullable().defaultTo(literal(knex, 0), { constraintName: 'df_people_score' });
  });
}
