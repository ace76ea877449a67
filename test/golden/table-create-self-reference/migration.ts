import type { Knex } from 'knex';
import { addForeignKey, addPrimaryKey } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('nodes', (table) => {
    table.integer('id').notNullable();
    table.integer('above_id').nullable();
  });

  await addPrimaryKey(knex, 'nodes', 'pk_nodes', ['id']);

  await addForeignKey(knex, 'nodes', 'fk_nodes_above_id', {
    columns: ['above_id'],
    references: { table: 'nodes', columns: ['id'] },
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('nodes');
}
