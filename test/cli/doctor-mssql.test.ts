import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli, temporaryFolder } from '../support/cli.ts';
import { doctor } from '../support/doctor.ts';
import { type Engine, isBabelfish, mssqlEngine, type TestDatabase } from '../support/engines.ts';
import { createProject } from '../support/projects.ts';
import { closedPort } from '../support/strange-servers.ts';
import { waitingMigration, whileMigrating } from '../support/waiting.ts';

const mssql = mssqlEngine();
const babelfish = mssql !== null && (await isBabelfish());
const secret = 'Zq7-Wx8-Vk9-Hj4';

async function newDatabase(): Promise<TestDatabase> {
  const database = await mssql?.create('');
  if (database === undefined) throw new Error('no SQL Server');
  return database;
}

/** A database, and a login with a user in it that may connect and nothing else. */
async function newLogin(): Promise<{ database: TestDatabase; user: string; url: string }> {
  const user = `doctor_${randomBytes(6).toString('hex')}`;
  // The user goes away with its database, and only then the login can.
  const outer = await newDatabase();
  await outer.query(`CREATE LOGIN ${user} WITH PASSWORD = '${secret}'`);
  onTestFinished(async () => void (await outer.query(`DROP LOGIN ${user}`)));
  const database = await newDatabase();
  await database.query(`CREATE USER ${user} FOR LOGIN ${user}`);
  const url = new URL(database.url);
  url.username = user;
  url.password = secret;
  return { database, user, url: url.href };
}

