import type { Knex } from 'knex';
import { addForeignKey, addPrimaryKey, dropConstraint } from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'people', 'fk_people_department_id');

  // Destructive: drops the table departments and its rows.
  await knex.schema.dropTable('departments');

  // Destructive: drops the table people and its rows.
  await knex.schema.dropTable('people');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.createTable('departments', (table) => {
    table.integer('id').notNullable();
    table.integer('head_id').nullable();
  });

  await addPrimaryKey(knex, 'departments', 'pk_departments', ['id']);

  await knex.schema.createTable('people', (table) => {
    table.integer('id').notNullable();
    table.integer('department_id').notNullable();

    table.foreign('department_id', 'fk_people_department_id').references('id').inTable('departments');
  });

  await addPrimaryKey(knex, 'people', 'pk_people', ['id']);

  await addForeignKey(knex, 'departments', 'fk_departments_head_id', {
    columns: ['head_id'],
    references: { table: 'people', columns: ['id'] },
  });
}
