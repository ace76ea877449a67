import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lockKeys } from '../../src/migrate/lock/lock.ts';
import { cli, temporaryFolder, writeFiles } from '../support/cli.ts';
import { doctor } from '../support/doctor.ts';
import { threeMigrations } from '../support/projects.ts';
import { encoded } from '../support/secret-watch.ts';
import { closedPort, postgresWithTls, strangeServer } from '../support/strange-servers.ts';
import { asUser, newDatabase, newRole, postgres } from './doctor-postgres.ts';

describe.skipIf(postgres === null)('doctor on PostgreSQL', () => {
  it('finds nothing wrong with a healthy server', async () => {
    const database = await newDatabase();
    const cwd = temporaryFolder();
    const before = await doctor(database.url, cwd);
    expect(before.exitCode).toBe(0);
    expect(before.document).toMatchObject({ version: 1, command: 'doctor', ok: true });
    expect(before.problems).toEqual([]);
    expect(before.ids).toEqual([
      'node',
      'config',
      'target',
      'migrations',
      'entities',
      'reachable',
      'login',
      'tls',
      'version',
      'collation',
      'clock',
      'writable',
      'right-create-table',
      'right-alter',
      'right-references',
      'right-history',
      'right-lock-holder',
      'lock',
      'history',
      'constraints',
    ]);
    expect(before.check('history').message).toMatch(/not there yet.* 2 pending$/);
    // It only looks.
    expect(await database.query("SELECT 1 FROM pg_class WHERE relname LIKE 'quodsi%'")).toEqual([]);

    await cli(['migrate', 'up', '--url', database.url], { cwd });
    const { exitCode, statuses, check } = await doctor(database.url, cwd);
    expect(exitCode).toBe(0);
    expect(new Set(statuses)).toEqual(new Set(['ok']));
    expect(check('target').message).toMatch(
      /^postgres:\/\/postgres@127\.0\.0\.1:\d+\/quodsi_test_\w+, from --url$/,
    );
    expect(check('login').message).toMatch(/^postgres in the database quodsi_test_/);
    expect(check('version').message).toMatch(/^PostgreSQL \d+\.\d+$/);
    expect(check('tls').message).toBe('not encrypted, within this machine');
    expect(check('collation').message).toContain('UTF8, case-sensitive');
    expect(check('clock').message).toMatch(/^\d s apart/);
    expect(check('lock').message).toBe('free');
    expect(check('history').message).toBe('fits the files: 2 applied, 0 pending');
  });

  it('ends with 1 for a wrong password, a missing database and a server that is not there', async () => {
    const database = await newDatabase();
    const refused = await doctor(asUser(database.url, 'postgres'));
    expect(refused).toMatchObject({ exitCode: 1, problems: ['login'] });
    expect(refused.document).toMatchObject({ ok: false, error: { code: 'LOGIN_FAILED' } });
    expect(refused.check('reachable')).toMatchObject({ status: 'ok', message: 'answers' });
    expect(refused.check('login')).toMatchObject({
      message: expect.stringMatching(/refused the login: .*\(28P01\)$/),
      advice: 'Check user and password.',
    });
    expect(refused.check('history')).toMatchObject({ status: 'skipped', message: 'the login was refused' });

    const missing = await doctor(database.url.replace(/[^/]+$/, 'no_such_database'));
    expect(missing).toMatchObject({ exitCode: 1, problems: ['login'] });
    expect(missing.check('login').advice).toContain('CREATE DATABASE');

    const port = await closedPort();
    const gone = await doctor(`postgres://app:${encoded}@127.0.0.1:${port}/shop`);
    expect(gone).toMatchObject({ exitCode: 1, problems: ['reachable'] });
    expect(gone.document).toMatchObject({ error: { code: 'UNREACHABLE' } });
    expect(gone.check('reachable').advice).toContain('the server is running');
    expect(gone.ids).toEqual(refused.ids);
    for (const id of gone.ids.slice(gone.ids.indexOf('login')))
      expect(gone.check(id)).toEqual({ id, status: 'skipped', message: 'not reachable' });

    const untrusted = await strangeServer(postgresWithTls);
    const tls = await doctor(`postgres://app:${encoded}@127.0.0.1:${untrusted}/shop?sslmode=verify-full`);
    expect(tls).toMatchObject({ exitCode: 1, problems: ['tls'] });
    expect(tls.check('tls').advice).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('names constraints that are not trusted, and what makes them so', async () => {
    const database = await newDatabase();
    const cwd = temporaryFolder();
    await cli(['migrate', 'up', '--url', database.url], { cwd });
    await database.query(
      'ALTER TABLE users ADD CONSTRAINT "ck Users" CHECK (login_count >= 0) NOT VALID; ALTER TABLE users ADD CONSTRAINT fk_twice FOREIGN KEY (tenant_id) REFERENCES tenants NOT VALID',
    );
    const { exitCode, problems, check } = await doctor(database.url, cwd);
    expect(exitCode).toBe(2);
    expect(problems).toEqual(['constraints']);
    const { message, advice = '' } = check('constraints');
    expect(message).toBe(
      '2 are not in force or not trusted: public.users.fk_twice (not trusted), public.users.ck Users (not trusted)',
    );
    expect(advice).toBe(
      'ALTER TABLE "public"."users" VALIDATE CONSTRAINT "fk_twice";\nALTER TABLE "public"."users" VALIDATE CONSTRAINT "ck Users";',
    );
    await database.query(advice);
    expect(await doctor(database.url, cwd)).toMatchObject({ exitCode: 0, problems: [] });
  });

  it('says who holds the lock, to a role that may see it and to one that may not', async () => {
    const database = await newDatabase();
    const { url } = await newRole(database);
    await database.query('GRANT ALL ON SCHEMA public TO PUBLIC');
    const holder = new pg.Client({ connectionString: database.url, application_name: 'a test' });
    await holder.connect();
    onTestFinished(() => holder.end());
    await holder.query('SELECT pg_advisory_lock($1::int, $2::int)', [...lockKeys('quodsi_db_migrations')]);

    const { exitCode, check } = await doctor(database.url);
    expect(exitCode).toBe(0);
    expect(check('lock')).toMatchObject({
      status: 'warning',
      message: expect.stringMatching(
        /^held by a test, login postgres, from 127\.0\.0\.1, server process \d+, since \d{4}-/,
      ),
      advice: expect.stringContaining('quodsi-db migrate lock release'),
    });
    const unseen = await doctor(url);
    expect(unseen.exitCode).toBe(0);
    expect(unseen.check('lock')).toMatchObject({
      status: 'warning',
      message: expect.stringMatching(/^held by a test, login postgres, server process \d+$/),
    });
  });

  it('waits for no migration that has locked what it looks at', async () => {
    const database = await newDatabase();
    const cwd = temporaryFolder();
    await cli(['migrate', 'up', '--url', database.url], { cwd });
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    onTestFinished(() => other.end());
    await other.query('BEGIN; LOCK TABLE quodsi_db_migrations');
    const { exitCode, problems, check } = await doctor(database.url, cwd);
    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] });
    expect(check('history')).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('(55P03)'),
      advice: expect.stringContaining('Another session holds a lock'),
    });
    expect(check('right-history').status).toBe('ok');
  });

  it('ends with 5 where the history does not fit, and with 78 where files cannot be read', async () => {
    const database = await newDatabase();
    const cwd = temporaryFolder();
    writeFiles(cwd, threeMigrations);
    await cli(['migrate', 'up', '--step', '2', '--url', database.url], { cwd });
    const fits = await doctor(database.url, cwd);
    expect(fits.exitCode).toBe(0);
    expect(fits.check('history').message).toBe('fits the files: 2 applied, 1 pending');
    expect(fits.check('migrations').message).toBe('3 migrations in migrations');
    expect(fits.check('entities').status).toBe('skipped');

    await database.query("UPDATE quodsi_db_migrations SET state = 'failed' WHERE name LIKE '%authors'");
    await database.query('ALTER TABLE books ADD CHECK (id > 0) NOT VALID');
    const unfit = await doctor(database.url, cwd);
    expect(unfit.exitCode).toBe(5);
    expect(unfit.problems).toEqual(['history', 'constraints']);
    expect(unfit.check('history')).toMatchObject({
      message: expect.stringContaining('20260101000000_authors stopped half-way'),
      advice: expect.stringContaining('migrate mark <name>'),
    });

    writeFiles(cwd, { 'quodsi-db.config.json': '{ "entities": "./entities.ts" }' });
    const noEntities = await doctor(database.url, cwd);
    expect(noEntities.exitCode).toBe(78);
    expect(noEntities.document.error?.code).toBe('ENTITIES_NOT_FOUND');
    expect(noEntities.problems).toEqual(['entities', 'history', 'constraints']);

    writeFiles(cwd, { 'quodsi-db.config.json': '{ "entitys": 1 }' });
    const bad = await doctor(database.url, cwd);
    expect(bad).toMatchObject({ exitCode: 78, problems: ['config'] });
    expect(bad.check('history')).toMatchObject({ status: 'skipped', message: 'the config cannot be read' });
  });
});
