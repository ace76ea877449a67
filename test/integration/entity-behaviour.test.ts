import type { Knex } from 'knex';
import {
  activeOnly,
  ofTenant,
  recordActivity,
  recordLogin,
  restore,
  softDelete,
  Tenant,
  TenantCreate,
  TenantRead,
  User,
  UserCreate,
  UserStored,
} from 'quodsi-db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import { createTables, openDatabase } from '../unit/entities-database.ts';

/** What PostgreSQL holds of tenants and users: a line for each table, column, constraint and index. */
async function held(db: Knex): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { line: string }[] }>(`
    SELECT concat_ws(' ', attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull,
      attidentity, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)) AS line
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attrelid IN ('tenants'::regclass, 'users'::regclass) AND attnum > 0
    UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE conrelid IN ('tenants'::regclass, 'users'::regclass)
    UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename IN ('tenants', 'users')
    UNION ALL SELECT obj_description('tenants'::regclass) UNION ALL SELECT obj_description('users'::regclass)`);
  return rows.map((row) => row.line).toSorted();
}

let database: Awaited<ReturnType<typeof openDatabase>>;
let db: Knex;

beforeAll(async () => {
  database = await openDatabase();
  db = database.db;
  await createTables(db);
});
afterAll(() => database.close());

const at = new Date('2024-05-06T07:08:09.123Z');
const nobody = '00000000-0000-4000-8000-000000000000';
let tenant: Tenant;
let user: User;

async function insert<T>(table: string, row: object): Promise<T> {
  const [inserted] = await db(table).insert(row).returning('*');
  return inserted;
}

const person = (tenantId: string, name: string) =>
  UserCreate.parse({
    tenant_id: tenantId,
    email: `${name}@example.com`,
    display_name: name,
    identity_provider: 'google',
    identity_provider_id: name,
  });

beforeEach(async () => {
  await db.raw('TRUNCATE tenants, users');
  tenant = await insert<Tenant>('tenants', TenantCreate.parse({ name: 'Acme' }));
  user = await insert<User>('users', person(tenant.id, 'ann'));
});

test('the migrations make what the entities declare', async () => {
  const migrated = await openDatabase();
  try {
    await createTenants.up(migrated.db);
    await createUsers.up(migrated.db);
    expect(await held(migrated.db)).toEqual(await held(db));
  } finally {
    await migrated.close();
  }
});

describe('what is inserted', () => {
  test('gets the defaults of the table, and is read by the contracts', () => {
    expect(TenantRead.parse(tenant)).toMatchObject({
      name: 'Acme',
      slug: 'acme',
      plan_type: 'trial',
      status: 'trial',
      max_users: 5,
      max_storage_gb: 1,
      is_deleted: false,
      is_trial: true,
    });
    expect(UserStored.parse(user)).toMatchObject({ login_count: 0, status: 'active', last_login_at: null });
  });

  test.each([
    ['{"a":1}', true],
    ['[]', true],
    ['{"a":"\\u0000"}', true],
    [null, true],
    ['"text"', false],
    ['1', false],
    ['{bad}', false],
    ['', false],
  ])('user_metadata %s is stored: %s, and the contract agrees', async (user_metadata, stored) => {
    const row = { ...person(tenant.id, 'bob'), user_metadata };
    const outcome = await insert('users', row).then(
      () => true,
      () => false,
    );
    expect(outcome).toBe(stored);
    expect(UserCreate.safeParse(row).success).toBe(stored);
  });
});

