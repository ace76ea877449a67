import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, writeFiles } from '../support/cli.ts';
import { newPglite } from '../support/engines.ts';
import { createProject, names } from '../support/projects.ts';
import { waitingMigration, whileMigrating } from '../support/waiting.ts';

describe('migrate lock release', () => {
  it('refuses while a process of this host has the folder open', async () => {
    const project = await createProject(newPglite, waitingMigration);
    await whileMigrating(project, async (running) => {
      const pid = String(running.child.pid);
      const refused = await project.run('migrate', 'lock', 'release', '--yes', '--json');
      expect(refused.exitCode).toBe(3);
      expect(refused.json().error).toMatchObject({
        code: 'LOCK_HELD',
        message: expect.stringContaining(`process ${pid} is alive`),
        hint: expect.stringContaining(pid),
      });
      const late = await project.run('migrate', 'up', '--lock-timeout', '0s', '--json');
      expect(late.exitCode).toBe(3);
      expect(late.json().error?.hint).toMatch(/end that process/);
      expect(late.json().error?.hint).not.toMatch(/lock release/);
    });
    const free = await project.run('migrate', 'lock', 'release', '--yes', '--json');
    expect(free).toMatchObject({ exitCode: 0 });
    expect(free.json().released).toBe(false);
  });

  it('deletes a lock file that cannot be read, with consent', async () => {
    const project = await createProject(newPglite);
    project.write({ 'data.lock/4711-a.json': '' });
    const blocked = await project.run('migrate', 'up', '--lock-timeout', '0s', '--json');
    expect(blocked.exitCode).toBe(3);
    expect(blocked.json().error).toMatchObject({
      code: 'LOCK_TIMEOUT',
      message: expect.stringContaining('4711-a.json'),
      hint: expect.stringContaining('migrate lock release'),
    });
    expect(await project.run('migrate', 'lock', 'status')).toMatchObject({ exitCode: 0 });
    expect(await project.run('migrate', 'lock', 'release')).toMatchObject({ exitCode: 4 });
    expect(await project.run('migrate', 'lock', 'release', '-y')).toMatchObject({ exitCode: 0 });
    expect(readdirSync(join(project.folder, 'data.lock'))).toEqual([]);
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
  });
});

describe('the mark of an unfinished database', () => {
  it.each(['file', 'pg_backup.sql', 'my.conf'])('never leads to the deletion of %s', async (name) => {
    const project = await createProject(newPglite);
    writeFiles(project.folder, { [`data/${name}`]: 'important', 'data.lock/unfinished': '' });
    for (const command of ['status', 'up']) {
      const refused = await project.run('migrate', command, '--json');
      expect(refused.exitCode).toBe(1);
      expect(refused.json().error).toMatchObject({ code: 'NOT_A_DATABASE' });
    }
    expect(readFileSync(join(project.folder, 'data', name), 'utf8')).toBe('important');
    expect(readdirSync(join(project.folder, 'data'))).toEqual([name]);
  });

  it('makes who writes begin anew, and who reads see nothing', async () => {
    const project = await createProject(newPglite);
    project.write({ 'data/PG_VERSION': '17', 'data/base/1/half': '', 'data.lock/unfinished': '' });
    expect(await project.status()).toEqual(Object.fromEntries(names.map((name) => [name, 'pending'])));
    expect(readdirSync(join(project.folder, 'data')).sort()).toEqual(['PG_VERSION', 'base']);
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(project.folder, 'data.lock', 'unfinished'))).toBe(false);
    expect(existsSync(join(project.folder, 'data', 'base', '1', 'half'))).toBe(false);
    expect(Object.values(await project.status())).toEqual(['applied', 'applied', 'applied']);
  });
});

describe.runIf(process.platform !== 'win32')('a folder that is a link', () => {
  it('works, and shares its database and lock with the folder itself', async () => {
    const project = await createProject(newPglite);
    mkdirSync(join(project.folder, 'elsewhere'));
    symlinkSync('elsewhere', join(project.folder, 'data'));
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(project.folder, 'elsewhere', 'PG_VERSION'))).toBe(true);
    expect(existsSync(join(project.folder, 'data.lock'))).toBe(false);
    const direct = await cli(['migrate', 'status', '--json', '--url', 'pglite:elsewhere'], {
      cwd: project.folder,
    });
    expect(direct.json().migrations.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
  });
});

describe('an empty folder', () => {
  it('stays empty for who only reads', async () => {
    const project = await createProject(newPglite);
    mkdirSync(join(project.folder, 'data'));
    expect(Object.values(await project.status())).toEqual(['pending', 'pending', 'pending']);
    expect(readdirSync(join(project.folder, 'data'))).toEqual([]);
  });
});
