import type { SabotageCase } from './sabotage-case.ts';

export const userColumns =
  'id, index_id, tenant_id, created_at, updated_at, is_deleted, identity_provider, identity_provider_id, email, display_name, last_login_at, login_count, total_usage_minutes, last_session_start, last_active_at, status, user_metadata';

export const columnCases: readonly SabotageCase[] = [
  {
    title: 'a table dropped',
    sql: 'DROP TABLE users',
    finds: [{ rule: 'missing-table', object: 'public.users', expected: `columns ${userColumns}` }],
  },
  {
    title: 'a table renamed',
    sql: 'ALTER TABLE users RENAME TO people',
    finds: [
      { rule: 'extra-table', object: 'public.people', actual: `columns ${userColumns}` },
      { rule: 'missing-table', object: 'public.users', expected: `columns ${userColumns}` },
    ],
  },
  {
    title: 'an extra table',
    sql: 'CREATE TABLE notes (id int NOT NULL)',
    finds: [{ rule: 'extra-table', object: 'public.notes', actual: 'columns id' }],
  },
  {
    title: 'an extra table in another SQL schema',
    sql: 'CREATE SCHEMA audit; CREATE TABLE audit.log (id int NOT NULL)',
    finds: [{ rule: 'extra-table', object: 'audit.log', actual: 'columns id' }],
  },
  {
    title: 'an extra column',
    sql: 'ALTER TABLE users ADD COLUMN nickname varchar(50)',
    finds: [{ rule: 'extra-column', object: 'public.users.nickname', actual: 'varchar(50) null' }],
  },
  {
    title: 'a column dropped',
    sql: 'ALTER TABLE users DROP COLUMN total_usage_minutes',
    finds: [
      {
        rule: 'missing-column',
        object: 'public.users.total_usage_minutes',
        expected: 'integer not null default 0',
      },
    ],
  },
  {
    title: 'a column dropped that an index needs',
    sql: 'ALTER TABLE users DROP COLUMN last_login_at',
    finds: [
      { rule: 'missing-column', object: 'public.users.last_login_at', expected: 'timestamptz(3) null' },
      {
        rule: 'missing-index',
        object: 'public.users.ix_users_tenant_last_login',
        expected: '(tenant_id, last_login_at) where "is_deleted" = false',
      },
    ],
  },
  {
    title: 'a column renamed',
    sql: 'ALTER TABLE users RENAME COLUMN display_name TO name',
    finds: [
      { rule: 'missing-column', object: 'public.users.display_name', expected: 'varchar(255) not null' },
      { rule: 'extra-column', object: 'public.users.name', actual: 'varchar(255) not null' },
    ],
  },
  {
    title: 'a column renamed that a key needs',
    sql: 'ALTER TABLE users RENAME COLUMN email TO mail',
    finds: [
      { rule: 'missing-column', object: 'public.users.email', expected: 'varchar(255) not null' },
      { rule: 'extra-column', object: 'public.users.mail', actual: 'varchar(255) not null' },
      {
        rule: 'different-unique-constraint',
        object: 'public.users.uq_users_tenant_email',
        expected: 'tenant_id, email',
        actual: 'tenant_id, mail',
      },
    ],
  },
  {
    title: 'a column retyped',
    sql: 'ALTER TABLE users ALTER COLUMN display_name TYPE text',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.display_name',
        expected: 'varchar(255)',
        actual: 'text',
      },
    ],
  },
  {
    title: 'a number retyped',
    sql: 'ALTER TABLE users ALTER COLUMN total_usage_minutes TYPE bigint',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.total_usage_minutes',
        expected: 'integer',
        actual: 'bigint',
      },
    ],
  },
  {
    title: 'a column without its time zone',
    sql: 'ALTER TABLE users ALTER COLUMN last_active_at TYPE timestamp(3)',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.last_active_at',
        expected: 'timestamptz(3)',
        actual: 'timestamp(3) without time zone',
      },
    ],
  },
  {
    title: 'a column retyped to fixed length',
    sql: 'ALTER TABLE tenants ALTER COLUMN billing_email TYPE char(255)',
    finds: [
      {
        rule: 'different-column',
        object: 'public.tenants.billing_email',
        expected: 'varchar(255)',
        actual: 'character(255)',
      },
    ],
  },
  {
    title: 'a column narrowed',
    sql: 'ALTER TABLE users ALTER COLUMN display_name TYPE varchar(100)',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.display_name',
        expected: 'varchar(255)',
        actual: 'varchar(100)',
      },
    ],
  },
  {
    title: 'a column widened',
    sql: 'ALTER TABLE users ALTER COLUMN display_name TYPE varchar(300)',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.display_name',
        expected: 'varchar(255)',
        actual: 'varchar(300)',
      },
    ],
  },
  {
    title: 'a precision changed',
    sql: 'ALTER TABLE tenants ALTER COLUMN max_storage_gb TYPE numeric(12,2)',
    finds: [
      {
        rule: 'different-column',
        object: 'public.tenants.max_storage_gb',
        expected: 'numeric(10,2)',
        actual: 'numeric(12,2)',
      },
    ],
  },
  {
    title: 'a scale changed',
    sql: 'ALTER TABLE tenants ALTER COLUMN max_storage_gb TYPE numeric(10,4)',
    finds: [
      {
        rule: 'different-column',
        object: 'public.tenants.max_storage_gb',
        expected: 'numeric(10,2)',
        actual: 'numeric(10,4)',
      },
    ],
  },
  {
    title: 'fractions of a second lost',
    sql: 'ALTER TABLE users ALTER COLUMN last_active_at TYPE timestamptz(0)',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.last_active_at',
        expected: 'timestamptz(3)',
        actual: 'timestamptz(0)',
      },
    ],
  },
  {
    title: 'a column retyped and narrowed to null',
    sql: 'ALTER TABLE users ALTER COLUMN display_name TYPE varchar(99), ALTER COLUMN display_name DROP NOT NULL',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.display_name',
        expected: 'type: varchar(255); nullability: not null',
        actual: 'type: varchar(99); nullability: null',
      },
    ],
  },
  {
    title: 'a column moved to the end',
    sql: "ALTER TABLE users DROP COLUMN login_count; ALTER TABLE users ADD COLUMN login_count integer NOT NULL DEFAULT 0; COMMENT ON COLUMN users.login_count IS 'How often the user has signed in.'",
    finds: [
      {
        rule: 'different-table',
        object: 'public.users',
        expected: userColumns,
        actual:
          'id, index_id, tenant_id, created_at, updated_at, is_deleted, identity_provider, identity_provider_id, email, display_name, last_login_at, total_usage_minutes, last_session_start, last_active_at, status, user_metadata, login_count',
      },
    ],
  },
  {
    title: 'null allowed',
    sql: 'ALTER TABLE users ALTER COLUMN display_name DROP NOT NULL',
    finds: [
      { rule: 'different-column', object: 'public.users.display_name', expected: 'not null', actual: 'null' },
    ],
  },
  {
    title: 'null refused',
    sql: 'ALTER TABLE users ALTER COLUMN last_login_at SET NOT NULL',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.last_login_at',
        expected: 'null',
        actual: 'not null',
      },
    ],
  },
  {
    title: 'another collation',
    sql: 'ALTER TABLE users ALTER COLUMN display_name TYPE varchar(255) COLLATE "unicode"',
    finds: [
      { rule: 'different-column', object: 'public.users.display_name', expected: 'none', actual: 'unicode' },
    ],
  },
  {
    title: 'identity lost',
    sql: 'ALTER TABLE users ALTER COLUMN index_id DROP IDENTITY',
    finds: [{ rule: 'different-column', object: 'public.users.index_id', expected: '1,1', actual: 'none' }],
  },
  {
    title: 'identity with another increment',
    sql: 'ALTER TABLE users ALTER COLUMN index_id SET INCREMENT BY 10',
    finds: [{ rule: 'different-column', object: 'public.users.index_id', expected: '1,1', actual: '1,10' }],
  },
  {
    title: 'identity with another start',
    sql: 'ALTER TABLE users ALTER COLUMN index_id SET START WITH 1000',
    finds: [{ rule: 'different-column', object: 'public.users.index_id', expected: '1,1', actual: '1000,1' }],
  },
  {
    title: 'an extra identity',
    sql: 'ALTER TABLE users ALTER COLUMN total_usage_minutes DROP DEFAULT, ALTER COLUMN total_usage_minutes ADD GENERATED BY DEFAULT AS IDENTITY',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.total_usage_minutes',
        expected: 'none',
        actual: '1,1',
      },
      { rule: 'missing-default', object: 'public.users.total_usage_minutes', expected: '0' },
    ],
  },
];
