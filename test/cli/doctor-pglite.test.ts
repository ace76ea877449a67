import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, temporaryFolder, writeFiles } from '../support/cli.ts';
import { checksOf } from '../support/doctor.ts';
import { newPglite, pglite } from '../support/engines.ts';
import { runHere } from '../support/in-process.ts';
import { createProject } from '../support/projects.ts';
import { waitingMigration, whileMigrating } from '../support/waiting.ts';

describe('doctor on an embedded database', () => {
  it('makes nothing where nothing is', async () => {
    const cwd = temporaryFolder();
    const result = await runHere(['doctor', '--json'], { cwd });
    expect(result, result.stdout).toMatchObject({ exitCode: 0 });
    const { ids, statuses, check } = checksOf(result);
    expect(ids).toEqual([
      'node',
      'config',
      'target',
      'migrations',
      'entities',
      'folder',
      'disk-space',
      'lock',
      'reachable',
      'version',
      'collation',
      'history',
      'constraints',
    ]);
    expect(new Set(statuses)).toEqual(new Set(['ok']));
    expect(check('target').message).toBe(
      'pglite:.quodsi-db/data, the embedded one, since nothing names another',
    );
    expect(check('folder').message).toMatch(/is not there yet: the first "migrate up" makes it$/);
    expect(check('version').message).toMatch(/^PGlite, PostgreSQL \d/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('finds a constraint that is not trusted, in text and in a file', async () => {
    const project = await createProject(pglite, {});
    await project.run('migrate', 'up');
    await project.database.query(
      'ALTER TABLE users ADD CONSTRAINT ck_new CHECK (login_count >= 0) NOT VALID',
    );
    const told = await project.run('doctor', '--output', 'told.txt');
    expect(told.exitCode).toBe(2);
    expect(told.stdout).toMatch(/^ {2}✔ history {6}fits the files: 2 applied, 0 pending$/m);
    expect(told.stdout).toMatch(
      /^ {2}✖ constraints {2}1 is not in force or not trusted: public\.users\.ck_new/m,
    );
    expect(told.stdout).toMatch(/^ {17}ALTER TABLE "public"\."users" VALIDATE CONSTRAINT "ck_new";$/m);
    expect(told.stdout).toMatch(/\n1 problem, 12 ok\.\n$/);
    expect(readFileSync(join(project.folder, 'told.txt'), 'utf8')).toContain('1 problem, 12 ok.');
    const quiet = await project.run('doctor', '--quiet');
    expect(quiet).toMatchObject({ exitCode: 2, stderr: '' });
    expect(quiet.stdout).toContain('1 problem, 12 ok.');
  });

  it('does not wait for a process that has the folder open', async () => {
    const project = await createProject(newPglite, waitingMigration);
    await whileMigrating(project, async (running) => {
      const result = await project.run('doctor', '--json');
      expect(result.exitCode).toBe(3);
      const { problems, check } = checksOf(result);
      expect(problems).toEqual(['lock']);
      expect(check('lock')).toMatchObject({
        message: expect.stringMatching(
          new RegExp(`^open in another process: migrate up, process ${running.child.pid} on host`),
        ),
        advice: expect.stringContaining('quodsi-db migrate lock release'),
      });
      expect(check('history')).toMatchObject({
        status: 'skipped',
        message: 'the folder is open in another process',
      });
      expect(check('folder').status).toBe('ok');
    });
  });

  it('tells a folder that holds something else', async () => {
    const project = await createProject(newPglite);
    writeFiles(project.folder, { 'data/notes.txt': 'important' });
    const result = await project.run('doctor', '--json');
    expect(result.exitCode).toBe(1);
    expect(result.json().error?.code).toBe('NOT_A_DATABASE');
    expect(checksOf(result).problems).toEqual(['reachable']);
    expect(readdirSync(join(project.folder, 'data'))).toEqual(['notes.txt']);
  });

  it('tells a file in the place of the folder, or above it', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { notes: '' });
    for (const url of ['pglite:notes', 'pglite:notes/data']) {
      const result = await runHere(['doctor', '--json', '--url', url], { cwd });
      expect([1, 2]).toContain(result.exitCode);
      const { check } = checksOf(result);
      expect(check('folder')).toMatchObject({
        status: 'problem',
        message: expect.stringMatching(/notes is a file$/),
      });
      expect(check('lock').status).toBe('skipped');
      expect(result.stdout).not.toContain('This is a bug');
    }
  });

  // Root may write everywhere.
  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'tells a folder that cannot be written',
    async () => {
      const project = await createProject(newPglite);
      chmodSync(project.folder, 0o555);
      const result = await project.run('doctor', '--json');
      chmodSync(project.folder, 0o755);
      expect(result.exitCode).toBe(2);
      expect(checksOf(result).check('folder')).toMatchObject({
        status: 'problem',
        message: expect.stringContaining('cannot be written'),
      });
    },
  );

  it('says what is wrong with a project before any database is looked at', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      'quodsi-db.config.mjs':
        "export default { url: '', migrations: { directory: 'gone' }, entities: './e.mjs' };",
      'e.mjs': "throw new Error('broken');",
    });
    const result = await runHere(['doctor', '--json'], { cwd });
    expect(result.exitCode).toBe(78);
    const { problems, check } = checksOf(result);
    expect(problems).toEqual(['target', 'migrations', 'entities']);
    expect(check('config').message).toBe('quodsi-db.config.mjs is valid');
    expect(check('migrations').message).toMatch(/the migrations folder .*gone does not exist/);
    expect(check('entities').message).toMatch(/broken/);
    expect(check('reachable')).toMatchObject({ status: 'skipped', message: 'there is no connection string' });

    writeFiles(cwd, {
      'migrations/.keep': '',
      'quodsi-db.config.mjs': "export default { url: 'pglite:memory' };",
    });
    // A process that has loaded an .mjs keeps it.
    const empty = checksOf(await cli(['doctor', '--json'], { cwd }));
    expect(empty.problems).toEqual([]);
    expect(empty.check('migrations')).toMatchObject({
      status: 'warning',
      message: 'there is none in migrations',
    });
    expect(empty.check('target').message).toBe('pglite:memory, from url in quodsi-db.config.mjs');
  });
});