describe('logins', () => {
  test('a login counts, and is an activity', async () => {
    const after = await recordLogin(db, user.id, { at });
    expect(after).toEqual({ ...user, login_count: 1, last_login_at: at, last_active_at: at });
    expect(await db('users').first()).toEqual(after);
  });

  test('two logins at once count as two, whatever the record in hand says', async () => {
    await Promise.all([recordLogin(db, user.id), recordLogin(db, user.id)]);
    const again = await recordLogin(db, user.id);
    expect(again?.login_count).toBe(3);
  });

  test('without a moment it is now by the server', async () => {
    const { rows } = await db.raw<{ rows: { now: Date }[] }>('SELECT now()');
    const after = await recordLogin(db, user.id);
    const passed = Number(after?.last_login_at) - Number(rows[0]?.now);
    expect(passed).toBeGreaterThanOrEqual(-1);
    expect(passed).toBeLessThan(10_000);
  });

  test('an activity is no login', async () => {
    expect(await recordActivity(db, user.id, { at })).toEqual({ ...user, last_active_at: at });
  });

  test('undefined says that there is no such user', async () => {
    expect(await recordLogin(db, nobody)).toBeUndefined();
    expect(await recordActivity(db, nobody)).toBeUndefined();
    expect(await recordLogin(db, user.id, { tenantId: nobody })).toBeUndefined();
    await softDelete(db, User, user.id);
    expect(await recordLogin(db, user.id)).toBeUndefined();
    expect(await recordLogin(db, user.id, { tenantId: tenant.id })).toBeUndefined();
    expect((await db('users').first()).login_count).toBe(0);
  });

  test('a login in a transaction that is rolled back did not happen', async () => {
    const transaction = await db.transaction();
    expect((await recordLogin(transaction, user.id))?.login_count).toBe(1);
    await transaction.rollback();
    expect((await db('users').first()).login_count).toBe(0);
  });
});

describe('soft deletion', () => {
  test('deletes once, restores once, and sets updated_at both times', async () => {
    const deleted = await softDelete(db, User, user.id, { at });
    expect(deleted).toEqual({ ...user, is_deleted: true, updated_at: at });
    expect(await softDelete(db, User, user.id)).toBeUndefined();
    const restored = await restore(db, User, user.id);
    expect(restored).toMatchObject({ is_deleted: false });
    expect(restored?.updated_at.getTime()).toBeGreaterThan(at.getTime());
    expect(await restore(db, User, user.id)).toBeUndefined();
    expect(await softDelete(db, User, nobody)).toBeUndefined();
  });

  test('works on tenants, where the tenant is the row itself', async () => {
    expect(await softDelete(db, Tenant, tenant.id, { tenantId: nobody })).toBeUndefined();
    expect(await softDelete(db, Tenant, tenant.id, { tenantId: tenant.id })).toMatchObject({
      is_deleted: true,
    });
  });

  test('a deleted user keeps its e-mail address', async () => {
    await softDelete(db, User, user.id);
    const again = { ...person(tenant.id, 'ann'), identity_provider_id: 'other' };
    await expect(insert('users', again)).rejects.toMatchObject({ constraint: 'uq_users_tenant_email' });
  });
});

test('filters leave live rows of one tenant', async () => {
  const other = await insert<Tenant>('tenants', TenantCreate.parse({ name: 'Other' }));
  const gone = await insert<User>('users', person(tenant.id, 'gone'));
  const theirs = await insert<User>('users', person(other.id, 'theirs'));
  await softDelete(db, User, gone.id);

  const ids = async (query: Knex.QueryBuilder) => (await query.pluck('id')).toSorted();
  expect(await ids(db('users').modify(activeOnly(User)))).toEqual([user.id, theirs.id].toSorted());
  expect(await ids(db('users').modify(ofTenant(User, tenant.id)))).toEqual([user.id, gone.id].toSorted());
  expect(await ids(db('tenants').modify(ofTenant(Tenant, other.id)))).toEqual([other.id]);
  const joined = db('users as u')
    .join('tenants as t', 't.id', 'u.tenant_id')
    .modify(activeOnly(User, 'u'))
    .modify(activeOnly(Tenant, 't'))
    .modify(ofTenant(User, tenant.id, 'u'));
  expect(await joined.pluck('u.id')).toEqual([user.id]);
});
