import type { Knex } from 'knex';
import { addPrimaryKey } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('children', (table) => {
    table.integer('id').notNullable();
    table.integer('parent_id').nullable();

    table
      .foreign('parent_id', 'fk_children_parent_id')
      .references('id')
      .inTable('parents')
      .onDelete('cascade');
  });

  await addPrimaryKey(knex, 'children', 'pk_children', ['id']);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('children');
}
