import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { Database } from '../../src/database/database.ts';
import { diff } from '../../src/diff/diff.ts';
import { reverse } from '../../src/diff/order.ts';
import { Tenant } from '../../src/entities/tenant.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { User } from '../../src/entities/user.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import { openUrl } from '../integration/introspect-database.ts';
import { told } from './diff-told.ts';

const declared = toSchema([Tenant, User], 'postgres');
let database: Database;

beforeAll(async () => {
  database = await openUrl('pglite://memory');
  await createTenants.up(database.knex);
  await createUsers.up(database.knex);
});
afterAll(async () => {
  await database?.close();
});

const live = () => introspect(database, { historyTable: 'quodsi_migrations' });

test('what the built-in migrations make is what the entities declare', async () => {
  const { changes, skipped } = diff(await live(), declared);
  expect(changes.map(told)).toEqual([]);
  expect(new Set(skipped.map(({ fact, reason }) => `${fact} ${reason}`))).toEqual(
    new Set(['clustered engine', 'default-name engine']),
  );
});

test('nothing is there at first', () => {
  const empty = { dialect: 'postgres', origin: 'database', tables: [] } as const;
  expect(diff(empty, declared).changes.map(told)).toEqual([
    'add table tenants',
    'add table users',
    'add foreign-key users.fk_users_tenant_id',
  ]);
});

