import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, temporaryFolder, writeFiles } from '../support/cli.ts';
import { postgresEngine } from '../support/engines.ts';
import { expectTold } from '../support/expect-refusal.ts';
import { filesBelow } from '../support/files-below.ts';
import { CTRL_C, cliOnTerminal, hasTerminal } from '../support/terminal.ts';
import { hardSchema, notHeld } from './init-database.ts';

const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');

/** Every file of a project, the embedded database left out. */
const filesOf = (folder: string): string[] =>
  filesBelow(folder).filter((path) => !path.startsWith('.quodsi-db'));

describe('init', () => {
  it('makes a project in JavaScript whose migrations give the tables that its entities declare', async () => {
    const folder = temporaryFolder();
    const packageJson = '{\n\t"name": "app",\n\t"scripts": { "db:up": "mine" },\n\t"files": ["a", "b"]\n}\n';
    writeFiles(folder, { 'package.json': packageJson, '.gitignore': 'node_modules\n.env' });
    const made = await cli(['init', '--language', 'js', '--json'], { cwd: folder });
    expect(made).toMatchObject({ exitCode: 0 });
    expect(made.json()).toMatchObject({
      ok: true,
      created: expect.arrayContaining(['quodsi-db.config.mjs', 'entities/project.mjs', '.env.example']),
      changed: [
        { path: 'package.json', added: 'scripts db:status, db:check, db:validate' },
        { path: '.gitignore', added: '.quodsi-db/' },
      ],
      next: expect.arrayContaining(['npx quodsi-db migrate up', 'npx quodsi-db validate all']),
    });
    expect(read(folder, 'package.json')).toBe(
      packageJson.replace(
        '"mine" }',
        '"mine",\n\t\t"db:status": "quodsi-db migrate status",\n\t\t"db:check": "quodsi-db migrate check",\n\t\t"db:validate": "quodsi-db validate all"\n\t}',
      ),
    );
    expect(read(folder, '.gitignore')).toBe('node_modules\n.env\n.quodsi-db/\n');
    expect(await cli(['migrate', 'up'], { cwd: folder })).toMatchObject({ exitCode: 0 });
    expect(await cli(['validate', 'all'], { cwd: folder })).toMatchObject({ exitCode: 0 });

    const before = filesOf(folder);
    const again = await cli(['init'], { cwd: folder });
    expectTold(again, {
      exitCode: 4,
      code: 'FILES_EXIST',
      message: /nothing was written[\s\S]*quodsi-db\.config\.mjs[\s\S]*entities\/project\.mjs/,
      hint: /--cwd/,
    });
    expect(filesOf(folder)).toEqual(before);
  });

  it('writes the name of a variable and never a connection string', async () => {
    const folder = temporaryFolder();
    const url = 'mssql://sa:S3cret-of-init@db.example:1433/shop';
    const made = await cli(
      ['init', '--url', url, '--url-variable', 'SHOP_URL', '--ci', 'gitlab', '--no-example'],
      { cwd: folder },
    );
    expect(made).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('variable SHOP_URL') });
    expect(read(folder, 'quodsi-db.config.ts')).toContain("url: process.env.SHOP_URL ?? ''");
    expect(read(folder, '.env.example')).toContain('SHOP_URL=mssql://user:password@localhost');
    expect(read(folder, '.gitlab-ci.yml')).toContain('QUODSI_DB_URL: $SHOP_URL');
    expect(filesOf(folder)).not.toContain('entities/project.ts');
    const all = filesOf(folder).map((path) => read(folder, path));
    expect([made.stdout, made.stderr, ...all].filter((text) => /S3cret|db\.example/.test(text))).toEqual([]);

    const unset = await cli(['migrate', 'status'], { cwd: folder });
    expect(unset).toMatchObject({ exitCode: 78, stderr: expect.stringContaining('MISSING_URL') });
    const mixedUp = await cli(['init', '--url-variable', url], { cwd: temporaryFolder() });
    expect(mixedUp).toMatchObject({ exitCode: 64, stderr: expect.stringContaining('not the connection') });
    expect(mixedUp.stderr).not.toContain('S3cret');
  });

  it('leaves nothing behind where a file cannot be written', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { '.github': 'a file, not a folder' });
    const made = await cli(['init', '--ci', 'github'], { cwd: folder });
    expectTold(made, {
      exitCode: 1,
      code: 'WRITE_FAILED',
      message: /\.github\/workflows\/quodsi-db\.yml cannot be written/,
      hint: /Nothing was written/,
    });
    expect(readdirSync(folder)).toEqual(['.github']);
  });

  it('gives a project that has migrations no example', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'migrations/20200101000000_old.sql': '-- up\nSELECT 1;\n' });
    const made = await cli(['init'], { cwd: folder });
    expect(made).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('init --from-database') });
    expect(readdirSync(join(folder, 'migrations'))).toEqual(['20200101000000_old.sql']);
    expect(existsSync(join(folder, 'entities'))).toBe(false);
  });
});

