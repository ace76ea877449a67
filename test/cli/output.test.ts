import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, groups } from '../../src/cli/commands.ts';
import { bin, cli, cliEnvironment, temporaryFolder, writeFiles } from '../support/cli.ts';
import { postgresEngine } from '../support/engines.ts';
import { runHere } from '../support/in-process.ts';
import { createProject, names, threeMigrations } from '../support/projects.ts';
import { cliOnTerminal, hasTerminal } from '../support/terminal.ts';

const engine = postgresEngine();
const ESC = '\u001b';

function project(files: Readonly<Record<string, string>> = threeMigrations): string {
  const cwd = temporaryFolder();
  writeFiles(cwd, files);
  return cwd;
}

describe('help', () => {
  it('of every command and group works, ends with 0, and names every flag', async () => {
    const cwd = temporaryFolder();
    const asked = [[], ...groups.map(({ name }) => name.split(' ')), ...commands.map(({ path }) => path)];
    for (const path of asked) {
      const spec = commands.find((each) => each.path === path);
      const [flag, word] = await Promise.all([
        runHere([...path, '--help'], { cwd }),
        runHere(['help', ...path], { cwd }),
      ]);
      expect(flag).toMatchObject({ exitCode: 0, stderr: '' });
      expect(flag.stdout).toContain(`Usage: ${['quodsi-db', ...path].join(' ')}`);
      for (const option of spec?.options ?? []) expect(flag.stdout).toContain(option.flags);
      expect(word.stdout).toBe(flag.stdout);
    }
  });

  it('comes by itself where a command is missing, and ends with 64', async () => {
    const cwd = temporaryFolder();
    for (const words of [[], ['migrate'], ['migrate', 'lock']]) {
      const result = await runHere(words, { cwd });
      expect(result).toMatchObject({ exitCode: 64, stdout: '' });
      expect(result.stderr).toContain(`Usage: ${['quodsi-db', ...words].join(' ')} `);
    }
  });

  it('--version prints the version alone', async () => {
    const result = await runHere(['--version'], { cwd: temporaryFolder() });
    expect(result).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\S*\n$/),
    });
  });
});

describe.skipIf(engine === null)('what somebody wrote into the history', () => {
  it('moves no cursor, fakes no line, and stops no command', async () => {
    if (engine === null) return;
    const { run, database } = await createProject(engine);
    expect(await run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    await database.query(
      `UPDATE quodsi_db_migrations SET name = E'x\\x1b[2J\\n  applied  fake' WHERE name = '${names[2]}'`,
    );
    await database.query(
      "UPDATE quodsi_db_migrations_log SET login = E'\\x1b]0;title\\x07', host = E'a\\nb', at = 'infinity'",
    );
    const commands = ['status', 'history', 'up', 'repair', 'check'];
    for (const { exitCode, stdout, stderr } of await Promise.all(
      commands.map((word) => run('migrate', word)),
    )) {
      expect([0, 4, 5]).toContain(exitCode);
      expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u);
      expect(stdout + stderr).not.toContain('bug');
      expect(stdout).not.toMatch(/^ *applied +fake/m);
    }
    expect((await run('migrate', 'history', '--json')).json().events[0]?.at).toBe(
      '+275760-09-13T00:00:00.000Z',
    );
  });
});

describe.skipIf(engine === null)('JSON', () => {
  it('is one document on stdout, from every command about migrations', async () => {
    if (engine === null) return;
    const { run } = await createProject(engine);
    const [first, , last] = names;
    const lines: readonly (readonly string[])[] = [
      ['migrate', 'plan'],
      ['migrate', 'up'],
      ['migrate', 'status'],
      ['migrate', 'down'],
      ['migrate', 'redo'],
      ['migrate', 'check'],
      ['migrate', 'generate', 'more'],
      ['migrate', 'lint'],
      ['migrate', 'verify'],
      ['migrate', 'baseline', last, '--yes'],
      ['migrate', 'mark', last, '--reverted', '--yes'],
      ['migrate', 'repair', '--yes'],
      ['migrate', 'script', '--to', first],
      ['migrate', 'history'],
      ['migrate', 'lock', 'status'],
      ['migrate', 'lock', 'release', '--yes'],
      ['migrate', 'make', 'more'],
      ['wait'],
    ];
    const about = commands.filter(({ path }) => path[0] === 'migrate' || path[0] === 'wait');
    const covered = new Set(lines.map((line) => line.join(' ')));
    for (const { path } of about)
      expect(
        [...covered].some((line) => `${line} `.startsWith(`${path.join(' ')} `)),
        path.join(' '),
      ).toBe(true);
    for (const [index, line] of lines.entries()) {
      const result = await run(...line, index % 2 === 0 ? '--json' : '--format=json');
      const spec = about.find(({ path }) => path.every((word, at) => line[at] === word));
      expect(result.json()).toMatchObject({
        version: 1,
        command: spec?.path.join(' '),
        ok: result.exitCode === 0,
      });
      expect(result.stdout).toMatch(/^\{[\s\S]*\}\n$/);
    }
  });

  it('goes into the file of --output, while stdout shows text', async () => {
    if (engine === null) return;
    const { folder, run } = await createProject(engine);
    const result = await run('migrate', 'up', '--format', 'json', '--output', 'up.json');
    expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('3 applied.') });
    const document = JSON.parse(readFileSync(join(folder, 'up.json'), 'utf8'));
    expect(document).toMatchObject({ version: 1, command: 'migrate up', ok: true });

    const text = await run('migrate', 'status', '--output', 'status.txt');
    expect(readFileSync(join(folder, 'status.txt'), 'utf8')).toBe(text.stdout);
  });
});