describe('one change by SQL is one difference', () => {
  test.each<[statement: string, expected: readonly string[]]>([
    ['DROP TABLE users', ['add table users', 'add foreign-key users.fk_users_tenant_id']],
    ['CREATE TABLE extra (id int)', ['drop table extra']],
    ['CREATE SCHEMA other CREATE TABLE users (id int)', ['drop table users']],
    [
      'ALTER TABLE users RENAME TO people',
      [
        'drop table people',
        'drop foreign-key people.fk_users_tenant_id',
        'add table users',
        'add foreign-key users.fk_users_tenant_id',
      ],
    ],
    ['ALTER TABLE users ADD COLUMN extra int', ['drop column users.extra']],
    ['ALTER TABLE users DROP COLUMN display_name', ['add column users.display_name']],
    [
      'ALTER TABLE users RENAME COLUMN display_name TO name',
      ['add column users.display_name', 'drop column users.name'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN display_name TYPE varchar(100)',
      ['modify column users.display_name: length 100 -> 255'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN display_name TYPE text',
      ['modify column users.display_name: type text -> character varying(255)'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN login_count TYPE bigint',
      ['modify column users.login_count: type bigint -> integer'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN last_login_at TYPE timestamp(3)',
      [
        'modify column users.last_login_at: type timestamp(3) without time zone -> timestamp(3) with time zone',
      ],
    ],
    [
      'ALTER TABLE users ALTER COLUMN last_login_at TYPE timestamptz',
      ['modify column users.last_login_at: precision 6 -> 3'],
    ],
    [
      'ALTER TABLE tenants ALTER COLUMN max_storage_gb TYPE numeric(12,3)',
      ['modify column tenants.max_storage_gb: precision 12 -> 10; scale 3 -> 2'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN status TYPE text',
      ['modify column users.status: type text -> character varying(20)'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN display_name TYPE varchar(255) COLLATE "POSIX"',
      ['modify column users.display_name: collation POSIX -> null'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN display_name DROP NOT NULL',
      ['modify column users.display_name: nullable true -> false'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN last_login_at SET NOT NULL',
      ['modify column users.last_login_at: nullable false -> true'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN status DROP DEFAULT',
      [`modify column users.status: default null -> 'active'`],
    ],
    [
      `ALTER TABLE users ALTER COLUMN status SET DEFAULT 'invited'`,
      [`modify column users.status: default 'invited'::character varying -> 'active'`],
    ],
    [
      'ALTER TABLE users ALTER COLUMN display_name SET DEFAULT 5',
      [`modify column users.display_name: default 5 -> null`],
    ],
    [
      'ALTER TABLE users ALTER COLUMN is_deleted SET DEFAULT true',
      ['modify column users.is_deleted: default true -> false'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN id SET DEFAULT NULL',
      ['modify column users.id: default null -> gen_random_uuid()'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN index_id DROP IDENTITY',
      ['modify column users.index_id: identity null -> 1,1'],
    ],
    [
      'ALTER TABLE users ALTER COLUMN index_id SET INCREMENT 2',
      ['modify column users.index_id: identity 1,2 -> 1,1'],
    ],
    [
      'ALTER TABLE users ADD COLUMN up text GENERATED ALWAYS AS (upper(email)) STORED',
      ['drop column users.up'],
    ],
    [
      `COMMENT ON COLUMN users.email IS 'x'`,
      ['modify column users.email: description x -> E-mail address, unique within the tenant.'],
    ],
    [
      'COMMENT ON TABLE users IS NULL',
      ['modify table users: description null -> People who sign in. Each belongs to exactly one tenant.'],
    ],
    ['ALTER TABLE users DROP CONSTRAINT ck_users_status', [`add check users.ck_users_status`]],
    [
      `ALTER TABLE users DROP CONSTRAINT ck_users_status, ADD CONSTRAINT ck_users_status CHECK (status IN ('active', 'invited', 'suspended'))`,
      [`modify check users.ck_users_status: expression CHECK -> DECLARED`],
    ],
    [
      `ALTER TABLE users DROP CONSTRAINT ck_users_status, ADD CONSTRAINT ck_users_status CHECK (status IN ('suspended', 'invited', 'pending_verification', 'active'))`,
      [],
    ],
    [
      `ALTER TABLE users DROP CONSTRAINT ck_users_status, ADD CONSTRAINT ck_users_status CHECK (status IN ('active', 'invited', 'suspended', 'pending_verification')) NOT VALID`,
      ['modify check users.ck_users_status: not-trusted true -> false'],
    ],
    [
      'ALTER TABLE users RENAME CONSTRAINT ck_users_status TO ck_other',
      ['modify check users.ck_users_status: name ck_other -> ck_users_status'],
    ],
    ['ALTER TABLE users ADD CHECK (login_count >= 0)', ['drop check users.users_login_count_check']],
    ['ALTER TABLE users DROP CONSTRAINT pk_users', ['add primary-key users.pk_users']],
    [
      'ALTER TABLE users RENAME CONSTRAINT pk_users TO users_pkey',
      ['modify primary-key users.pk_users: name users_pkey -> pk_users'],
    ],
    [
      'ALTER TABLE users DROP CONSTRAINT pk_users, ADD CONSTRAINT pk_users PRIMARY KEY (id, index_id)',
      ['modify primary-key users.pk_users: columns id, index_id -> id'],
    ],
    ['ALTER TABLE users DROP CONSTRAINT uq_users_tenant_email', ['add unique users.uq_users_tenant_email']],
    [
      'ALTER TABLE users DROP CONSTRAINT uq_users_tenant_email, ADD CONSTRAINT uq_users_tenant_email UNIQUE (email, tenant_id)',
      ['modify unique users.uq_users_tenant_email: columns email, tenant_id -> tenant_id, email'],
    ],
    [
      'ALTER TABLE users DROP CONSTRAINT uq_users_tenant_email; CREATE UNIQUE INDEX uq_users_tenant_email ON users (tenant_id, email)',
      ['add unique users.uq_users_tenant_email', 'drop index users.uq_users_tenant_email'],
    ],
    [
      'ALTER TABLE users DROP CONSTRAINT uq_users_tenant_email, ADD CONSTRAINT uq_users_tenant_email UNIQUE (tenant_id, email) DEFERRABLE',
      ['modify unique users.uq_users_tenant_email: deferrable initially immediate -> no'],
    ],
    [
      'ALTER TABLE users DROP CONSTRAINT uq_users_tenant_email, ADD CONSTRAINT uq_users_tenant_email UNIQUE NULLS NOT DISTINCT (tenant_id, email)',
      ['modify unique users.uq_users_tenant_email: nulls-not-distinct true -> false'],
    ],
    ['DROP INDEX ix_users_tenant_status', ['add index users.ix_users_tenant_status']],
    [
      'ALTER INDEX ix_users_tenant_status RENAME TO ix_other',
      ['modify index users.ix_users_tenant_status: name ix_other -> ix_users_tenant_status'],
    ],
    ['CREATE INDEX ix_extra ON users (email)', ['drop index users.ix_extra']],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status)',
      ['modify index users.ix_users_tenant_status: filter null -> "is_deleted" = false'],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status) WHERE is_deleted',
      ['modify index users.ix_users_tenant_status: filter is_deleted -> "is_deleted" = false'],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id) WHERE is_deleted = false',
      ['modify index users.ix_users_tenant_status: columns tenant_id -> tenant_id, status'],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (status, tenant_id) WHERE is_deleted = false',
      ['modify index users.ix_users_tenant_status: columns status, tenant_id -> tenant_id, status'],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status DESC) WHERE is_deleted = false',
      ['modify index users.ix_users_tenant_status: direction tenant_id, status DESC -> tenant_id, status'],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status NULLS FIRST) WHERE is_deleted = false',
      [
        'modify index users.ix_users_tenant_status: direction tenant_id, status NULLS FIRST -> tenant_id, status',
      ],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status varchar_pattern_ops) WHERE is_deleted = false',
      [
        'modify index users.ix_users_tenant_status: direction tenant_id, status varchar_pattern_ops -> tenant_id, status',
      ],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, lower(status)) WHERE is_deleted = false',
      [
        'modify index users.ix_users_tenant_status: columns tenant_id, lower((status)::text) -> tenant_id, status',
      ],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE UNIQUE INDEX ix_users_tenant_status ON users (tenant_id, status) WHERE is_deleted = false',
      ['modify index users.ix_users_tenant_status: unique true -> false'],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status) INCLUDE (email) WHERE is_deleted = false',
      ['modify index users.ix_users_tenant_status: include email -> '],
    ],
    [
      'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users USING hash (status) WHERE is_deleted = false',
      [
        'modify index users.ix_users_tenant_status: columns status -> tenant_id, status; method hash -> btree',
      ],
    ],
    ['ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id', ['add foreign-key users.fk_users_tenant_id']],
    [
      'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id, ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE',
      ['modify foreign-key users.fk_users_tenant_id: on-delete cascade -> no action'],
    ],
    [
      'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id, ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON UPDATE RESTRICT',
      ['modify foreign-key users.fk_users_tenant_id: on-update restrict -> no action'],
    ],
    [
      'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id, ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (id) REFERENCES tenants (id)',
      ['modify foreign-key users.fk_users_tenant_id: columns id -> tenant_id'],
    ],
    [
      'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id, ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES users (id)',
      ['modify foreign-key users.fk_users_tenant_id: references public.users(id) -> public.tenants(id)'],
    ],
    [
      'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id, ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id) NOT VALID',
      ['modify foreign-key users.fk_users_tenant_id: not-trusted true -> false'],
    ],
    [
      'ALTER TABLE users RENAME CONSTRAINT fk_users_tenant_id TO fk_other',
      ['modify foreign-key users.fk_users_tenant_id: name fk_other -> fk_users_tenant_id'],
    ],
    ['CREATE VIEW v AS SELECT 1 AS one', []],
    ['CREATE SEQUENCE numbers', []],
  ])('%s', async (statement, expected) => {
    await database.knex.raw('BEGIN');
    try {
      for (const part of statement.split('; ')) await database.knex.raw(part);
      const actual = await live();
      const { changes } = diff(actual, declared);
      const short = changes
        .map(told)
        .map((line) => line.replace(/expression .* -> .*/s, 'expression CHECK -> DECLARED'));
      expect(short).toEqual(expected);
      expect(reverse(changes)).toEqual(diff(declared, actual).changes);
    } finally {
      await database.knex.raw('ROLLBACK');
    }
  });
});
