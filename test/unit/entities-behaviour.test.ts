import knex from 'knex';
import { describe, expect, test } from 'vitest';
import { BaseEntity } from '../../src/entities/base-entity.ts';
import { defineEntity } from '../../src/entities/define-entity.ts';
import { activeOnly, ofTenant } from '../../src/entities/row-filters.ts';
import { restore, softDelete, withDeletion, withRestoration } from '../../src/entities/soft-delete.ts';
import {
  fullDomain,
  hasRoomForModel,
  hasRoomForScenario,
  hasRoomForUser,
  isActive,
  isTrial,
  Tenant,
} from '../../src/entities/tenant.ts';
import { recordActivity, recordLogin, User, withActivity, withLogin } from '../../src/entities/user.ts';
import { columnTypes } from '../../src/schema/column-type.ts';

const at = new Date('2024-05-06T07:08:09.123Z');
const id = '00000000-0000-4000-8000-000000000001';
const tenantId = '00000000-0000-4000-8000-000000000002';

describe('on a record', () => {
  test('deletion and restoration set the flag and updated_at, and leave the record alone', () => {
    const record = { id, is_deleted: false, updated_at: new Date(0) };
    const deleted = withDeletion(record, at);
    expect(deleted).toEqual({ id, is_deleted: true, updated_at: at });
    expect(record).toEqual({ id, is_deleted: false, updated_at: new Date(0) });
    const later = new Date(at.getTime() + 1);
    expect(withRestoration(deleted, later)).toEqual({ id, is_deleted: false, updated_at: later });
  });

  test('a login counts and is an activity; an activity is no login', () => {
    const user = { id, login_count: 4, last_login_at: null, last_active_at: null };
    expect(withLogin(user, at)).toEqual({ id, login_count: 5, last_login_at: at, last_active_at: at });
    expect(withActivity(user, at)).toEqual({ ...user, last_active_at: at });
    expect(user.login_count).toBe(4);
  });

  test.each([
    ['trial', 'trial', true],
    ['trial', 'active', true],
    ['starter', 'trial', true],
    ['starter', 'active', false],
  ] as const)('plan %s with status %s is a trial: %s', (plan_type, status, expected) => {
    expect(isTrial({ plan_type, status })).toBe(expected);
  });

  test.each([
    ['active', false, true],
    ['active', true, false],
    ['trial', false, false],
    ['suspended', false, false],
  ] as const)('a tenant with status %s, deleted %s, is active: %s', (status, is_deleted, expected) => {
    expect(isActive({ status, is_deleted })).toBe(expected);
  });

  test('domain and limits of a tenant', () => {
    expect(fullDomain({ subdomain: 'acme' })).toBe('acme.quodsi.com');
    expect([4, 5, 6].map((users) => hasRoomForUser({ max_users: 5 }, users))).toEqual([true, false, false]);
    expect([0, 1].map((models) => hasRoomForModel({ max_models: 1 }, models))).toEqual([true, false]);
    const month = { max_scenarios_per_month: 100 };
    expect([99, 100].map((scenarios) => hasRoomForScenario(month, scenarios))).toEqual([true, false]);
  });
});

describe('filters', () => {
  const mssql = knex({ client: 'mssql' });
  const postgres = knex({ client: 'pg' });

  test('the flag is a literal, which a filtered index needs', () => {
    expect(mssql('users').modify(activeOnly(User)).toQuery()).toBe(
      'select * from [users] where [users].[is_deleted] = 0',
    );
    expect(postgres('users as u').modify(activeOnly(User, 'u')).toQuery()).toBe(
      'select * from "users" as "u" where "u"."is_deleted" = false',
    );
  });

  test('the tenant is tenant_id, and on tenants id', () => {
    expect(postgres('users').modify(ofTenant(User, tenantId)).toQuery()).toBe(
      `select * from "users" where "users"."tenant_id" = '${tenantId}'`,
    );
    expect(
      postgres('tenants as t')
        .modify(ofTenant(Tenant, tenantId, 't'))
        .toQuery(),
    ).toBe(`select * from "tenants" as "t" where "t"."id" = '${tenantId}'`);
  });

  test('rows of another global table belong to no tenant', () => {
    const columns = { label: { type: columnTypes.text } } as const;
    const Plan = defineEntity({ table: 'plans', scope: 'global', base: BaseEntity, columns });
    expect(() => ofTenant(Plan, tenantId)).toThrowError('rows of plans do not belong to a tenant');
  });
});

/** A Knex for SQL Server that keeps what it would send, and gets one row back. */
function recordingMssql() {
  const sent: { sql: string; bindings: unknown[] }[] = [];
  const db = knex({ client: 'mssql' });
  Object.assign(db.client, {
    acquireConnection: async () => ({}),
    releaseConnection: async () => undefined,
    _query: async (_connection: unknown, query: { sql: string; bindings: unknown[]; response?: unknown }) => {
      sent.push({ sql: query.sql, bindings: query.bindings });
      query.response = [[{ metadata: { colName: 'id' }, value: id }]];
      return query;
    },
  });
  return { db, sent };
}

describe('on SQL Server', () => {
  test('a login is one UPDATE that adds in the database and gives the row back', async () => {
    const { db, sent } = recordingMssql();
    expect(await recordLogin(db, id)).toEqual({ id });
    expect(sent).toEqual([
      {
        sql: expect.stringMatching(
          /^update \[users\] set \[login_count\] = \[login_count\] \+ 1, \[last_login_at\] = sysutcdatetime\(\), \[last_active_at\] = sysutcdatetime\(\) output inserted\.\* where \[id\] = @p0 and \[users\]\.\[is_deleted\] = 0$/,
        ),
        bindings: [id],
      },
    ]);
  });

  test('a given moment keeps its milliseconds', async () => {
    const { db, sent } = recordingMssql();
    await recordActivity(db, id, { at });
    expect(sent[0]?.sql).toContain('[last_active_at] = cast(@p0 as datetime2(3))');
    expect(sent[0]?.bindings).toEqual(['2024-05-06T07:08:09.123', id]);
  });

  test('deletion and restoration look for a row in the other state, of the tenant where one is given', async () => {
    const { db, sent } = recordingMssql();
    await softDelete(db, User, id, { tenantId });
    await restore(db, Tenant, id);
    expect(sent.map((query) => query.sql)).toEqual([
      'update [users] set [is_deleted] = @p0, [updated_at] = sysutcdatetime() output inserted.* where [id] = @p1 and [users].[is_deleted] = 0 and [users].[tenant_id] = @p2',
      'update [tenants] set [is_deleted] = @p0, [updated_at] = sysutcdatetime() output inserted.* where [id] = @p1 and [tenants].[is_deleted] = 1',
    ]);
  });

  test('an entity of another SQL schema is found there', async () => {
    const { db, sent } = recordingMssql();
    const columns = { label: { type: columnTypes.text } } as const;
    const Note = defineEntity({ table: 'notes', schema: 'app', scope: 'tenant', base: BaseEntity, columns });
    await softDelete(db, Note, id);
    expect(sent[0]?.sql).toMatch(/^update \[app\]\.\[notes\] set /);
  });
});
