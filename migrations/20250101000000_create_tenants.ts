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

export async function up(knex: Knex): Promise<void> {
  const dateTime = dateTimeType(knex, 3);

  await knex.schema.createTable('tenants', (table) => {
    table.comment('Customer organisations. Every other table belongs to one of them.');

    table
      .uuid('id')
      .notNullable()
      .defaultTo(newUuid(knex), { constraintName: 'df_tenants_id' })
      .comment('Public identifier of the row.');
    table
      .specificType('index_id', identityType(knex))
      .notNullable()
      .comment('Sequence number that the rows are stored by.');
    table.uuid('tenant_id').nullable().comment('Not used: the row belongs to no tenant.');
    table
      .specificType('created_at', dateTime)
      .notNullable()
      .defaultTo(utcNow(knex), { constraintName: 'df_tenants_created_at' })
      .comment('When the row was created, in UTC.');
    table
      .specificType('updated_at', dateTime)
      .notNullable()
      .defaultTo(utcNow(knex), { constraintName: 'df_tenants_updated_at' })
      .comment('When the row was last changed, in UTC.');
    table
      .boolean('is_deleted')
      .notNullable()
      .defaultTo(literal(knex, false), { constraintName: 'df_tenants_is_deleted' })
      .comment('Whether the row is soft-deleted.');

    table.string('name', 255).notNullable().comment('Name of the organisation.');
    table
      .string('subdomain', 100)
      .notNullable()
      .comment('Subdomain of quodsi.com where the tenant signs in.');
    table.string('slug', 100).notNullable().comment('Short name of the tenant in URLs.');
    table
      .string('plan_type', 50)
      .notNullable()
      .defaultTo('trial', { constraintName: 'df_tenants_plan_type' })
      .checkIn(['trial', 'starter', 'professional', 'enterprise'], 'ck_tenants_plan_type')
      .comment('Plan that the tenant pays for.');
    table
      .string('status', 20)
      .notNullable()
      .defaultTo('trial', { constraintName: 'df_tenants_status' })
      .checkIn(['trial', 'active', 'suspended', 'cancelled', 'deleted'], 'ck_tenants_status')
      .comment('Where the tenant stands in its life.');
    table
      .integer('max_users')
      .notNullable()
      .defaultTo(literal(knex, 5), { constraintName: 'df_tenants_max_users' })
      .comment('How many users the tenant may have.');
    table
      .integer('max_models')
      .notNullable()
      .defaultTo(literal(knex, 10), { constraintName: 'df_tenants_max_models' })
      .comment('How many models the tenant may have.');
    table
      .integer('max_scenarios_per_month')
      .notNullable()
      .defaultTo(literal(knex, 100), { constraintName: 'df_tenants_max_scenarios_per_month' })
      .comment('How many scenarios the tenant may run in a month.');
    table
      .decimal('max_storage_gb', 10, 2)
      .notNullable()
      .defaultTo(knex.raw('1.0'), { constraintName: 'df_tenants_max_storage_gb' })
      .comment('How much the tenant may store, in gigabytes.');
    table.specificType('trial_expires_at', dateTime).nullable().comment('When the trial ends, in UTC.');
    table
      .specificType('activated_at', dateTime)
      .nullable()
      .comment('When the tenant first became active, in UTC.');
    table.string('stripe_customer_id', 255).nullable().comment('Customer at the payment provider Stripe.');
    table.string('billing_email', 255).nullable().comment('Where invoices are sent.');

    table.unique(['subdomain'], { indexName: 'uq_tenants_subdomain', useConstraint: true });
    table.unique(['slug'], { indexName: 'uq_tenants_slug', useConstraint: true });
  });

  await createIndex(knex, 'tenants', 'ix_tenants_index_id', {
    columns: ['index_id'],
    unique: true,
    clustered: true,
  });
  await addPrimaryKey(knex, 'tenants', 'pk_tenants', ['id']);
  await createIndex(knex, 'tenants', 'ix_tenants_active', {
    columns: ['is_deleted'],
    where: { is_deleted: false },
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('tenants');
}
