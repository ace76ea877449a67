import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { EntityColumn } from '../../src/entities/entity.ts';
import { Tenant } from '../../src/entities/tenant.ts';
import { User } from '../../src/entities/user.ts';
import {
  constraintNames,
  declared,
  expectedColumns,
  indexes,
  objectsLeft,
  readColumns,
} from './ddl-built-in-schema.ts';
import { mssqlUrl, openMssql, openPglite, sayWithoutMssql, type TestDatabase } from './ddl-database.ts';

function suite(name: string, open: () => Promise<TestDatabase>): void {
  describe(`the built-in migrations on ${name}`, () => {
    let database: TestDatabase;
    let db: Knex;
    beforeAll(async () => {
      database = await open();
      db = database.db;
      await createTenants.up(db);
      await createUsers.up(db);
    });
    afterAll(async () => {
      await database?.close();
    });
    const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> => {
      const result = await db.raw(sql);
      return database.dialect === 'postgres' ? result.rows : result;
    };

    test.each([Tenant, User])(
      '$table: columns in order, with type, default and description',
      async (entity) => {
        const columns: Readonly<Record<string, EntityColumn>> = entity.columns;
        const expected = expectedColumns(entity.table, database.dialect).map((column) => ({
          ...column,
          description: columns[column.name]?.description,
        }));
        expect(await readColumns(database, entity.table)).toEqual(expected);
      },
    );

    test.each([Tenant, User])('$table: has a description', async ({ table, description }) => {
      const sql = {
        postgres: `SELECT obj_description('${table}'::regclass) AS text`,
        mssql: `SELECT CAST(value AS nvarchar(200)) AS text
          FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'dbo', N'TABLE', N'${table}', NULL, NULL)`,
      };
      expect(await rowsOf(sql[database.dialect])).toEqual([{ text: description }]);
    });

    test('keys, foreign keys and checks have the names agreed on', async () => {
      const sql = {
        postgres:
          "SELECT conname AS name FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
        mssql: `SELECT name FROM sys.key_constraints UNION ALL SELECT name FROM sys.foreign_keys
          UNION ALL SELECT name FROM sys.check_constraints`,
      };
      const rows = await rowsOf(sql[database.dialect]);
      expect(rows.map((row) => row.name).sort()).toEqual(constraintNames);
    });

    test('defaults have the names agreed on', async ({ skip }) => {
      if (database.dialect === 'postgres') skip('PostgreSQL has no names for defaults');
      if (database.babelfish) skip('Babelfish: it loses the names of defaults');
      const rows = await rowsOf('SELECT name FROM sys.default_constraints');
      const expected = Object.entries(declared).flatMap(([table, columns]) =>
        columns.filter((column) => column[3] !== undefined).map((column) => `df_${table}_${column[0]}`),
      );
      expect(rows.map((row) => row.name).sort()).toEqual(expected.sort());
    });

    test('indexes: columns, uniqueness, filter, clustered', async ({ skip }) => {
      if (database.babelfish) skip('Babelfish: its catalog mangles the names of indexes and shows no filter');
      const expected = indexes.map(([name, unique, clustered, columns, filtered]) => ({
        name,
        unique,
        clustered: clustered && database.dialect === 'mssql',
        columns,
        filter: filtered
          ? { mssql: '([is_deleted]=(0))', postgres: '(is_deleted = false)' }[database.dialect]
          : null,
      }));
      const sql = {
        postgres: `SELECT c.relname AS name, i.indisunique AS "unique", false AS clustered,
            (SELECT string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' ORDER BY n)
               FROM generate_series(1, i.indnkeyatts) AS n) AS columns,
            pg_get_expr(i.indpred, i.indrelid) AS filter
          FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
          WHERE c.relnamespace = 'public'::regnamespace ORDER BY c.relname`,
        mssql: `SELECT i.name, i.is_unique AS [unique], CAST(IIF(i.type = 1, 1, 0) AS bit) AS clustered,
            (SELECT STRING_AGG(COL_NAME(ic.object_id, ic.column_id), ', ') WITHIN GROUP (ORDER BY ic.key_ordinal)
               FROM sys.index_columns AS ic WHERE ic.object_id = i.object_id AND ic.index_id = i.index_id) AS columns,
            i.filter_definition AS filter
          FROM sys.indexes AS i WHERE i.object_id IN (OBJECT_ID('tenants'), OBJECT_ID('users')) ORDER BY i.name`,
      };
      expect(await rowsOf(sql[database.dialect])).toEqual(expected);
    });

    test('the foreign key of users points at tenants and has no action', async () => {
      const sql = {
        postgres: `SELECT pg_get_constraintdef(oid) AS found FROM pg_constraint WHERE conname = 'fk_users_tenant_id'`,
        mssql: `SELECT OBJECT_NAME(referenced_object_id) + ' ' + delete_referential_action_desc + ' '
            + update_referential_action_desc AS found FROM sys.foreign_keys WHERE name = 'fk_users_tenant_id'`,
      };
      const found = {
        postgres: 'FOREIGN KEY (tenant_id) REFERENCES tenants(id)',
        mssql: 'tenants NO_ACTION NO_ACTION',
      };
      expect(await rowsOf(sql[database.dialect])).toEqual([{ found: found[database.dialect] }]);
    });

    const newTenant = async (slug: string, more: object = {}): Promise<string> => {
      await db('tenants').insert({ name: slug, slug, subdomain: slug, ...more });
      return (await db('tenants').where({ slug }).first()).id;
    };
    const newUser = (tenant_id: string, email: string, more: object = {}) =>
      db('users').insert({
        tenant_id,
        email,
        identity_provider: 'entra',
        identity_provider_id: `${tenant_id} ${email} ${JSON.stringify(more)}`,
        display_name: email,
        ...more,
      });

    test('a tenant gets its defaults, and what the table does not allow is refused', async () => {
      await newTenant('acme');
      expect(await db('tenants').where({ slug: 'acme' }).first()).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/i),
        tenant_id: null,
        is_deleted: false,
        plan_type: 'trial',
        status: 'trial',
        max_users: 5,
        max_models: 10,
        max_scenarios_per_month: 100,
        created_at: expect.any(Date),
        updated_at: expect.any(Date),
      });
      const { max_storage_gb, created_at } = await db('tenants').first();
      expect(Number(max_storage_gb)).toBe(1);
      expect(Math.abs(Date.now() - created_at.getTime())).toBeLessThan(60_000);
      await expect(newTenant('bad-plan', { plan_type: 'gold' })).rejects.toThrow();
      await expect(newTenant('bad-status', { status: 'asleep' })).rejects.toThrow();
      await expect(newTenant('acme', { subdomain: 'other' })).rejects.toThrow();
      await expect(newTenant('other', { subdomain: 'acme' })).rejects.toThrow();
      await expect(newTenant('nameless', { name: null })).rejects.toThrow();
      for (const plan_type of ['starter', 'professional', 'enterprise'])
        await newTenant(plan_type, { plan_type });
      for (const status of ['active', 'suspended', 'cancelled', 'deleted'])
        await newTenant(status, { status });
    });

    test('an e-mail is unique in its tenant, a sign-in across all of them', async () => {
      const [first, second] = [await newTenant('first'), await newTenant('second')];
      await newUser(first, 'ann@example.com');
      await expect(newUser(first, 'ann@example.com', { identity_provider: 'google' })).rejects.toThrow();
      await newUser(second, 'ann@example.com');
      const signIn = { identity_provider: 'google', identity_provider_id: 'g-1' };
      await newUser(first, 'bob@example.com', signIn);
      await expect(newUser(second, 'cid@example.com', signIn)).rejects.toThrow();
    });

    test('a user needs a tenant that exists, a known status, and JSON or nothing as metadata', async () => {
      const tenant = await newTenant('third');
      await expect(newUser('11111111-1111-4111-8111-111111111111', 'a@example.com')).rejects.toThrow();
      await expect(newUser(tenant, 'b@example.com', { status: 'asleep' })).rejects.toThrow();
      await expect(newUser(tenant, 'c@example.com', { user_metadata: '{"theme":' })).rejects.toThrow();
      await expect(newUser(tenant, 'd@example.com', { user_metadata: 'dark' })).rejects.toThrow();
      await newUser(tenant, 'e@example.com', { user_metadata: '{"theme":"dark","why":"?"}' });
      await newUser(tenant, 'f@example.com', { user_metadata: null, status: 'pending_verification' });
      const user = await db('users').where({ email: 'f@example.com' }).first();
      expect(user).toMatchObject({
        login_count: 0,
        total_usage_minutes: 0,
        is_deleted: false,
        last_login_at: null,
      });
      await expect(db('tenants').where({ id: tenant }).delete()).rejects.toThrow();
    });

    test('rows are numbered in the order they come', async () => {
      const numbers = await db('tenants').orderBy('index_id').pluck('index_id');
      expect(numbers.length).toBeGreaterThan(5);
      expect(Number(numbers[0])).toBe(1);
      expect(new Set(numbers).size).toBe(numbers.length);
    });

    test('down leaves nothing behind, and up works again after it', async () => {
      await createUsers.down(db);
      await createTenants.down(db);
      expect(await rowsOf(objectsLeft[database.dialect])).toEqual([]);
      await createTenants.up(db);
      await createUsers.up(db);
      await createUsers.down(db);
      await createTenants.down(db);
      expect(await rowsOf(objectsLeft[database.dialect])).toEqual([]);
    });
  });
}

suite('PGlite', openPglite);
if (mssqlUrl === undefined) {
  sayWithoutMssql('built-in migrations');
  test.skip('the built-in migrations on SQL Server');
} else {
  const url = mssqlUrl;
  suite('SQL Server', () => openMssql(url));
}
