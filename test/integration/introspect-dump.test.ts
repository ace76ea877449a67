import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from '../support/in-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quodsi-db-dump-'));
  await mkdir(join(folder, 'migrations'));
  const sql =
    '-- up\nCREATE TABLE b (id integer);\nCREATE TABLE a (id integer);\n-- down\nDROP TABLE a, b;\n';
  await writeFile(join(folder, 'migrations', '20250101000000_tables.sql'), sql);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const quodsiDb = (...argv: string[]) => runHere(argv, { cwd: folder });

describe('schema dump', () => {
  test('an embedded database after migrate up: its tables, without the history', async () => {
    expect(await quodsiDb('migrate', 'up')).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout } = await quodsiDb('schema', 'dump', '--json');
    expect(exitCode).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ version: 1, command: 'schema dump', ok: true, hidden: [] });
    expect(document.schema.tables.map((table: { name: string }) => table.name)).toEqual(['a', 'b']);
  });

  test('the same bytes each time, with and without --json, and in a file', async () => {
    const first = await quodsiDb('schema', 'dump');
    const second = await quodsiDb('schema', 'dump', '--format', 'json');
    const third = await quodsiDb('schema', 'dump', '--quiet', '--output', 'dump.json');
    expect(second.stdout).toBe(first.stdout);
    expect(third.stdout).toBe(first.stdout);
    expect(await readFile(join(folder, 'dump.json'), 'utf8')).toBe(first.stdout);
  });

  test('a format that there is not is bad usage', async () => {
    expect(await quodsiDb('schema', 'dump', '--format', 'svg')).toMatchObject({ exitCode: 64, stdout: '' });
  });

  test('a database that does not answer', async () => {
    await writeFile(join(folder, 'empty'), '');
    const { exitCode, stdout } = await quodsiDb('schema', 'dump', '--json', '--url', 'pglite:empty');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'schema dump',
      ok: false,
      error: { code: expect.any(String) },
    });
  });
});