describe.skipIf(mssql === null)('doctor on SQL Server', () => {
  it('finds nothing wrong with a healthy server', async () => {
    const database = await newDatabase();
    const cwd = temporaryFolder();
    const before = await doctor(database.url, cwd);
    expect(before).toMatchObject({ exitCode: 0, problems: [] });
    expect(before.ids.slice(5)).toEqual([
      'reachable',
      'login',
      'tls',
      'version',
      'compatibility-level',
      'read-committed-snapshot',
      'collation',
      'clock',
      'writable',
      'right-create-table',
      'right-alter',
      'right-references',
      'right-history',
      'right-view-definition',
      'right-lock-holder',
      'lock',
      'history',
      'constraints',
    ]);
    expect(before.check('history').message).toContain('not there yet');
    expect(await database.query("SELECT name FROM sys.tables WHERE name LIKE 'quodsi%'")).toEqual([]);
    expect(before.check('version').status).toBe(babelfish ? 'warning' : 'ok');
    expect(before.check('compatibility-level').status).toBe(babelfish ? 'skipped' : 'ok');
    expect(before.check('collation').message).toMatch(/case-sensitive/);
    expect(before.check('tls').message).toMatch(/^TLS, |^not encrypted/);

    await cli(['migrate', 'up', '--url', database.url], { cwd });
    const { exitCode, check } = await doctor(database.url, cwd);
    expect(exitCode).toBe(0);
    expect(check('history').message).toBe('fits the files: 2 applied, 0 pending');
  });

  it('tells a login that may only connect which rights it lacks, and the GRANT for each', async () => {
    const { database, user, url } = await newLogin();
    const cwd = temporaryFolder();
    await cli(['migrate', 'up', '--url', database.url], { cwd });
    const { exitCode, problems, check } = await doctor(url, cwd);
    expect(exitCode).toBe(2);
    expect(problems.slice(0, 4)).toEqual([
      'right-create-table',
      'right-alter',
      'right-references',
      'right-history',
    ]);
    expect(check('right-create-table')).toEqual({
      id: 'right-create-table',
      status: 'problem',
      message: `${user} may not create tables`,
      advice: `GRANT CREATE TABLE TO [${user}];`,
    });
    expect(check('right-alter').advice).toBe(`GRANT ALTER ON SCHEMA::[dbo] TO [${user}];`);
    expect(check('right-references').advice).toBe(`GRANT REFERENCES ON SCHEMA::[dbo] TO [${user}];`);
    expect(check('right-history').advice).toBe(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::[dbo] TO [${user}];`,
    );
    // It sees no table that it has no right on, and claims nothing about it.
    expect(check('history').status).toBe('skipped');
    for (const command of ['status', 'down'])
      expect(await cli(['migrate', command, '--url', url], { cwd })).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('PERMISSION_DENIED'),
      });
    await database.query(`GRANT SELECT ON quodsi_db_migrations TO ${user}`);
    const reads = await doctor(url, cwd);
    expect(reads.check('history').message).toBe('fits the files: 2 applied, 0 pending');
    expect(reads.check('right-history').advice).toBe(
      `GRANT INSERT, UPDATE, DELETE ON [dbo].[quodsi_db_migrations] TO [${user}];\n` +
        `GRANT SELECT, INSERT ON [dbo].[quodsi_db_migrations_log] TO [${user}];`,
    );

    // Babelfish knows no GRANT on a database, and no ALTER and REFERENCES on a schema.
    const ids = babelfish
      ? ['right-history']
      : ['right-create-table', 'right-alter', 'right-references', 'right-history', 'right-view-definition'];
    for (const id of ids)
      await database.query((id === 'right-history' ? reads : { check }).check(id).advice ?? '');
    const granted = await doctor(url, cwd);
    expect(ids.map((id) => [id, granted.check(id).status])).toEqual(ids.map((id) => [id, 'ok']));
    expect(granted.check('history').message).toBe('fits the files: 2 applied, 0 pending');
    if (!babelfish) expect(granted).toMatchObject({ exitCode: 0, problems: [] });
  });

  it('ends with 1 for a missing database and a server that is not there', async () => {
    const database = await newDatabase();
    const missing = new URL(database.url);
    missing.pathname = '/no_such_database';
    const refused = await doctor(missing.href);
    expect(refused).toMatchObject({ exitCode: 1, problems: ['login'] });
    expect(refused.check('login').advice).toContain('CREATE DATABASE');
    expect(refused.check('reachable').status).toBe('ok');

    const port = await closedPort();
    const gone = await doctor(`mssql://app:${secret}@127.0.0.1:${port}/shop`);
    expect(gone).toMatchObject({ exitCode: 1, problems: ['reachable'] });
    expect(gone.check('history')).toMatchObject({ status: 'skipped', message: 'not reachable' });
  });

  it('says that the lock is held, and by whom where the server tells', async () => {
    const project = await createProject(mssql as Engine, waitingMigration);
    await whileMigrating(project, async () => {
      const { exitCode, check } = await doctor(project.database.url, project.folder);
      expect(exitCode).toBe(0);
      expect(check('lock')).toMatchObject({
        status: 'warning',
        message: expect.stringMatching(
          babelfish ? /^held by a session that the server does not tell$/ : /^held by quodsi-db migrate up/,
        ),
        advice: expect.stringContaining('quodsi-db migrate lock release'),
      });
    });
  });

  it.skipIf(babelfish)('names constraints that are not trusted, and what makes them so', async () => {
    const database = await newDatabase();
    const cwd = temporaryFolder();
    await cli(['migrate', 'up', '--url', database.url], { cwd });
    await database.query(
      'ALTER TABLE users WITH NOCHECK ADD CONSTRAINT ck_users_new CHECK (login_count >= 0); ALTER TABLE users NOCHECK CONSTRAINT fk_users_tenant_id',
    );
    const { exitCode, problems, check } = await doctor(database.url, cwd);
    expect({ exitCode, problems }).toEqual({ exitCode: 2, problems: ['constraints'] });
    const { message, advice = '' } = check('constraints');
    expect(message).toContain('dbo.users.fk_users_tenant_id (disabled)');
    expect(message).toContain('dbo.users.ck_users_new (not trusted)');
    expect(advice).toContain('ALTER TABLE [dbo].[users] WITH CHECK CHECK CONSTRAINT [ck_users_new];');
    await database.query(advice);
    expect(await doctor(database.url, cwd)).toMatchObject({ exitCode: 0, problems: [] });
  });
});
