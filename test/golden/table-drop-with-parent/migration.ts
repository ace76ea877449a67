import type { Knex } from 'knex';
import { addPrimaryKey } from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  // Destructive: drops the table children and its rows.
  await knex.schema.dropTable('children');

  // Destructive: drops the table parents and its rows.
  await knex.schema.dropTable('parents');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.createTable('parents', (table) => {
    table.integer('id').notNullable();
    table.string('code', 10).notNullable();
  });

  await addPrimaryKey(knex, 'parents', 'pk_parents', ['id'], { clustered: true });

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
