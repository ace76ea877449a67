import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Knex } from 'knex';
import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../../src/database/fresh-database.ts';
import { captureStatements, showStatement } from '../../src/migrate/script/capture.ts';
import { renderMigrations } from '../../src/migrate/script/render.ts';
import { writeScript } from '../../src/migrate/script/script.ts';
import { type MigrationFile, readMigrations } from '../../src/migrate/source/migration-file.ts';
import { checksumOf } from '../../src/project-code/code-file.ts';
import type { Dialect } from '../../src/target.ts';

const dialects: readonly Dialect[] = ['mssql', 'postgres'];

function file(name: string, source: string): MigrationFile {
  const extension = source.startsWith('-- ') ? 'sql' : 'ts';
  return { name, path: `/migrations/${name}.${extension}`, source, checksum: checksumOf(source) };
}

async function script(
  dialect: Dialect,
  files: readonly MigrationFile[],
  idempotent = false,
  up: (knex: Knex) => Promise<unknown> = async () => undefined,
): Promise<string> {
  const migrations = await renderMigrations(files, 'up', dialect, async () => ({
    up,
    down: async () => undefined,
  }));
  return writeScript(migrations, {
    dialect,
    table: 'quodsi_db_migrations',
    toolVersion: '1.0.0',
    idempotent,
  });
}

async function memory(): Promise<PGlite> {
  const database = await PGlite.create({ loadDataDir: await freshDatabase() });
  onTestFinished(() => database.close());
  return database;
}

/** As psql would, without its own commands. */
function run(database: PGlite, text: string): Promise<unknown> {
  return database.exec(text.replace(/^\\set .*$/gm, ''));
}

const table = file('1_a', '-- up\nCREATE TABLE a (x int)');

test.each(dialects)('%s: answers are what Knex makes of a table without rows', async (dialect) => {
  const { knex } = captureStatements(dialect);
  expect(await knex('a').where({ id: 1 }).update({ x: 2 })).toBe(0);
  expect(await knex('a').where({ id: 1 }).increment('x', 2)).toBe(0);
  expect(await knex('a').where({ id: 1 }).del()).toBe(0);
  await knex('a').insert({ x: 1 });
  expect(await knex('a').insert({ x: 1 }, ['id'])).toEqual([]);
  expect(await knex('a').where({ id: 1 }).update({ x: 2 }, ['id'])).toEqual([]);
  expect(await knex('a').where({ id: 1 }).first()).toBeUndefined();
  expect(await knex('a').pluck('id')).toEqual([]);
  expect(await knex('a').count()).toEqual([]);
  expect(await knex('a')).toEqual([]);
  expect(await knex.schema.hasTable('a')).toBe(false);
});

test('SQL Server: a stopped script leaves nothing open and nothing switched off', async () => {
  const text = await script('mssql', [table]);
  expect(text).toContain('sqlcmd -b -I -x -f 65001 -i <file>');
  expect(text).toMatch(/takes no migration lock/);
  expect(text).toMatch(/^(?:--.*\n)+SET NOEXEC OFF;\nGO\n/);
  expect(text).toMatch(/\nSET NOEXEC OFF;\nGO\n$/);
  expect(text).toContain(
    [
      'BEGIN TRY',
      'BEGIN TRANSACTION;',
      "EXEC sys.sp_executesql N'CREATE TABLE a (x int)';",
      "EXEC sys.sp_executesql N'INSERT INTO",
    ].join('\n'),
  );
  expect(text).toContain(
    [
      'COMMIT TRANSACTION;',
      'END TRY',
      'BEGIN CATCH',
      '  IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;',
      '  THROW;',
      'END CATCH;',
      'GO',
      "IF NOT EXISTS (SELECT 1 FROM [quodsi_db_migrations] WHERE name = N'1_a' AND state = 'applied')",
    ].join('\n'),
  );
});

test('SQL Server: an idempotent script stops at a migration that is half-way', async () => {
  const known = "SELECT 1 FROM [quodsi_db_migrations] WHERE name = N'1_100%'";
  const text = await script('mssql', [file('1_100%', table.source)], true);
  expect(text).toContain(
    `IF EXISTS (${known} AND state <> 'applied')\nBEGIN\n  RAISERROR(N'migration 1_100%% is`,
  );
  expect(text).toContain(`GO\nBEGIN TRY\nIF NOT EXISTS (${known})\nBEGIN\nBEGIN TRANSACTION;`);
  expect(text).toContain(`IF NOT EXISTS (${known} AND state = 'applied')`);
});

test('PostgreSQL: a comment at the end of a statement does not swallow its semicolon', async () => {
  const files = [file('1_a', '-- up\nCREATE TABLE a (x int); -- one\nCREATE TABLE b (x int) -- two')];
  const database = await memory();
  for (const idempotent of [false, true]) {
    await run(database, await script('postgres', files, idempotent));
    expect((await database.query('SELECT * FROM a, b')).rows).toEqual([]);
    await database.exec('DROP TABLE a, b, quodsi_db_migrations, quodsi_db_migrations_log');
  }
  const text = await script('postgres', files);
  expect(text).toContain("\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\n");
  expect(text).toMatch(/takes no migration lock/);
  expect(text).toContain('CREATE TABLE b (x int) -- two\n;\n');
});

