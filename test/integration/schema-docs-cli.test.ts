import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from '../support/in-process.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quodsi-db-docs-cli-'));
  for (const name of ['built-in', 'foreign', 'own'])
    mkdirSync(join(folder, name, 'migrations'), { recursive: true });
  rmSync(join(folder, 'built-in', 'migrations'), { recursive: true });
  rmSync(join(folder, 'foreign', 'migrations'), { recursive: true });
  writeFileSync(
    join(folder, 'own', 'migrations', '20260101000000_notes.sql'),
    '-- up\nCREATE TABLE notes (id integer NOT NULL, text varchar(20));\n-- down\nDROP TABLE notes;\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in one of the projects. */
const quodsiDb = (project: string, argv: readonly string[], terminal = false) =>
  runHere(argv, { cwd: join(folder, project), terminal });

describe('schema docs', () => {
  test('without a database: the entities, as a page on stdout, the same each time', async () => {
    const first = await quodsiDb('built-in', ['schema', 'docs']);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toMatch(/^<!doctype html>\n/);
    expect(first.stdout).toContain('<p>Declared schema, PostgreSQL</p>');
    expect(first.stdout).not.toContain(folder);
    expect((await quodsiDb('built-in', ['schema', 'docs'])).stdout).toBe(first.stdout);
    const dated = await quodsiDb('built-in', ['schema', 'docs', '--timestamp', '--title', 'Shop']);
    expect(dated.stdout).toMatch(/Made \d{4}-\d\d-\d\d /);
    expect(dated.stdout).toContain('<h1>Shop</h1>');
  });

  test('in the types of another engine', async () => {
    const { stdout } = await quodsiDb('built-in', [
      'schema',
      'docs',
      '--format',
      'mermaid',
      '--engine',
      'mssql',
    ]);
    expect(stdout).toMatch(/^erDiagram\n/);
    expect(stdout).toContain('nvarchar(255) email');
  });

  test('into a file, whose extension says what it is; stdout tells of it', async () => {
    const starts = {
      'a.html': '<!doctype html>',
      'a.md': '# Database schema',
      'a.mmd': 'erDiagram',
      'a.svg': '<svg ',
      'a.json': '{',
    };
    for (const [name, start] of Object.entries(starts)) {
      const { exitCode, stdout } = await quodsiDb('built-in', ['schema', 'docs', '--output', name]);
      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: `✔ ${name}  Declared schema, PostgreSQL: 2 tables, 36 columns, 1 foreign key.\n`,
      });
      const content = readFileSync(join(folder, 'built-in', name), 'utf8');
      expect(content.slice(0, start.length)).toBe(start);
      expect(content).toMatch(/[^\n]\n$/);
    }
    await quodsiDb('built-in', ['schema', 'docs', '--output', 'b.html', '--format', 'markdown']);
    expect(readFileSync(join(folder, 'built-in', 'b.html'), 'utf8')).toMatch(/^# /);
  });

  test('on a terminal: what a person can read there', async () => {
    const { exitCode, stdout } = await quodsiDb('built-in', ['schema', 'docs'], true);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('users    tenant-scoped  17 columns');
    expect(stdout).toContain('quodsi-db schema docs --output schema.html');
    expect(stdout).not.toContain('<');
    expect((await quodsiDb('built-in', ['schema', 'docs', '--format', 'svg'], true)).stdout).toMatch(
      /^<svg /,
    );
  });

  test('a live database: no drift, then drift, then behind', async () => {
    expect(await quodsiDb('built-in', ['migrate', 'up'])).toMatchObject({ exitCode: 0 });
    const sound = await quodsiDb('built-in', ['schema', 'docs', '--source', 'database', '--json']);
    expect(JSON.parse(sound.stdout)).toMatchObject({
      command: 'schema docs',
      ok: true,
      documentation: { isCompared: true, driftCount: 0, pending: [], subject: 'Embedded database, PGlite' },
    });
    const markdown = ['schema', 'docs', '--url', 'pglite:.quodsi-db/data', '--format', 'markdown'];
    expect((await quodsiDb('built-in', markdown)).stdout).toContain(
      '**No drift:** the database is as declared.',
    );
    const ignoring = [...markdown, '--ignore', 'public.users'];
    expect((await quodsiDb('built-in', ignoring)).stdout).not.toContain('## users');

    expect(await quodsiDb('built-in', ['migrate', 'down'])).toMatchObject({ exitCode: 0 });
    const behind = await quodsiDb('built-in', markdown);
    expect(behind.exitCode).toBe(0);
    expect(behind.stdout).toContain('**Behind: 1 pending** (`20250101000100_create_users`), 1 difference.');
    expect(behind.stdout).toContain('Each belongs to exactly one tenant. **missing**');
  }, 120_000);

  test('a database that the project says nothing about is shown by itself', async () => {
    expect(await quodsiDb('own', ['migrate', 'up'])).toMatchObject({ exitCode: 0 });
    const foreign = await quodsiDb('foreign', [
      'schema',
      'docs',
      '--url',
      'pglite:../own/.quodsi-db/data',
      '--format',
      'markdown',
    ]);
    // It has a history, of another project; the tables of this one are all missing.
    expect(foreign.stdout).toContain('**Behind: 2 pending**');
    const own = await quodsiDb('own', ['schema', 'docs', '--source', 'database', '--format', 'markdown']);
    expect(own).toMatchObject({ exitCode: 0 });
    expect(own.stderr).toContain('shown by itself');
    expect(own.stdout).toContain('| `text` | `varchar(20)` | yes |');
    expect(own.stdout).not.toContain('tenants');
  }, 120_000);

  test('what went wrong leaves stdout empty', async () => {
    for (const format of ['html', 'markdown', 'svg']) {
      const failed = await quodsiDb('foreign', [
        'schema',
        'docs',
        '--url',
        'nothing://at/all',
        '--format',
        format,
      ]);
      expect(failed.stdout).toBe('');
      expect(failed.exitCode).not.toBe(0);
      expect(failed.stderr).toContain('error');
    }
  });

  test('formats that a command does not have are bad usage, and named', async () => {
    const docs = await quodsiDb('built-in', ['schema', 'docs', '--format', 'junit']);
    expect(docs).toMatchObject({ exitCode: 64, stdout: '' });
    expect(docs.stderr).toContain('Its formats are text, json, html, markdown, mermaid and svg');
    const status = await quodsiDb('built-in', ['migrate', 'status', '--format', 'html']);
    expect(status).toMatchObject({ exitCode: 64, stdout: '' });
    expect(status.stderr).toContain('Its formats are text and json');
  });
});

describe('schema dump', () => {
  test('as SQL where that is asked for, by --format or the name of the file', async () => {
    const { exitCode, stdout } = await quodsiDb('own', ['schema', 'dump', '--format', 'sql']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'CREATE TABLE "public"."notes" (\n  "id" integer NOT NULL,\n  "text" varchar(20) NULL\n);\n',
    });
    await quodsiDb('own', ['schema', 'dump', '--quiet', '--output', 'schema.sql']);
    expect(readFileSync(join(folder, 'own', 'schema.sql'), 'utf8')).toBe(stdout);
    const json = await quodsiDb('own', ['schema', 'dump', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ command: 'schema dump', ok: true });
  });
});
