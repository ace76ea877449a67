import type { Knex } from 'knex';
import {
  addPrimaryKey,
  createIndex,
  dateTimeType,
  identityType,
  literal,
  newUuid,
  utcNow,
} from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  // Destructive: drops the table customers and its rows.
  await knex.schema.dropTable('customers');
}

export async function down(knex: Knex): Promise<void> {
  const dateTime = dateTimeType(knex, 3);

  await knex.schema.createTable('customers', (table) => {
    table.comment('Customers.');

    table
      .uuid('id')
      .notNullable()
      .defaultTo(newUuid(knex), { constraintName: 'df_customers_id' })
      .comment('Public identifier of the row.');
    table.specificType('index_id', identityType(knex)).notNullable();
    table
      .specificType('created_at', dateTime)
      .notNullable()
      .defaultTo(utcNow(knex), { constraintName: 'df_customers_created_at' });
    table
      .specificType('updated_at', dateTime)
      .notNullable()
      .defaultTo(utcNow(knex), { constraintName: 'df_customers_updated_at' });
    table
      .boolean('is_deleted')
      .notNullable()
      .defaultTo(literal(knex, false), { constraintName: 'df_customers_is_deleted' });
    table.string('name', 255).notNullable();
    table
      .string('plan', 20)
      .notNullable()
      .defaultTo('trial', { constraintName: 'df_customers_plan' })
      .checkIn(['trial', 'paid'], 'ck_customers_plan');

    table.unique(['name'], { indexName: 'uq_customers_name', useConstraint: true });
  });

  await createIndex(knex, 'customers', 'ix_customers_index_id', {
    columns: ['index_id'],
    unique: true,
    clustered: true,
  });
  await addPrimaryKey(knex, 'customers', 'pk_customers', ['id']);
  await createIndex(knex, 'customers', 'ix_customers_active', {
    columns: ['is_deleted', 'name'],
    where: { is_deleted: false },
  });
}
