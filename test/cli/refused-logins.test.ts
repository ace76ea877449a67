import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli, startCli, temporaryFolder, writeFiles } from '../support/cli.ts';
import { mssqlEngine, postgresEngine, type TestDatabase } from '../support/engines.ts';
import { expectJson, expectNoStack } from '../support/expect-refusal.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { migration, threeMigrations } from '../support/projects.ts';
import { encoded, expectNoPassword, expectUnreachable, password } from '../support/secret-watch.ts';

const postgres = postgresEngine();
const mssql = mssqlEngine();

/** The URL with the user and password given, and another database if need be. */
function as(url: string, user: string, database?: string): string {
  const other = new URL(url);
  other.username = user;
  other.password = encoded;
  if (database !== undefined) other.pathname = `/${database}`;
  return other.href;
}

describe.skipIf(postgres === null)('PostgreSQL', () => {
  /** A role that may log in with the password of all these tests, and whatever SQL gives it. */
  async function role(attributes = ''): Promise<{ database: TestDatabase; user: string; url: string }> {
    const database = await postgres?.create('');
    if (database === undefined) throw new Error('no PostgreSQL');
    const user = `role_${randomBytes(6).toString('hex')}`;
    await database.query(
      `CREATE ROLE ${user} LOGIN PASSWORD '${password.replaceAll("'", "''")}' ${attributes}`,
    );
    onTestFinished(async () => void (await database.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`)));
    return { database, user, url: as(database.url, user) };
  }

  it('refuses a wrong password, a missing database, one connection too many', async () => {
    const { database, url, user } = await role('CONNECTION LIMIT 0');
    await expectUnreachable(as(database.url, 'postgres'), {
      exitCode: 1,
      code: 'LOGIN_FAILED',
      message: /postgres@127\.0\.0\.1:\d+\/quodsi_test_\w+ refused the login: .*\(28P01\)/,
      hint: /Check user and password/,
    });
    const none = as(url, user, 'no_such_database');
    const limit = await cli(['wait', '--timeout', '1ms', '--url', url, '--json'], { cwd: temporaryFolder() });
    expectNoPassword(limit.stdout + limit.stderr);
    expectJson(limit, { exitCode: 1, code: 'UNREACHABLE', message: /\(53300\)/, hint: /max_connections/ });
    await database.query(`ALTER ROLE ${user} CONNECTION LIMIT -1`);
    await expectUnreachable(none, {
      exitCode: 1,
      code: 'DATABASE_MISSING',
      message: /\/no_such_database has no such database.*\(3D000\)/,
      hint: /CREATE DATABASE/,
    });
  });

  it('lets a role look that may not write, and tells what it may not', async () => {
    const { database, url, user } = await role();
    const cwd = temporaryFolder();
    writeFiles(cwd, threeMigrations);
    const run = (...args: string[]) => cli(['migrate', ...args, '--url', url, '--json'], { cwd });
    expect(await run('status')).toMatchObject({ exitCode: 0 });
    expect(await run('plan')).toMatchObject({ exitCode: 0 });
    const denied = {
      exitCode: 1,
      code: 'PERMISSION_DENIED',
      message: /permission denied for schema public \(42501\)/,
      hint: /Grant/,
    };
    const refused = await run('up');
    expectJson(refused, denied, 'migrate up');
    expect(refused.json().results.map(({ status }) => status)).toEqual(['not-run', 'not-run', 'not-run']);

    await database.query(
      `GRANT CREATE ON SCHEMA public TO ${user}; ALTER ROLE ${user} SET default_transaction_read_only = on`,
    );
    expectJson(await run('up'), { ...denied, message: /read-only transaction \(25006\)/, hint: /read-only/ });
    expect(await database.tables()).toEqual([]);

    // May write, but not read a table of another: the migration fails, and only that.
    await database.query(
      `ALTER ROLE ${user} RESET default_transaction_read_only; CREATE TABLE foreign_one (id int)`,
    );
    writeFiles(cwd, {
      'migrations/20260104000000_reads.sql': '-- up\nSELECT * FROM foreign_one;\n-- down\n',
    });
    const failed = await run('up');
    expectJson(failed, {
      exitCode: 1,
      code: 'MIGRATION_FAILED',
      message: /20260104000000_reads .*foreign_one \(42501\)/,
      hint: /Grant/,
    });
    expectNoPassword(failed.stdout + failed.stderr);
  });

  it('does not take what a role may not see for what is not there', async () => {
    const { database, url, user } = await role();
    const cwd = temporaryFolder();
    const owner = (...args: string[]) => cli([...args, '--url', database.url, '--json'], { cwd });
    const run = (...args: string[]) => cli([...args, '--url', url], { cwd });
    await owner('migrate', 'up');
    await database.query('REVOKE USAGE ON SCHEMA public FROM PUBLIC');
    const denied = {
      exitCode: 1,
      code: 'PERMISSION_DENIED',
      message: /permission denied for schema public \(42501\)/,
      hint: /Grant/,
    };
    expectJson(await run('migrate', 'check', '--json'), denied, 'migrate check');
    expectJson(await run('validate', 'all', '--json'), denied, 'validate all');

    await database.query(
      `GRANT USAGE ON SCHEMA public TO ${user}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user};
       ALTER TABLE users ENABLE ROW LEVEL SECURITY; COMMENT ON TABLE users IS '${password.replaceAll("'", "''")}'`,
    );
    const found = await run('validate', 'all', '--format', 'sarif', '--output', 'found.json');
    expect(found.exitCode).toBe(2);
    expect(found.stdout).toContain('row-level security may hide rows of public.users from this login');
    expect(found.stdout).toContain('actual    ***');
    expectNoPassword(found.stdout + found.stderr + readFileSync(join(cwd, 'found.json'), 'utf8'));
  });

  it('keeps what a migration says of the connection string out of output and history', async () => {
    const { database, url, user } = await role();
    await database.query(`GRANT CREATE ON SCHEMA public TO ${user}`);
    const cwd = temporaryFolder();
    const leak = 'throw new Error("cannot reach " + process.env.QUODSI_DB_URL);';
    writeFiles(cwd, { 'migrations/1_leaks.ts': migration(`  ${leak}`) });
    const options = { cwd, env: { QUODSI_DB_URL: url } };
    for (const args of [['up', '--json'], ['up', '--verbose'], ['history', '--json'], ['history']]) {
      const { stdout, stderr } = await cli(['migrate', ...args], options);
      expect(stdout + stderr).toContain('1_leaks');
      expectNoPassword(stdout + stderr);
    }
    const [row] = await database.query('SELECT detail FROM quodsi_db_migrations_log');
    expect(row).toMatchObject({ detail: expect.stringContaining('cannot reach postgres://') });
    expectNoPassword(String(row?.detail));
  });

  it('may stop in the middle of a migration, or end its sessions', async () => {
    for (const how of ['stop', 'terminate'] as const) {
      const server = await startPostgres();
      let running = true;
      const stop = async (): Promise<void> => {
        if (running) await server.stop();
        running = false;
      };
      onTestFinished(stop);
      const cwd = temporaryFolder();
      const slow =
        "  await knex.raw('CREATE TABLE half_done (id int)');\n  await knex.raw('SELECT pg_sleep(60)');";
      writeFiles(cwd, { 'migrations/1_slow.ts': migration(slow) });
      const command = startCli(['migrate', 'up', '--json'], { cwd, env: { QUODSI_DB_URL: server.url } });
      const client = new pg.Client({ connectionString: server.url });
      client.on('error', () => undefined);
      await client.connect();
      const ours = "FROM pg_stat_activity WHERE application_name LIKE 'quodsi-db migrate up%'";
      const busy = async () =>
        (await client.query(`SELECT 1 ${ours} AND query LIKE '%pg_sleep%'`)).rowCount === 1;
      while (!(await busy())) await sleep(20);
      if (how === 'terminate') {
        await client.query(`SELECT pg_terminate_backend(pid) ${ours}`);
        expect((await command.result).exitCode).toBe(1);
        const { rows } = await client.query("SELECT tablename FROM pg_tables WHERE tablename = 'half_done'");
        expect(rows).toEqual([]);
        await client.end();
      } else {
        await stop();
      }
      const result = await command.result;
      expect(result.exitCode).toBe(1);
      // Either connection may break first: that of the lock, or that of the migration.
      expect(result.json().error?.code).toMatch(/^(?:LOCK_LOST|MIGRATION_FAILED)$/);
      expect(result.json().results).toMatchObject([{ name: '1_slow', status: 'failed' }]);
      expectNoStack(result);
      await stop();
    }
  });
});

