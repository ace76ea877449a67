import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/main.ts';

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

async function quodsiDb(...argv: string[]) {
  const text = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        text[name] += chunk;
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  const streams = { stdin: process.stdin, stdout: stream('out'), stderr: stream('err') };
  const code = await run([...argv, '--cwd', folder], streams, {});
  return { code, ...text };
}

describe('schema dump', () => {
  test('an embedded database after migrate up: its tables, without the history', async () => {
    expect(await quodsiDb('migrate', 'up')).toMatchObject({ code: 0 });
    const { code, out } = await quodsiDb('schema', 'dump', '--json');
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(document).toMatchObject({ version: 1, command: 'schema dump', ok: true, hidden: [] });
    expect(document.schema.tables.map((table: { name: string }) => table.name)).toEqual(['a', 'b']);
  });

  test('the same bytes each time, with and without --json, and in a file', async () => {
    const first = await quodsiDb('schema', 'dump');
    const second = await quodsiDb('schema', 'dump', '--format', 'json');
    const third = await quodsiDb('schema', 'dump', '--quiet', '--output', 'dump.json');
    expect(second.out).toBe(first.out);
    expect(third.out).toBe(first.out);
    expect(await readFile(join(folder, 'dump.json'), 'utf8')).toBe(first.out);
  });

  test('a format that there is not is bad usage', async () => {
    expect(await quodsiDb('schema', 'dump', '--format', 'svg')).toMatchObject({ code: 64, out: '' });
  });

  test('a database that does not answer', async () => {
    await writeFile(join(folder, 'empty'), '');
    const { code, out } = await quodsiDb('schema', 'dump', '--json', '--url', 'pglite:empty');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      command: 'schema dump',
      ok: false,
      error: { code: expect.any(String) },
    });
  });
});
