import type { Knex } from 'knex';
import {
  addCheck,
  addPrimaryKey,
  createIndex,
  dateTimeType,
  identityType,
  jsonCheck,
  literal,
  newUuid,
  utcNow,
} from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  const dateTime = dateTimeType(knex, 3);

  await knex.schema.createTable('users', (table) => {
    table.comment('People who sign in. Each belongs to exactly one tenant.');

    table
      .uuid('id')
      .notNullable()
      .defaultTo(newUuid(knex), { constraintName: 'df_users_id' })
      .comment('Public identifier of the row.');
    table
      .specificType('index_id', identityType(knex))
      .notNullable()
      .comment('Sequence number that the rows are stored by.');
    table.uuid('tenant_id').notNullable().comment('Tenant that the row belongs to.');
    table
      .specificType('created_at', dateTime)
      .notNullable()
      .defaultTo(utcNow(knex), { constraintName: 'df_users_created_at' })
      .comment('When the row was created, in UTC.');
    table
      .specificType('updated_at', dateTime)
      .notNullable()
      .defaultTo(utcNow(knex), { constraintName: 'df_users_updated_at' })
      .comment('When the row was last changed, in UTC.');
    table
      .boolean('is_deleted')
      .notNullable()
      .defaultTo(literal(knex, false), { constraintName: 'df_users_is_deleted' })
      .comment('Whether the row is soft-deleted.');

    table
      .string('identity_provider', 50)
      .notNullable()
      .comment('Identity provider that the user signs in with.');
    table
      .string('identity_provider_id', 255)
      .notNullable()
      .comment('The user as the identity provider names it.');
    table.string('email', 255).notNullable().comment('E-mail address, unique within the tenant.');
    table.string('display_name', 255).notNullable().comment('Name shown to other people.');
    table.specificType('last_login_at', dateTime).nullable().comment('When the user last signed in, in UTC.');
    table
      .integer('login_count')
      .notNullable()
      .defaultTo(literal(knex, 0), { constraintName: 'df_users_login_count' })
      .comment('How often the user has signed in.');
    table
      .integer('total_usage_minutes')
      .notNullable()
      .defaultTo(literal(knex, 0), { constraintName: 'df_users_total_usage_minutes' })
      .comment('How long the user has worked in total, in minutes.');
    table
      .specificType('last_session_start', dateTime)
      .nullable()
      .comment('When the last session began, in UTC.');
    table
      .specificType('last_active_at', dateTime)
      .nullable()
      .comment('When the user was last active, in UTC.');
    table
      .string('status', 20)
      .notNullable()
      .defaultTo('active', { constraintName: 'df_users_status' })
      .checkIn(['active', 'invited', 'suspended', 'pending_verification'], 'ck_users_status')
      .comment('Whether the user may sign in.');
    table.string('user_metadata', 4000).nullable().comment('Further facts about the user, as JSON.');

    table.unique(['tenant_id', 'email'], { indexName: 'uq_users_tenant_email', useConstraint: true });
    table.unique(['identity_provider', 'identity_provider_id'], {
      indexName: 'uq_users_identity_provider',
      useConstraint: true,
    });
    table.foreign('tenant_id', 'fk_users_tenant_id').references('id').inTable('tenants');
  });

  await createIndex(knex, 'users', 'ix_users_index_id', {
    columns: ['index_id'],
    unique: true,
    clustered: true,
  });
  await addPrimaryKey(knex, 'users', 'pk_users', ['id']);
  await addCheck(knex, 'users', 'ck_users_user_metadata', jsonCheck(knex, 'user_metadata'));

  const active = { is_deleted: false };
  await createIndex(knex, 'users', 'ix_users_tenant_active', {
    columns: ['tenant_id', 'is_deleted', 'index_id'],
    where: active,
  });
  await createIndex(knex, 'users', 'ix_users_tenant_id_lookup', {
    columns: ['tenant_id', 'id'],
    where: active,
  });
  await createIndex(knex, 'users', 'ix_users_tenant_status', {
    columns: ['tenant_id', 'status'],
    where: active,
  });
  await createIndex(knex, 'users', 'ix_users_tenant_last_login', {
    columns: ['tenant_id', 'last_login_at'],
    where: active,
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('users');
}
