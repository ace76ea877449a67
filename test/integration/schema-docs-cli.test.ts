import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/main.ts';

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

/** Runs a command in one of the projects, in this process. */
async function quodsiDb(project: string, argv: readonly string[], terminal = false) {
  const text = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          text[name] += chunk;
          done();
        },
      }),
      { isTTY: terminal && name === 'out' },
    ) as unknown as NodeJS.WriteStream;
  const streams = { stdin: process.stdin, stdout: stream('out'), stderr: stream('err') };
  const code = await run([...argv, '--cwd', join(folder, project)], streams, {});
  return { code, ...text };
}

describe('schema docs', () => {
  test('without a database: the entities, as a page on stdout, the same each time', async () => {
    const first = await quodsiDb('built-in', ['schema', 'docs']);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^<!doctype html>\n/);
    expect(first.out).toContain('<p>Declared schema, PostgreSQL</p>');
    expect(first.out).not.toContain(folder);
    expect((await quodsiDb('built-in', ['schema', 'docs'])).out).toBe(first.out);
    const dated = await quodsiDb('built-in', ['schema', 'docs', '--timestamp', '--title', 'Shop']);
    expect(dated.out).toMatch(/Made \d{4}-\d\d-\d\d /);
    expect(dated.out).toContain('<h1>Shop</h1>');
  });

  test('in the types of another engine', async () => {
    const { out } = await quodsiDb('built-in', [
      'schema',
      'docs',
      '--format',
      'mermaid',
      '--engine',
      'mssql',
    ]);
    expect(out).toMatch(/^erDiagram\n/);
    expect(out).toContain('nvarchar(255) email');
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
      const { code, out } = await quodsiDb('built-in', ['schema', 'docs', '--output', name]);
      expect({ code, out }).toEqual({
        code: 0,
        out: `✔ ${name}  Declared schema, PostgreSQL: 2 tables, 36 columns, 1 foreign key.\n`,
      });
      const content = readFileSync(join(folder, 'built-in', name), 'utf8');
      expect(content.slice(0, start.length)).toBe(start);
      expect(content).toMatch(/[^\n]\n$/);
    }
    await quodsiDb('built-in', ['schema', 'docs', '--output', 'b.html', '--format', 'markdown']);
    expect(readFileSync(join(folder, 'built-in', 'b.html'), 'utf8')).toMatch(/^# /);
  });

  test('on a terminal: what a person can read there', async () => {
    const { code, out } = await quodsiDb('built-in', ['schema', 'docs'], true);
    expect(code).toBe(0);
    expect(out).toContain('users    tenant-scoped  17 columns');
    expect(out).toContain('quodsi-db schema docs --output schema.html');
    expect(out).not.toContain('<');
    expect((await quodsiDb('built-in', ['schema', 'docs', '--format', 'svg'], true)).out).toMatch(/^<svg /);
  });

  test('a live database: no drift, then drift, then behind', async () => {
    expect(await quodsiDb('built-in', ['migrate', 'up'])).toMatchObject({ code: 0 });
    const sound = await quodsiDb('built-in', ['schema', 'docs', '--source', 'database', '--json']);
    expect(JSON.parse(sound.out)).toMatchObject({
      command: 'schema docs',
      ok: true,
      documentation: { isCompared: true, driftCount: 0, pending: [], subject: 'Embedded database, PGlite' },
    });
    const markdown = ['schema', 'docs', '--url', 'pglite:.quodsi-db/data', '--format', 'markdown'];
    expect((await quodsiDb('built-in', markdown)).out).toContain(
      '**No drift:** the database is as declared.',
    );
    const ignoring = [...markdown, '--ignore', 'public.users'];
    expect((await quodsiDb('built-in', ignoring)).out).not.toContain('## users');

    expect(await quodsiDb('built-in', ['migrate', 'down'])).toMatchObject({ code: 0 });
    const behind = await quodsiDb('built-in', markdown);
    expect(behind.code).toBe(0);
    expect(behind.out).toContain('**Behind: 1 pending** (`20250101000100_create_users`), 1 difference.');
    expect(behind.out).toContain('Each belongs to exactly one tenant. **missing**');
  }, 120_000);

  test('a database that the project says nothing about is shown by itself', async () => {
    expect(await quodsiDb('own', ['migrate', 'up'])).toMatchObject({ code: 0 });
    const foreign = await quodsiDb('foreign', [
      'schema',
      'docs',
      '--url',
      'pglite:../own/.quodsi-db/data',
      '--format',
      'markdown',
    ]);
    // It has a history, of another project; the tables of this one are all missing.
    expect(foreign.out).toContain('**Behind: 2 pending**');
    const own = await quodsiDb('own', ['schema', 'docs', '--source', 'database', '--format', 'markdown']);
    expect(own).toMatchObject({ code: 0 });
    expect(own.err).toContain('shown by itself');
    expect(own.out).toContain('| `text` | `varchar(20)` | yes |');
    expect(own.out).not.toContain('tenants');
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
      expect(failed.out).toBe('');
      expect(failed.code).not.toBe(0);
      expect(failed.err).toContain('error');
    }
  });

  test('formats that a command does not have are bad usage, and named', async () => {
    const docs = await quodsiDb('built-in', ['schema', 'docs', '--format', 'junit']);
    expect(docs).toMatchObject({ code: 64, out: '' });
    expect(docs.err).toContain('Its formats are text, json, html, markdown, mermaid and svg');
    const status = await quodsiDb('built-in', ['migrate', 'status', '--format', 'html']);
    expect(status).toMatchObject({ code: 64, out: '' });
    expect(status.err).toContain('Its formats are text and json');
  });
});

describe('schema dump', () => {
  test('as SQL where that is asked for, by --format or the name of the file', async () => {
    const { code, out } = await quodsiDb('own', ['schema', 'dump', '--format', 'sql']);
    expect({ code, out }).toEqual({
      code: 0,
      out: 'CREATE TABLE "public"."notes" (\n  "id" integer NOT NULL,\n  "text" varchar(20) NULL\n);\n',
    });
    await quodsiDb('own', ['schema', 'dump', '--quiet', '--output', 'schema.sql']);
    expect(readFileSync(join(folder, 'own', 'schema.sql'), 'utf8')).toBe(out);
    const json = await quodsiDb('own', ['schema', 'dump', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ command: 'schema dump', ok: true });
  });
});
