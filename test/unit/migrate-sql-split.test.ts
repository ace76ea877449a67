import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSql } from '../../src/database/sql-text.ts';
import type { Dialect } from '../../src/target.ts';

const statements = (text: string, dialect: Dialect): string[] =>
  splitSql(text, dialect).map(({ sql }) => sql);

describe('PostgreSQL: a semicolon ends a statement', () => {
  it.each<[what: string, text: string, parts: readonly string[]]>([
    ['at the end or not', 'SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
    ['also twice', ';;SELECT 1;;\n;', ['SELECT 1']],
    ['not in a string', "SELECT 'a;''b;'; SELECT 2", ["SELECT 'a;''b;'", 'SELECT 2']],
    [
      'not behind a backslash of an escape string',
      String.raw`SELECT E'\';'; SELECT 2`,
      [String.raw`SELECT E'\';'`, 'SELECT 2'],
    ],
    [
      'but a backslash of a plain string is text',
      String.raw`SELECT '\'; SELECT 2`,
      [String.raw`SELECT '\'`, 'SELECT 2'],
    ],
    [
      'an E that ends a name makes no escape string',
      String.raw`SELECT type'\'; SELECT 2`,
      [String.raw`SELECT type'\'`, 'SELECT 2'],
    ],
    ['not in a quoted name', 'SELECT "a;""b;"; SELECT 2', ['SELECT "a;""b;"', 'SELECT 2']],
    ['not in a comment', 'SELECT 1 -- a;b\n; SELECT 2', ['SELECT 1 -- a;b', 'SELECT 2']],
    [
      'not in nested comments',
      '/* a; /* b; */ c; */ SELECT 1; SELECT 2',
      ['/* a; /* b; */ c; */ SELECT 1', 'SELECT 2'],
    ],
    [
      'not in a dollar quote',
      'DO $$ BEGIN PERFORM 1; END $$; SELECT 2',
      ['DO $$ BEGIN PERFORM 1; END $$', 'SELECT 2'],
    ],
    [
      'not in a tagged one with another inside',
      'DO $a$ x; $b$ y; $$ $b$; $a$; SELECT 2',
      ['DO $a$ x; $b$ y; $$ $b$; $a$', 'SELECT 2'],
    ],
    [
      'not behind what is no ASCII, which is a name',
      'SELECT 1 AS →$a$; SELECT 2',
      ['SELECT 1 AS →$a$', 'SELECT 2'],
    ],
    [
      'not where a body says, in which names are words of its own',
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS case; SELECT c.case, c.end FROM c; END; SELECT 2',
      [
        'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS case; SELECT c.case, c.end FROM c; END',
        'SELECT 2',
      ],
    ],
    ['a dollar in a name opens nothing', 'SELECT a$b$c; SELECT d$b$', ['SELECT a$b$c', 'SELECT d$b$']],
    ['nor does a parameter', 'SELECT $1; SELECT $2', ['SELECT $1', 'SELECT $2']],
    [
      'an apostrophe in a comment opens nothing',
      "-- don't\nSELECT 1; SELECT 2",
      ["-- don't\nSELECT 1", 'SELECT 2'],
    ],
    [
      'not in a BEGIN ATOMIC body',
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3',
      [
        'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
        'SELECT 3',
      ],
    ],
    ['BEGIN alone is a statement', 'BEGIN; SELECT 1; END;', ['BEGIN', 'SELECT 1', 'END']],
    [
      'what is never closed stays one',
      "SELECT 1; SELECT 'open; SELECT 2",
      ['SELECT 1', "SELECT 'open; SELECT 2"],
    ],
    ['nothing but comments is nothing', '-- a\n/* b */ ; -- c', []],
    ['a line GO is a word here', 'SELECT 1\nGO\nSELECT 2', ['SELECT 1\nGO\nSELECT 2']],
  ])('%s', (_what, text, parts) => {
    expect(statements(text, 'postgres')).toEqual(parts);
  });
});

describe('SQL Server: a line GO ends a batch', () => {
  it.each<[what: string, text: string, parts: readonly string[]]>([
    ['and a semicolon does not', 'SELECT 1; SELECT 2\nGO\nSELECT 3', ['SELECT 1; SELECT 2', 'SELECT 3']],
    [
      'in any case, indented, with Windows line ends',
      'SELECT 1\r\n\t go \r\nSELECT 2',
      ['SELECT 1', 'SELECT 2'],
    ],
    ['with a comment behind it', 'SELECT 1\nGO -- done\nSELECT 2', ['SELECT 1', 'SELECT 2']],
    ['first and last', 'GO\nSELECT 1\nGO', ['SELECT 1']],
    ['not as part of a line', 'SELECT 1 AS\nGO1\nSELECT go\nGO TO', ['SELECT 1 AS\nGO1\nSELECT go\nGO TO']],
    ['not in a string', "SELECT 'a\nGO\n''\nGO\n'\nGO\nSELECT 2", ["SELECT 'a\nGO\n''\nGO\n'", 'SELECT 2']],
    ['not in brackets', 'SELECT [a]]\nGO\n]\nGO\nSELECT 2', ['SELECT [a]]\nGO\n]', 'SELECT 2']],
    [
      'not in nested comments',
      '/* a /*\nGO\n*/\nGO\n*/ SELECT 1\nGO\nSELECT 2',
      ['/* a /*\nGO\n*/\nGO\n*/ SELECT 1', 'SELECT 2'],
    ],
    ['a dollar quotes nothing here', 'SELECT $1\nGO\nSELECT $$', ['SELECT $1', 'SELECT $$']],
  ])('%s', (_what, text, parts) => {
    expect(statements(text, 'mssql')).toEqual(parts);
  });

  it('as often as it says', () => {
    expect(splitSql('SELECT 1\nGO 3\nSELECT 2', 'mssql').map(({ repeat }) => repeat)).toEqual([3, 1]);
  });
});

describe('a part', () => {
  it.each<Dialect>(['postgres', 'mssql'])('knows the line of its first word (%s)', (dialect) => {
    const end = dialect === 'mssql' ? '\nGO' : ';';
    const text = `-- one\n\nSELECT 1${end}\n/* two\n*/ SELECT\n2${end}\n'x'${end}`;
    const lines = dialect === 'mssql' ? [3, 6, 9] : [3, 5, 7];
    expect(splitSql(text, dialect).map(({ line }) => line)).toEqual(lines);
    expect(splitSql(text, dialect, 11).map(({ line }) => line)).toEqual(lines.map((line) => line + 10));
  });

  const word = fc.constantFrom('SELECT', 'a', "'it''s; -- /* $$'", '"x;""y"', '1', '(1, (a))', ',');
  const only: Readonly<Record<Dialect, fc.Arbitrary<string>>> = {
    postgres: fc.constantFrom(
      '(a; (b;) c)',
      "$$ ; ' -- $$",
      '$t$ ;\n $$ $t$',
      '/* ; /* ; */ */',
      String.raw`E'\'; '`,
    ),
    mssql: fc.constantFrom('[x]];\nGO\n]', "N'\nGO\n'", '/*\nGO\n*/', '$$;'),
  };
  it.each<Dialect>(['postgres', 'mssql'])('is what was put together (%s)', (dialect) => {
    const statement = fc
      .array(fc.oneof(word, only[dialect]), { minLength: 1, maxLength: 8 })
      .map((words) => `X ${words.join(' ')}`);
    const between = dialect === 'mssql' ? '\nGO\n' : ';\n';
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (all) => {
        expect(statements(all.join(between), dialect)).toEqual(all);
      }),
    );
  });

  it('loses nothing but what lies between, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`a;'"$-/*[]\\E \nGO`), maxLength: 60 }), (text) => {
        for (const dialect of ['postgres', 'mssql'] as const) {
          let at = 0;
          for (const { sql } of splitSql(text, dialect)) {
            const found = text.indexOf(sql, at);
            expect(found).toBeGreaterThanOrEqual(at);
            at = found + sql.length;
          }
        }
      }),
    );
  });
});

describe('a long text', () => {
  it.each<[what: string, text: string]>([
    ['a list of a million numbers', `SELECT 1 IN (${'1,\n'.repeat(1_000_000)}1)`],
    ['eight million spaces', `SELECT${' '.repeat(8_000_000)}1`],
    ['a number of a million digits', `SELECT ${'7'.repeat(1_000_000)}`],
    ['a name of a million letters', `SELECT ${'a'.repeat(1_000_000)}`],
  ])('of %s is read in one go', (_what, text) => {
    for (const dialect of ['postgres', 'mssql'] as const)
      expect(splitSql(`${text}\n`, dialect)).toEqual([{ sql: text, line: 1, repeat: 1 }]);
  });
});
