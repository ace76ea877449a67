import type { Knex } from 'knex';
import { dropColumn, literal, newUuid, setColumnDescription } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  // The rows that are there get the default.
  await knex.schema.alterTable('people', (table) => {
    table
      .boolean('active')
      .notNullable()
      .defaultTo(literal(knex, true), { constraintName: 'df_people_active' })
      .comment('Whether it works.');
    table.uuid('code').notNullable().defaultTo(newUuid(knex), { constraintName: 'df_people_code' });
  });

  await knex.schema.alterTable('people', (table) => {
    table.text('note').nullable();
  });
  await setColumnDescription(knex, 'people', 'note', "It's a note?");
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'people', 'active');
  await dropColumn(knex, 'people', 'code');
  await dropColumn(knex, 'people', 'note');
}
