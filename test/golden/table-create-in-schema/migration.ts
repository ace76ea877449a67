import type { Knex } from 'knex';
import { addPrimaryKey, createSchema, dropSchema } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await createSchema(knex, 'sales');

  await knex.schema.withSchema('sales').createTable('orders', (table) => {
    table.comment('Orders.');

    table.integer('id').notNullable();
    table.integer('parent_id').notNullable();

    table.foreign('parent_id', 'fk_orders_parent_id').references('id').inTable('parents');
  });

  await addPrimaryKey(knex, 'sales.orders', 'pk_orders', ['id']);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.withSchema('sales').dropTable('orders');

  await dropSchema(knex, 'sales');
}