describe.skipIf(engine === null)('how much is printed', () => {
  it('--quiet keeps to data that was asked for, and errors', async () => {
    if (engine === null) return;
    const { run, write } = await createProject(engine);
    expect(await run('migrate', 'up', '--quiet')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
      json: expect.anything(),
    });
    expect(await run('migrate', 'status', '-q')).toMatchObject({
      stderr: '',
      stdout: expect.stringContaining('3 applied'),
    });
    write({ 'migrations/9_bad.sql': '-- up\nSELECT * FROM no_such_table;\n' });
    const failed = await run('migrate', 'up', '-q');
    expect(failed).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error migration 9_bad/),
    });
  });

  it('--verbose tells the database, each statement, and the cause of an error', async () => {
    if (engine === null) return;
    const { run, write, database } = await createProject(engine);
    const up = await run('migrate', 'up', '--verbose');
    expect(up.stderr).toMatch(/database postgres:\/\/postgres@127\.0\.0\.1:\d+\/\w+ \(from QUODSI_DB_URL\)/);
    expect(up.stderr).toContain('create table "authors"');
    expect(up.stdout).not.toContain('create table');
    expect(up.stderr).not.toContain(new URL(database.url).password);
    write({ 'migrations/9_bad.sql': '-- up\nSELECT * FROM no_such_table;\n' });
    expect((await run('migrate', 'up', '-v')).stderr).toMatch(/no_such_table[\s\S]*\n\s+at /);
  });
});

describe('colours', () => {
  const args = ['migrate', 'script', '--engine', 'oracle'];

  it('are for terminals: a pipe gets none, and no escape codes at all', async () => {
    const { stdout, stderr } = await cli(args, { cwd: project() });
    expect(stdout + stderr).not.toContain(ESC);
    expect(stderr).toContain('error option');
  });

  it('FORCE_COLOR wants them in a pipe too; --no-color and NO_COLOR do not', async () => {
    const cwd = project();
    const forced = { cwd, env: { FORCE_COLOR: '1' } };
    expect((await cli(args, forced)).stderr).toContain(`${ESC}[31merror`);
    expect((await cli([...args, '--no-color'], forced)).stderr).not.toContain(ESC);
    expect((await cli(args, { cwd, env: { NO_COLOR: '1' } })).stderr).not.toContain(ESC);
    const json = await cli(['migrate', 'script', '--engine', 'postgres', '--json'], forced);
    expect(json.stdout).not.toContain(ESC);
    expect(json.json().ok).toBe(true);
  });

  it.skipIf(!hasTerminal())('are there on a terminal, unless NO_COLOR is set', async () => {
    const cwd = project();
    expect((await cliOnTerminal(args, [], { cwd })).shown).toContain(`${ESC}[31merror`);
    const without = await cliOnTerminal(args, [], { cwd, env: { NO_COLOR: '1' } });
    expect(without.shown).toContain('error option');
    expect(without.shown).not.toContain(`${ESC}[3`);
  });
});

describe('a reader that goes away', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `CREATE TABLE t${index} (id int);`).join('\n');
  const args = ['migrate', 'script', '--engine', 'postgres'];

  it('ends nothing: the command goes on, and its exit code stands', async () => {
    const cwd = project({ 'migrations/1_many.sql': `-- up\n${many}\n` });
    const child = spawn(process.execPath, [bin, ...args], {
      cwd,
      env: cliEnvironment({ cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
    });
    // Like head -1: one piece, and away.
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('is not the same as a full disk, which is told', async () => {
    const cwd = project();
    const child = spawn(process.execPath, [bin, ...args], {
      cwd,
      env: cliEnvironment({ cwd }),
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    let stderr = '';
    child.stderr?.on('data', (text: Buffer) => {
      stderr += text.toString();
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error the output could not be written: ENOSPC[^\n]*\n$/);
  });
});