test('PostgreSQL: an idempotent script runs twice, and stops at a migration that is half-way', async () => {
  const database = await memory();
  const text = await script('postgres', [file("1_o'%\\", table.source)], true);
  await run(database, text);
  await run(database, text);
  await database.exec("UPDATE quodsi_db_migrations SET state = 'failed'");
  await expect(run(database, text)).rejects.toThrow("migration 1_o'%\\ is half-way");
});

test('PostgreSQL: outside a transaction too it is asked whether a migration is half-way', async () => {
  const text = await script('postgres', [file('1_a', '-- transaction: false\n-- up\nVACUUM')], true);
  expect(text).toMatch(
    /AND state <> 'applied'\) THEN\n {2}RAISE EXCEPTION[\s\S]*\\gset\n\\if :quodsi_pending\n/,
  );
});

test.each(dialects)('%s: the log does not name the machine that made the script', async (dialect) => {
  expect(await script(dialect, [table])).not.toContain(hostname());
});

test('PostgreSQL: the log row is that of a run, but for the machine', async () => {
  const database = await memory();
  await run(database, await script('postgres', [table]));
  const { rows } = await database.query('SELECT * FROM quodsi_db_migrations_log');
  expect(rows).toMatchObject([
    { event: 'applied', name: '1_a', os_user: null, host: null, tool_version: '1.0.0', detail: 'by script' },
  ]);
});

test('PostgreSQL: values reach the database as pg would send them', async () => {
  const database = await memory();
  const texts = ['x', 'a"b', 'c\\d', "e'f", '', 'NULL', null, '{g,h}'];
  const numbers = [
    [1, 2],
    [3, -4],
  ];
  const text = await script('postgres', [file('1_a', 'module')], false, async (knex) => {
    await knex.raw('CREATE TABLE v (texts text[], numbers int[], inlined int[], plain text)');
    // Knex's types know arrays of strings and numbers only, and no arrays in arrays.
    const values: unknown[] = [texts, numbers, 7, -1, "o'"];
    await knex.raw(
      "INSERT INTO v VALUES (?, ?, ARRAY[?::int, 5-?::int], E'it\\'s $1 ' || $q$'$2$q$ || ?)",
      values as Knex.RawBinding[],
    );
  });
  await run(database, text);
  expect((await database.query('SELECT * FROM v')).rows).toEqual([
    {
      texts,
      numbers,
      inlined: [7, 6],
      plain: "it's $1 '$2o'",
    },
  ]);
});

test('values are put outside of strings and names only', () => {
  const show = (dialect: Dialect, sql: string): string => showStatement(dialect, { sql, bindings: [1, 2] });
  expect(show('postgres', "E'\\'$1' '$1' \"$1\" $t$ $1 $t$ $$'$1$$ a$1 /* $1 */ [$1:$2] -- $1")).toBe(
    "E'\\'$1' '$1' \"$1\" $t$ $1 $t$ $$'$1$$ a$1 /* $1 */ [1:2] -- $1",
  );
  expect(show('mssql', "[@p0]]@p0] N'@p0' @p0-@p1")).toBe("[@p0]]@p0] N'@p0' 1-2");
  expect(showStatement('mssql', { sql: '@p0', bindings: [['a']] })).toBe(`N'["a"]'`);
  expect(showStatement('postgres', { sql: '$1', bindings: [[Buffer.from('a'), { b: 'c' }]] })).toBe(
    String.raw`E'{"\\\\x61","{\\"b\\":\\"c\\"}"}'`,
  );
});

test.skipIf(process.platform === 'win32')('a file name with a control character is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quodsi-db-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '1_a\nDROP\u009b\u007f.sql'), table.source);
  await expect(readMigrations(folder)).rejects.toMatchObject({
    code: 'BAD_MIGRATION',
    exitCode: 78,
    message: String.raw`the file name "1_a\nDROP\u009b\u007f.sql" holds a control character`,
  });
});

test.each([false, true])(
  'PostgreSQL: a role and a search path that a migration sets end with it (idempotent: %s)',
  async (idempotent) => {
    const files = [
      file(
        '1_dump',
        "-- up\nSELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE app.a (x int);\nSET ROLE pg_monitor",
      ),
      file('2_next', '-- up\nCREATE TABLE b (x int)'),
    ];
    const database = await memory();
    // Whoever runs a script may have chosen a search path for it.
    await database.exec('CREATE SCHEMA app; SET search_path TO app');
    const text = await script('postgres', files, idempotent);
    for (let round = 0; round < (idempotent ? 2 : 1); round += 1) await run(database, text);
    const { rows } = await database.query(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r' ORDER BY 1",
    );
    expect(rows).toEqual(
      ['a', 'b', 'quodsi_db_migrations', 'quodsi_db_migrations_log'].map((name) => ({ name })),
    );
  },
);