describe.skipIf(mssql === null)('SQL Server', () => {
  it('refuses a wrong password, a missing database, and a login without TLS', async () => {
    const database = await mssql?.create('');
    if (database === undefined) throw new Error('no SQL Server');
    const { username } = new URL(database.url);
    await expectUnreachable(as(database.url, username), {
      exitCode: 1,
      code: 'LOGIN_FAILED',
      message: /refused the login: .*\(18456\)/,
      hint: /Check user and password/,
    });
    const cwd = temporaryFolder();
    const missing = new URL(database.url);
    missing.pathname = '/no_such_database';
    const gone = await cli(['wait', '--timeout', '1ms', '--url', missing.href, '--json'], { cwd });
    expectJson(gone, {
      exitCode: 1,
      code: 'DATABASE_MISSING',
      message: /\/no_such_database has no such database.*\((?:4060|911)\)/,
      hint: /CREATE DATABASE/,
    });
    const tls = new URL(database.url);
    tls.search = '?encrypt=true';
    const untrusted = await cli(['wait', '--timeout', '1ms', '--url', tls.href, '--json'], { cwd });
    expectJson(untrusted, {
      exitCode: 1,
      code: 'TLS_FAILED',
      message: /cannot be reached with TLS/,
      hint: /certificate/,
    });
    expect(gone.stdout + untrusted.stdout + gone.stderr + untrusted.stderr).not.toContain(missing.password);
  });
});
