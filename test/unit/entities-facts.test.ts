import { expect, test } from 'vitest';
import type { Entity } from '../../src/entities/entity.ts';
import { Tenant } from '../../src/entities/tenant.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { User } from '../../src/entities/user.ts';
import { nativeType } from '../../src/schema/column-type.ts';
import type { Dialect } from '../../src/schema/model.ts';

/** The table in one engine's words, a line for each column, key, index and check. */
function lines(entity: Entity, dialect: Dialect): string[] {
  const [table] = toSchema([entity], dialect).tables;
  if (table === undefined) throw new Error('no table');
  return [
    ...table.columns.map((column) =>
      [
        column.name,
        nativeType(column.type, dialect),
        column.nullable ? 'null' : 'not null',
        ...(column.identity ? [`identity(${column.identity.seed},${column.identity.increment})`] : []),
        ...(column.default ? [column.default.name, column.default.expression] : []),
      ].join(' '),
    ),
    `${table.primaryKey?.name} (${table.primaryKey?.columns}) clustered: ${table.primaryKey?.clustered}`,
    ...table.uniques.map((unique) => `${unique.name} (${unique.columns})`),
    ...table.indexes.map((index) =>
      [
        index.name,
        `(${index.columns.map((column) => column.name)})`,
        ...(index.unique ? ['unique'] : []),
        ...(index.clustered ? ['clustered'] : []),
        ...(index.filter === undefined ? [] : ['where', index.filter]),
      ].join(' '),
    ),
    ...table.foreignKeys.map(
      (key) =>
        `${key.name} (${key.columns}) -> ${key.references.table} (${key.references.columns}) ${key.onDelete}`,
    ),
    ...table.checks.map((check) => `${check.name} ${check.expression}`),
  ];
}

test('tenants on SQL Server', () => {
  expect(lines(Tenant, 'mssql').toSorted()).toEqual(
    [
      'id uniqueidentifier not null df_tenants_id newid()',
      'index_id bigint not null identity(1,1)',
      'tenant_id uniqueidentifier null',
      'created_at datetime2(3) not null df_tenants_created_at sysutcdatetime()',
      'updated_at datetime2(3) not null df_tenants_updated_at sysutcdatetime()',
      'is_deleted bit not null df_tenants_is_deleted 0',
      'name nvarchar(255) not null',
      'subdomain nvarchar(100) not null',
      'slug nvarchar(100) not null',
      "plan_type nvarchar(50) not null df_tenants_plan_type 'trial'",
      "status nvarchar(20) not null df_tenants_status 'trial'",
      'max_users int not null df_tenants_max_users 5',
      'max_models int not null df_tenants_max_models 10',
      'max_scenarios_per_month int not null df_tenants_max_scenarios_per_month 100',
      'max_storage_gb decimal(10,2) not null df_tenants_max_storage_gb 1.0',
      'trial_expires_at datetime2(3) null',
      'activated_at datetime2(3) null',
      'stripe_customer_id nvarchar(255) null',
      'billing_email nvarchar(255) null',
      'pk_tenants (id) clustered: false',
      'uq_tenants_subdomain (subdomain)',
      'uq_tenants_slug (slug)',
      'ix_tenants_index_id (index_id) unique clustered',
      'ix_tenants_active (is_deleted) where [is_deleted] = 0',
      "ck_tenants_plan_type [plan_type] IN ('trial', 'starter', 'professional', 'enterprise')",
      "ck_tenants_status [status] IN ('trial', 'active', 'suspended', 'cancelled', 'deleted')",
    ].toSorted(),
  );
});

test('users on PostgreSQL', () => {
  expect(lines(User, 'postgres').toSorted()).toEqual(
    [
      'id uuid not null df_users_id gen_random_uuid()',
      'index_id bigint not null identity(1,1)',
      'tenant_id uuid not null',
      'created_at timestamptz(3) not null df_users_created_at now()',
      'updated_at timestamptz(3) not null df_users_updated_at now()',
      'is_deleted boolean not null df_users_is_deleted false',
      'identity_provider varchar(50) not null',
      'identity_provider_id varchar(255) not null',
      'email varchar(255) not null',
      'display_name varchar(255) not null',
      'last_login_at timestamptz(3) null',
      'login_count integer not null df_users_login_count 0',
      'total_usage_minutes integer not null df_users_total_usage_minutes 0',
      'last_session_start timestamptz(3) null',
      'last_active_at timestamptz(3) null',
      "status varchar(20) not null df_users_status 'active'",
      'user_metadata varchar(4000) null',
      'pk_users (id) clustered: false',
      'uq_users_tenant_email (tenant_id,email)',
      'uq_users_identity_provider (identity_provider,identity_provider_id)',
      'ix_users_index_id (index_id) unique clustered',
      'ix_users_tenant_active (tenant_id,is_deleted,index_id) where "is_deleted" = false',
      'ix_users_tenant_id_lookup (tenant_id,id) where "is_deleted" = false',
      'ix_users_tenant_status (tenant_id,status) where "is_deleted" = false',
      'ix_users_tenant_last_login (tenant_id,last_login_at) where "is_deleted" = false',
      'fk_users_tenant_id (tenant_id) -> tenants (id) no action',
      `ck_users_status "status" IN ('active', 'invited', 'suspended', 'pending_verification')`,
      `ck_users_user_metadata json_typeof(("user_metadata")::json) IN ('object', 'array')`,
    ].toSorted(),
  );
});

test('every table and column has a description, and a deleted row keeps its keys', () => {
  for (const entity of [Tenant, User]) {
    expect(entity.description).toMatch(/^[A-Z].*\.$/);
    expect(entity.deletedRowsKeepKeys).toBe(true);
    const [table] = toSchema([entity], 'mssql').tables;
    for (const column of table?.columns ?? []) {
      expect([column.name, column.description]).toEqual([column.name, expect.stringMatching(/^[A-Z].*\.$/)]);
    }
  }
  expect([Tenant.scope, User.scope]).toEqual(['global', 'tenant']);
});
