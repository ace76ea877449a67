import type { SabotageCase } from './sabotage-case.ts';

export const indexCases: readonly SabotageCase[] = [
  {
    title: 'an index dropped',
    sql: 'DROP INDEX ix_users_tenant_status',
    finds: [
      {
        rule: 'missing-index',
        object: 'public.users.ix_users_tenant_status',
        expected: '(tenant_id, status) where "is_deleted" = false',
      },
    ],
  },
  {
    title: 'an index without its filter',
    sql: 'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status)',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: '"is_deleted" = false',
        actual: 'none',
      },
    ],
  },
  {
    title: 'an index with the opposite filter',
    sql: 'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status) WHERE is_deleted',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: '"is_deleted" = false',
        actual: 'is_deleted',
      },
    ],
  },
  {
    title: 'an index with a narrower filter',
    sql: "DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status) WHERE is_deleted = false AND status = 'active'",
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: '"is_deleted" = false',
        actual: "((is_deleted = false) AND ((status)::text = 'active'::text))",
      },
    ],
  },
  {
    title: 'an index with a column fewer',
    sql: 'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: 'tenant_id, status',
        actual: 'tenant_id',
      },
    ],
  },
  {
    title: 'an index with a column more',
    sql: 'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status, email) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: 'tenant_id, status',
        actual: 'tenant_id, status, email',
      },
    ],
  },
  {
    title: 'an index in another order',
    sql: 'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (status, tenant_id) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: 'tenant_id, status',
        actual: 'status, tenant_id',
      },
    ],
  },
  {
    title: 'an index that descends',
    sql: 'DROP INDEX ix_users_tenant_last_login; CREATE INDEX ix_users_tenant_last_login ON users (tenant_id, last_login_at DESC) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_last_login',
        expected: 'tenant_id, last_login_at',
        actual: 'tenant_id, last_login_at DESC',
      },
    ],
  },
  {
    title: 'an index with nulls first',
    sql: 'DROP INDEX ix_users_tenant_last_login; CREATE INDEX ix_users_tenant_last_login ON users (tenant_id, last_login_at NULLS FIRST) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_last_login',
        expected: 'tenant_id, last_login_at',
        actual: 'tenant_id, last_login_at NULLS FIRST',
      },
    ],
  },
  {
    title: 'an index that is not unique',
    sql: 'DROP INDEX ix_users_index_id; CREATE INDEX ix_users_index_id ON users (index_id)',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_index_id',
        expected: 'unique',
        actual: 'not unique',
      },
    ],
  },
  {
    title: 'an index that is unique',
    sql: 'DROP INDEX ix_users_tenant_id_lookup; CREATE UNIQUE INDEX ix_users_tenant_id_lookup ON users (tenant_id, id) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_id_lookup',
        expected: 'not unique',
        actual: 'unique',
      },
    ],
  },
  {
    title: 'an index with an included column',
    sql: 'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status) INCLUDE (email) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: 'none',
        actual: 'email',
      },
    ],
  },
  {
    title: 'an index by another method',
    sql: 'DROP INDEX ix_tenants_active; CREATE INDEX ix_tenants_active ON tenants USING hash (is_deleted) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.tenants.ix_tenants_active',
        expected: 'btree',
        actual: 'hash',
      },
    ],
  },
  {
    title: 'an index with another operator class',
    sql: 'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status varchar_pattern_ops) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: 'tenant_id, status',
        actual: 'tenant_id, status varchar_pattern_ops',
      },
    ],
  },
  {
    title: 'an index on an expression',
    sql: 'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, lower(status)) WHERE is_deleted = false',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: 'tenant_id, status',
        actual: 'tenant_id, lower((status)::text)',
      },
    ],
  },
  {
    title: 'an index renamed',
    sql: 'ALTER INDEX ix_users_tenant_status RENAME TO ix_users_status',
    finds: [
      {
        rule: 'different-index',
        object: 'public.users.ix_users_tenant_status',
        expected: 'ix_users_tenant_status',
        actual: 'ix_users_status',
      },
    ],
  },
  {
    title: 'an extra index',
    sql: 'CREATE INDEX ix_users_email ON users (email)',
    finds: [{ rule: 'extra-index', object: 'public.users.ix_users_email', actual: '(email)' }],
  },
];
