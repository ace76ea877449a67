import type { Knex } from 'knex';
import { addForeignKey, addPrimaryKey, dropConstraint } from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'children', 'fk_children_parent_id');

  // Destructive: drops the table parents and its rows.
  await knex.schema.dropTable('parents');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.createTable('parents', (table) => {
    table.integer('id').notNullable();
    table.string('code', 10).notNullable();
  });

  await addPrimaryKey(knex, 'parents', 'pk_parents', ['id'], { clustered: true });

  await addForeignKey(knex, 'children', 'fk_children_parent_id', {
    columns: ['parent_id'],
    references: { table: 'parents', columns: ['id'] },
    onDelete: 'cascade',
  });
}
