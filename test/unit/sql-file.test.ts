import { describe, expect, it } from 'vitest';
import { splitSql } from '../../src/database/sql-text.ts';
import type { MigrationFile } from '../../src/migrate/source/migration-file.ts';
import { parseSqlMigration } from '../../src/migrate/source/sql-file.ts';
import { checksumOf } from '../../src/project-code/code-file.ts';
import type { Dialect } from '../../src/target.ts';

const parse = (source: string, dialect: Dialect) => {
  const file: MigrationFile = { name: 'm', path: '/m.sql', source, checksum: checksumOf(source) };
  const { up, down, config } = parseSqlMigration(file, dialect);
  const texts = (parts: typeof up | null) => parts?.map(({ sql }) => sql) ?? null;
  return { up: texts(up), down: texts(down), ...config };
};

describe('the sections of an SQL migration', () => {
  it.each<[string, Dialect, string]>([
    ['an escape string', 'postgres', "INSERT INTO t VALUES (1, E'it\\'s')"],
    [
      'a dollar quote with a quote in it',
      'postgres',
      "CREATE FUNCTION f() RETURNS text AS $$ SELECT 'don' || $m$'t$m$ $$ LANGUAGE sql",
    ],
    ['a name in brackets', 'mssql', "CREATE TABLE [it's] (id int)"],
    ['a marker in a block comment', 'postgres', '/*\n-- down\n*/ SELECT 1'],
    [
      'a marker in a function body',
      'postgres',
      'CREATE FUNCTION f() RETURNS int AS $$\n-- down\nSELECT 1 $$ LANGUAGE sql',
    ],
    ['a marker in a string', 'mssql', "SELECT '\n-- down\n'"],
  ])('end at -- down behind %s', (_what, dialect, statement) => {
    const end = dialect === 'postgres' ? ';' : '';
    const found = parse(`-- up\n${statement}${end}\n-- down\nDROP TABLE t${end}\n`, dialect);
    expect(found).toEqual({
      up: [statement],
      down: ['DROP TABLE t'],
      transaction: true,
      destructive: false,
      batch: true,
    });
  });

  it('say that there is no transaction, and that rows are lost on purpose', () => {
    const bare = { up: ['SELECT 1'], down: null };
    expect(parse('-- transaction: false\n-- up\nSELECT 1\n', 'mssql')).toEqual({
      ...bare,
      transaction: false,
      destructive: false,
      batch: true,
    });
    expect(parse('-- Destructive: TRUE\n-- up\nSELECT 1\n', 'mssql')).toEqual({
      ...bare,
      transaction: true,
      destructive: true,
      batch: true,
    });
  });

  it('may speak of transactions in comments and strings', () => {
    const source =
      "/*\n-- transaction: false\n*/\n-- up\n-- transaction: moves money\nSELECT '\n-- transaction: false\n';\n";
    expect(parse(source, 'postgres').transaction).toBe(true);
    expect(parse('-- Transaction: TRUE\n-- up\nSELECT 1;\n', 'postgres').transaction).toBe(true);
  });

  it.each([
    ['SELECT 1;\n', 'has no up'],
    ['SELECT 1;\n-- up\n', '/m.sql:1 has a statement before "-- up"'],
    ['-- up\n-- up\n', '/m.sql:2 has a second "-- up"'],
    ['-- down\n-- up\n', '/m.sql:1 has "-- down" before "-- up"'],
    // Overlooked, these would run in a transaction after all.
    ['-- up\n-- transaction: false\nSELECT 1;\n', '/m.sql:2 says whether to use a transaction below "-- up"'],
    ['-- up\nSELECT 1;\n-- down\n--transaction = off\n', '/m.sql:4 says whether'],
    ['-- Transaction: no\n-- up\n', '/m.sql:1 has a transaction that is neither true nor false'],
  ])('are refused in %j', (source, message) => {
    expect(() => parse(source, 'postgres')).toThrow(message);
  });
});

describe('statements and batches', () => {
  it('are told apart as psql and sqlcmd do', () => {
    const postgres =
      "SELECT ';' -- ;\n; CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END; SELECT 2";
    expect(splitSql(postgres, 'postgres').map(({ sql }) => sql)).toEqual([
      "SELECT ';' -- ;",
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END',
      'SELECT 2',
    ]);
    expect(
      splitSql("SELECT 1\r\nGO\r\n/* x\nGO\n*/ SELECT 'a\nGO\n'\ngo 3 -- again\n-- end", 'mssql'),
    ).toEqual([
      { sql: 'SELECT 1', line: 1, repeat: 1 },
      { sql: "/* x\nGO\n*/ SELECT 'a\nGO\n'", line: 5, repeat: 3 },
    ]);
  });
});
