import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { rowHiding } from '../../src/introspect/hidden-rows.ts';
import { dataRules } from '../../src/validate/data-rules.ts';
import {
  createPostgresDatabase,
  dropConstraints,
  fill,
  id,
  Project,
  run,
  validate,
} from './data-database.ts';

const server = inject('postgresUrl');
let database: Database;
let drop: () => Promise<void>;

describe.skipIf(server === null)('a database that is not as declared', () => {
  beforeEach(async () => {
    ({ database, drop } = await createPostgresDatabase(server ?? ''));
    await fill(database);
  });
  afterEach(() => drop());
  const sql = (text: string) => run(database.knex, text);

  test('what is missing or of another type is told once each, and the rest is looked at', async () => {
    await sql('DROP TABLE projects');
    await sql('ALTER TABLE users DROP COLUMN email, ALTER COLUMN login_count TYPE varchar(9)');
    await sql('UPDATE users SET total_usage_minutes = -1 WHERE tenant_id IS NOT NULL');
    const { findings, skipped } = await validate(database);
    expect(findings).toMatchObject([
      { rule: 'negative-counters', object: 'public.users.total_usage_minutes' },
    ]);
    expect(skipped.map(({ object, fact }) => `${object} ${fact}`).toSorted()).toEqual([
      'public.projects its rows: the table is not there, see "validate schema"',
      'public.users.email its values: the column is not there, see "validate schema"',
      'public.users.login_count its values: the column is of another type, see "validate schema"',
    ]);
  });

  test('an empty database: each table once', async () => {
    await sql('DROP TABLE projects, users, tenants');
    const { findings, skipped } = await validate(database);
    expect(findings).toEqual([]);
    expect(skipped.map(({ object }) => object).toSorted()).toEqual([
      'public.projects',
      'public.tenants',
      'public.users',
    ]);
  });

  test('without the key that orders the rows they are read at once, and none is missed', async () => {
    await dropConstraints(database);
    await sql('DROP INDEX ix_users_index_id');
    await sql("UPDATE users SET index_id = 1, status = 'x'");
    const { findings } = await validate(database, { batchSize: 2 });
    expect(findings.map(({ rule, object }) => `${rule} ${object}`)).toEqual([
      'duplicate-keys public.users.ix_users_index_id',
      'values-outside-list public.users.status',
    ]);
    expect(findings[1]?.message).toContain('in 12 rows');
  });

  test('numbers of rows that JavaScript cannot hold', async () => {
    await dropConstraints(database);
    await sql(`UPDATE users SET index_id = 9007199254740990 + index_id, status = 'x'`);
    const { findings } = await validate(database, { batchSize: 5 });
    expect(findings).toMatchObject([{ rule: 'values-outside-list' }]);
    expect(findings[0]?.message).toContain('in 12 rows');
  });

  test('a foreign key that is not trusted', async () => {
    await sql('ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id');
    await sql(`UPDATE users SET tenant_id = '${id(9)}' WHERE id = '${id(12)}'`);
    await sql(
      'ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id) NOT VALID',
    );
    expect((await validate(database)).findings).toMatchObject([{ rule: 'orphans' }]);
  });

  test('names with quotes, question marks and spaces; rows without a tenant', async () => {
    await sql('CREATE SCHEMA "odd ""x"" ?"');
    await sql('CREATE TABLE "odd ""x"" ?"."a ? b" ("the ? id" integer, "max ""n" integer)');
    await sql('INSERT INTO "odd ""x"" ?"."a ? b" VALUES (7, -1), (8, 1)');
    const int = { type: { kind: 'int' } } as const;
    const odd = {
      ...Project,
      schema: 'odd "x" ?',
      table: 'a ? b',
      scope: 'global' as const,
      columns: { 'the ? id': int, 'max "n': { ...int, neverNegative: true } },
      primaryKey: { name: 'pk', columns: ['the ? id'] },
      uniques: [],
      indexes: [],
      foreignKeys: [],
    };
    const { findings } = await validate(database, { of: [odd as unknown as typeof Project] });
    expect(findings).toMatchObject([
      {
        rule: 'negative-counters',
        message: 'a ? b.max "n is negative in 1 row: 7',
        advice:
          'See it: SELECT r.* FROM "odd ""x"" ?"."a ? b" AS r WHERE r."max ""n" < 0 ORDER BY r."the ? id";',
      },
    ]);
  });

  test('before PostgreSQL 16, without IS JSON', async () => {
    await dropConstraints(database);
    const older = { ...database, server: { ...database.server, version: '15.4' } };
    expect((await validate(older)).findings).toEqual([]);
    await sql(`UPDATE users SET user_metadata = '{bad}' WHERE id IN ('${id(12)}', '${id(24)}')`);
    await sql(`UPDATE users SET user_metadata = '"text"' WHERE tenant_id = '${id(3)}'`);
    // Four to a batch, so that the last of the twelve fills one.
    const { findings } = await validate(older, { batchSize: 4 });
    const shown = [12, 24, 31, 32, 33].map((number) => `'${id(number)}'`).join(', ');
    expect(findings).toMatchObject([
      {
        rule: 'broken-json',
        advice: `See the first of them: SELECT r.* FROM "public"."users" AS r WHERE CAST(r."id" AS text) IN (${shown}) ORDER BY r."index_id";`,
        message: `users.user_metadata is no JSON object or array in 6 rows: ${[12, 24, 31, 32, 33].map(id).join(', ')} and 1 more`,
      },
    ]);
    expect((await validate(database)).findings).toMatchObject([{ message: findings[0]?.message }]);
  });

  test('only some rules; what is ignored; an interrupt', async () => {
    await dropConstraints(database);
    await sql("UPDATE users SET status = 'x', login_count = -1");
    const rules = dataRules.filter(({ id }) => id === 'negative-counters');
    expect((await validate(database, { rules })).findings).toMatchObject([{ rule: 'negative-counters' }]);
    const isIgnored = (object: string) => object === 'public.users.status';
    expect((await validate(database, { isIgnored })).findings).toMatchObject([{ rule: 'negative-counters' }]);
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(validate(database, { signal })).rejects.toThrow('stop');
  });

  test('a login that may not read a table', async () => {
    await sql('CREATE ROLE quodsi_reader LOGIN');
    await sql('GRANT SELECT ON tenants, projects TO quodsi_reader');
    await sql('SET ROLE quodsi_reader');
    try {
      await expect(validate(database)).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringContaining('public.users'),
      });
    } finally {
      await sql('RESET ROLE');
      await sql('DROP OWNED BY quodsi_reader');
      await sql('DROP ROLE quodsi_reader');
    }
  });

  test('a login from which row-level security may hide rows', async () => {
    await dropConstraints(database);
    await sql("UPDATE users SET status = 'x'");
    await sql('UPDATE tenants SET max_users = -1');
    await sql('ALTER TABLE users ENABLE ROW LEVEL SECURITY');
    await sql('CREATE ROLE quodsi_filtered LOGIN');
    await sql('GRANT SELECT ON tenants, users, projects TO quodsi_filtered');
    // The superuser sees every row.
    const hiding = async () => ({ hidesRows: await rowHiding(database) });
    const rules = async () => (await validate(database, await hiding())).findings.map(({ rule }) => rule);
    expect(await rules()).toEqual(['values-outside-list', 'too-many-users', 'negative-counters']);
    await sql('SET ROLE quodsi_filtered');
    try {
      const { findings } = await validate(database, await hiding());
      expect(findings).toMatchObject([
        { rule: 'hidden-rows', severity: 'error', object: 'public.users' },
        { rule: 'negative-counters', object: 'public.tenants.max_users' },
      ]);
    } finally {
      await sql('RESET ROLE');
      await sql('DROP OWNED BY quodsi_filtered');
      await sql('DROP ROLE quodsi_filtered');
    }
  });
});
