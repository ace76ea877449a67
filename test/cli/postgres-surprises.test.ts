import { describe, expect, it } from 'vitest';
import { type Engine, postgresEngine } from '../support/engines.ts';
import { createProject, type TestProject } from '../support/projects.ts';

const sql = (up: string, down = ''): string => `-- up\n${up}\n${down === '' ? '' : `-- down\n${down}\n`}`;

const engine = postgresEngine();
describe.skipIf(engine === null)('what PostgreSQL does without being asked', () => {
  const on = engine as Engine;
  const failures = (project: TestProject) =>
    project.database.query("SELECT name FROM quodsi_db_migrations_log WHERE event = 'failed' ORDER BY id");
  const blocked = async ({ database }: TestProject): Promise<number> => {
    for (;;) {
      const [row] = await database.query(
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      if (row !== undefined) return Number(row.pid);
    }
  };

  it('a long migration that fails is in the log, though its answer came before the server was ready again', async () => {
    const tables = Array.from({ length: 300 }, (_, at) => `CREATE TABLE y${at} (i int PRIMARY KEY);`).join(
      '\n',
    );
    const project = await createProject(on, {
      'migrations/1_long.sql': sql(`${tables}\nCREATE TABLE z (i nosuch);`),
    });
    for (const mode of ['file', 'all']) {
      const { error } = (await project.run('migrate', 'up', '--json', '--tx-mode', mode)).json();
      expect(error?.details?.[0]).toMatch(/1_long\.sql:302$/);
    }
    expect(await failures(project)).toEqual([{ name: '1_long' }, { name: '1_long' }]);
  });

  it.each(['file', 'all'])(
    'a session that an administrator ends is read again, with --tx-mode %s',
    async (mode) => {
      const project = await createProject(on, {
        'migrations/1_good.sql': sql('CREATE TABLE good (i int);'),
        'migrations/2_busy.sql': sql('ALTER TABLE busy ADD note text;'),
      });
      await project.database.query('CREATE TABLE busy (i int)');
      const holding = project.database
        .query('BEGIN; LOCK TABLE busy; SELECT pg_sleep(600)')
        .catch(() => undefined);
      const running = project.start({}, 'migrate', 'up', '--json', '--tx-mode', mode);
      await project.database.query(`SELECT pg_terminate_backend(${await blocked(project)})`);
      const { error, results } = (await running.result).json();
      await project.database.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()",
      );
      await holding;
      expect(error).toMatchObject({ code: 'MIGRATION_FAILED', message: expect.stringContaining('57P01') });
      expect(results[0]?.status).toBe(mode === 'all' ? 'not-run' : 'applied');
      expect((await failures(project)).at(-1)).toEqual({ name: '2_busy' });
    },
  );

  it('a COMMIT that is refused is nobody’s in particular, where all are in one transaction', async () => {
    const project = await createProject(on, {
      'migrations/1_keys.sql': sql(
        'CREATE TABLE p (i int PRIMARY KEY);\nCREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);',
      ),
      'migrations/2_breaks.sql': sql('INSERT INTO c VALUES (7);'),
      'migrations/3_harmless.sql': sql('CREATE TABLE harmless (i int);'),
    });
    const { error, results } = (await project.run('migrate', 'up', '--json', '--tx-mode', 'all')).json();
    expect(error?.message).toMatch(/^the transaction of 3 migrations could not be committed: .*\(23503\)$/);
    expect(error?.hint).toContain('--tx-mode file');
    expect(results.map(({ status }) => status)).toEqual(['not-run', 'not-run', 'not-run']);
    expect(await failures(project)).toHaveLength(1);
    const { stdout } = await project.run('migrate', 'up', '--tx-mode', 'all');
    expect(stdout).toMatch(/2_breaks +rolled back .* ms\n[\s\S]*\n3 rolled back\.\n$/);
  });

  it('a schema named like the login hides no history', async () => {
    const project = await createProject(on, { 'migrations/1_a.sql': sql('CREATE TABLE a (i int);') });
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    await project.database.query('DO $$ BEGIN EXECUTE format($f$CREATE SCHEMA %I$f$, current_user); END $$');
    for (const command of ['status', 'up']) {
      const result = await project.run('migrate', command, '--json');
      expect(result.exitCode).toBe(5);
      expect(result.json().error).toMatchObject({
        code: 'HISTORY_ELSEWHERE',
        hint: expect.stringContaining('"public.quodsi_db_migrations"'),
      });
    }
    project.write({
      'quodsi-db.config.json': JSON.stringify({ migrations: { table: 'public.quodsi_db_migrations' } }),
    });
    expect(await project.status()).toEqual({ '1_a': 'applied' });
  });

  it('nobody stays who a migration has made itself', async () => {
    const project = await createProject(on, {
      'migrations/1_other.sql': sql('SET SESSION AUTHORIZATION pg_monitor;'),
      'migrations/2_mine.js': `exports.up = (knex) => knex.raw('CREATE TABLE mine (i int)');
exports.down = async (knex) => { await knex.raw('SET SESSION AUTHORIZATION pg_monitor'); };\n`,
    });
    const up = await project.run('migrate', 'up');
    expect(up, up.stderr).toMatchObject({ exitCode: 0 });
    expect(
      await project.database.query(
        "SELECT tableowner = current_user AS mine FROM pg_tables WHERE tablename = 'mine'",
      ),
    ).toEqual([{ mine: true }]);
    expect(await project.run('migrate', 'down', '--step', '1')).toMatchObject({ exitCode: 0 });
  });

  it('who may write to the history, and make no tables beside it, migrates where tables may be made', async () => {
    const project = await createProject(on, {
      'quodsi-db.config.json': JSON.stringify({ migrations: { table: 'ops.history' } }),
      'migrations/1_first.sql': sql('CREATE SCHEMA app;'),
    });
    await project.database.query('CREATE SCHEMA ops');
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    const role = `quodsi_deployer_${process.pid}`;
    await project.database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'd'`);
    try {
      await project.database.query(`GRANT USAGE ON SCHEMA ops TO ${role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ops TO ${role}; GRANT CREATE, USAGE ON SCHEMA app TO ${role}`);
      project.write({ 'migrations/2_more.sql': sql('CREATE TABLE app.more (i int);') });
      const url = new URL(project.database.url);
      Object.assign(url, { username: role, password: 'd' });
      const up = await project.run('migrate', 'up', '--url', url.href);
      expect(up, up.stderr).toMatchObject({ exitCode: 0 });
      expect(await project.status()).toEqual({ '1_first': 'applied', '2_more': 'applied' });
    } finally {
      await project.database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it.each([
    ['behind a comment in a comment', '/* a /* b */ c */ COMMIT;\nSELECT 1/0;'],
    ['behind a string of two parts', "SELECT E'a'\n'b\\''; COMMIT; SELECT 1/0; --';"],
    [
      'behind columns of these names',
      'SELECT begin.atomic FROM (SELECT 1 AS atomic) begin; COMMIT;\nSELECT 1/0;',
    ],
  ])('a COMMIT %s is refused', async (_where, end) => {
    const project = await createProject(on, { 'migrations/1_a.sql': sql(`CREATE TABLE a (i int);\n${end}`) });
    const result = await project.run('migrate', 'up', '--json');
    expect(result.exitCode).toBe(78);
    expect(result.json().error).toMatchObject({
      code: 'BAD_MIGRATION',
      message: expect.stringContaining('has COMMIT'),
    });
    expect(await project.database.tables()).toEqual([]);
  });

  it('a COMMIT that only the server sees is told, and the migration does not run again', async () => {
    const project = await createProject(on, {
      'migrations/1_a.sql': sql("CREATE TABLE a (i int);\nSELECT '\\''; COMMIT; SELECT 1/0; --';\nSELECT 2;"),
    });
    await project.database.query(
      'DO $$ BEGIN EXECUTE format($f$ALTER DATABASE %I SET standard_conforming_strings = off$f$, current_database()); END $$',
    );
    const { error } = (await project.run('migrate', 'up', '--json')).json();
    expect(error).toMatchObject({
      code: 'TRANSACTION_ENDED',
      message: expect.stringContaining('part of it is committed'),
    });
    expect(await project.status()).toEqual({ '1_a': 'failed' });
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 5 });
  });

  // The body ends where PostgreSQL says, and not where a reader of words thinks: "case" is a name here.
  const hiding = (end: string): string =>
    `CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 2 case; END; ${end}; CREATE TABLE behind (i int);`;
  it.each(['COMMIT', 'ROLLBACK'])(
    'a hidden %s is told by what was answered, and the history has it',
    async (end) => {
      const code = `exports.up = async (knex) => {
  await knex.schema.createTable('b', (table) => table.increments());
  await knex('b').select();
  await knex.raw(${JSON.stringify(hiding(end))});
};
`;
      for (const files of [
        { 'migrations/1_a.sql': sql(`CREATE TABLE a (i int);\n${hiding(end)}`) },
        { 'migrations/1_a.js': code },
      ]) {
        const project = await createProject(on, files);
        const { error } = (await project.run('migrate', 'up', '--json')).json();
        expect(error).toMatchObject({ code: 'TRANSACTION_ENDED' });
        expect(await project.status()).toEqual({ '1_a': 'failed' });
      }
    },
  );

  it('a hidden COMMIT in one transaction for all is told of who has it', async () => {
    const project = await createProject(on, {
      'migrations/1_a.sql': sql('CREATE TABLE a (i int);'),
      'migrations/2_b.sql': sql(hiding('COMMIT')),
      'migrations/3_c.sql': sql('CREATE TABLE c (i int);'),
    });
    const { error, results } = (await project.run('migrate', 'up', '--json', '--tx-mode', 'all')).json();
    expect(error).toMatchObject({ code: 'TRANSACTION_ENDED', message: expect.stringContaining('2_b') });
    expect(results.map(({ status }) => status)).toEqual(['applied', 'failed', 'not-run']);
    expect(await project.status()).toEqual({ '1_a': 'applied', '2_b': 'failed', '3_c': 'pending' });
  });

  it('a run whose connection is ended while it waits for the lock says so', async () => {
    const project = await createProject(on, { 'migrations/1_slow.sql': sql('SELECT pg_sleep(3);') });
    const first = project.start({}, 'migrate', 'up');
    const found = async (where: string): Promise<number> => {
      for (;;) {
        const [row] = await project.database.query(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'quodsi-db%' AND ${where}`,
        );
        if (row !== undefined) return Number(row.pid);
      }
    };
    await found("query LIKE '%pg_sleep(3)%' AND state = 'active'");
    const second = project.start({}, 'migrate', 'up');
    const waiting = await found(
      "query ~ 'try_advisory|objsubid' AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')",
    );
    await project.database.query(`SELECT pg_terminate_backend(${waiting})`);
    const { exitCode, stderr } = await second.result;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/LOCK_LOST|CONNECTION_LOST/);
    expect(await first.result).toMatchObject({ exitCode: 0 });
  });

  it('a variable that asks for another driver changes nothing', async () => {
    const project = await createProject(on, { 'migrations/1_t.sql': sql('CREATE TABLE t (i int);') });
    const running = project.start({ NODE_PG_FORCE_NATIVE: '1' }, 'migrate', 'up');
    expect(await running.result).toMatchObject({ exitCode: 0 });
  });

  it('sessions that idle are ended, and the one with the lock stays', async () => {
    const project = await createProject(on, {
      'migrations/1_slow.sql': sql('SELECT pg_sleep(1.5);'),
    });
    await project.database.query(
      "DO $$ BEGIN EXECUTE format($f$ALTER DATABASE %I SET idle_session_timeout = '400ms'$f$, current_database()); END $$",
    );
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
  });

  it('a limit that is not ours is not told as one of ours', async () => {
    const project = await createProject(on, { 'migrations/1_slow.sql': sql('SELECT pg_sleep(600);') });
    await project.database.query(
      "DO $$ BEGIN EXECUTE format($f$ALTER DATABASE %I SET statement_timeout = '300ms'$f$, current_database()); END $$",
    );
    const { error } = (await project.run('migrate', 'up', '--json')).json();
    expect(error?.message).toContain('57014');
    expect(error?.hint).not.toContain('0 ms');
  });

  it('a limit that is not ours is lifted by who says 0, after another migration too', async () => {
    const project = await createProject(on, {
      'migrations/1_first.sql': sql("SET statement_timeout = '100ms'; SELECT 1;"),
      'migrations/2_slow.sql': sql('SELECT pg_sleep(0.6);'),
    });
    await project.database.query(
      "DO $$ BEGIN EXECUTE format($f$ALTER DATABASE %I SET statement_timeout = '300ms'$f$, current_database()); END $$",
    );
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 1 });
    expect(await project.run('migrate', 'up', '--statement-timeout', '0')).toMatchObject({ exitCode: 0 });
  });
});