describe.skipIf(!hasTerminal())('init on a terminal', () => {
  it('asks, and takes Enter for what is usual', async () => {
    const folder = temporaryFolder();
    const down = '\u001b[B';
    const { exitCode, shown } = await cliOnTerminal(
      ['init', '--language', 'ts'],
      [
        { see: 'Database', type: `${down}\r` },
        { see: 'Environment variable', type: 'APP_URL\r' },
        { see: 'CI file', type: '\r' },
        { see: 'example entity', type: 'n\r' },
      ],
      { cwd: folder },
    );
    expect(shown).not.toContain('Language');
    expect(exitCode).toBe(0);
    expect(read(folder, '.env.example')).toMatch(/^APP_URL=mssql:/m);
    expect(filesOf(folder)).not.toContain('entities/project.ts');
  });

  it('Ctrl-C at a question ends with 130, and nothing is written', async () => {
    const folder = temporaryFolder();
    const result = await cliOnTerminal(
      ['init'],
      [
        { see: 'Database', type: '\r' },
        { see: 'Language', type: CTRL_C },
      ],
      { cwd: folder },
    );
    expect(result).toMatchObject({ exitCode: 130, shown: expect.stringContaining('Nothing was written') });
    expect(readdirSync(folder)).toEqual([]);
  });
});

const engine = postgresEngine();

describe.skipIf(engine === null)('init --from-database', () => {
  it('writes entities that the database fits exactly, and tells what they cannot hold', async () => {
    const folder = temporaryFolder();
    const database = await engine?.create(folder);
    const options = { cwd: folder, env: { QUODSI_DB_URL: database?.url ?? '' } };
    expectTold(await cli(['init', '--from-database'], options), {
      exitCode: 78,
      code: 'NO_TABLES',
      message: /has no tables/,
      hint: /--from-database/,
    });
    expect(readdirSync(folder)).toEqual([]);

    await database?.query(hardSchema);
    const made = await cli(['init', '--from-database', '--json'], options);
    expect(made.json()).toMatchObject({ ok: true, tables: 5, differences: [] });
    expect(made.json().notHeld).toEqual(notHeld);
    for (const line of notHeld) {
      expect(made.stderr).toContain(line);
      expect(read(folder, 'entities/index.ts')).toContain(`// - ${line}\n`);
    }
    expect(read(folder, 'entities/person.ts')).toContain("oneOf: ['new', 'known', 'gone']");
    expect(await cli(['validate', 'schema'], options)).toMatchObject({ exitCode: 0 });

    await database?.query('ALTER TABLE parts ADD COLUMN more int');
    expect(await cli(['validate', 'schema'], options)).toMatchObject({ exitCode: 2 });
  });

  it('tells of a table whose name only case keeps apart, and writes the others', async () => {
    const folder = temporaryFolder();
    const database = await engine?.create(folder);
    await database?.query(
      'CREATE TABLE parts (id int); CREATE TABLE "Parts" (id int); CREATE TABLE " " (id int)',
    );
    const made = await cli(['init', '--from-database', '--json'], {
      cwd: folder,
      env: { QUODSI_DB_URL: database?.url ?? '' },
    });
    expect(made.exitCode).toBe(2);
    expect(made.json().notHeld).toEqual(['table parts: its name differs from that of Parts only in case']);
    expect(read(folder, 'entities/part.ts')).toContain("table: 'Parts'");
  });
});