describe('a file of SQL', () => {
  it.each([
    [
      'a string',
      "CREATE TABLE a (i text DEFAULT 'abc);\n-- down\nDROP TABLE a;",
      /:2 begins a string that does not end/,
    ],
    ['a name', 'CREATE TABLE "a (i int);', /:2 begins a name that does not end/],
    [
      'a comment',
      'CREATE TABLE a (i int);\n/* todo\n-- down\nDROP TABLE a;',
      /:3 begins a comment that does not end/,
    ],
    ['a dollar quote', 'DO $x$ BEGIN END $y$;', /:2 begins a dollar quote that does not end/],
  ])('that does not end %s is refused', async (_what, text, message) => {
    const { parseSqlMigration } = await import('../../src/migrate/source/sql-file.ts');
    const file = { name: '1', path: '1.sql', source: `-- up\n${text}\n`, checksum: '' };
    expect(() => parseSqlMigration(file, 'postgres')).toThrow(message);
  });

  it('keeps a rule with two statements together', async () => {
    const { splitSql } = await import('../../src/database/sql-text.ts');
    const rule =
      'CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2))';
    expect(splitSql(`${rule};\nSELECT 1;`, 'postgres').map((part) => part.sql)).toEqual([rule, 'SELECT 1']);
  });
});
