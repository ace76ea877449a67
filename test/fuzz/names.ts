import fc from 'fast-check';
import type { Knex } from 'knex';
import { expect, it } from 'vitest';
import { parseTarget } from '../../src/config/target.ts';
import { type Database, withDatabase } from '../../src/database/database.ts';
import {
  createIndex,
  createTable,
  dropTable,
  renameColumn,
  renameTable,
  setColumnDescription,
} from '../../src/ddl/index.ts';
import { testOptions } from '../integration/introspect-database.ts';
import { temporaryFolder } from '../support/cli.ts';
import type { Engine } from '../support/engines.ts';
import { holdsLater, patience } from '../support/fuzz.ts';

const words = [
  ...[
    'users',
    'x',
    ' ',
    '; DROP TABLE x --',
    '/*',
    '*/',
    '--',
    ']',
    ']]',
    '[',
    '"',
    '""',
    "'",
    "''",
    '`',
    '\\',
    '?',
    '??',
    '\\?',
    ':a',
  ],
  ...[
    '$1',
    '$$',
    '%s',
    '@p0',
    '.',
    '..',
    ' as ',
    'SELECT',
    '\n',
    '\t',
    '\u00a0',
    '\u202e',
    'é',
    'ß',
    'İ',
    '密',
    '😀',
    '👩‍👩‍👧',
    '{',
    '}',
    '(',
    ')',
  ],
];

/**
 * Names that an engine keeps: PostgreSQL 63 bytes, SQL Server 128 UTF-16 units; the longest among
 * them. None has a backslash before a question mark, which the helpers refuse (DDL_STATEMENT).
 */
function names(dialect: Database['dialect']): fc.Arbitrary<string> {
  const longest = dialect === 'mssql' ? 128 : 63;
  const size = (text: string) => (dialect === 'mssql' ? text.length : Buffer.byteLength(text));
  return fc
    .tuple(
      fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'grapheme', maxLength: 3 })), {
        maxLength: 12,
      }),
      fc.boolean(),
    )
    .map(([parts, full]) => {
      let name = 'n';
      for (const character of parts
        .join('')
        .replaceAll('\0', '')
        .replace(/\\+(?=\?)/g, ''))
        if (size(name + character) < longest) name += character;
      // SQL Server does not tell names apart that differ in spaces at their end.
      return `${name}${full ? 'z'.repeat(longest - 1 - size(name)) : ''}z`;
    });
}

/** Names of the columns of a table, as the catalog has them. */
async function columnsOf(knex: Knex, table: string): Promise<string[]> {
  const result: { name: string }[] | { rows: { name: string }[] } = await knex.raw(
    'SELECT COLUMN_NAME AS name FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = ? ORDER BY ORDINAL_POSITION',
    [table],
  );
  return (Array.isArray(result) ? result : result.rows).map(({ name }) => name);
}

/** What becomes of odd names on a real engine. `part`: of the usual number of cases. */
export function oddNames(engine: Engine, part: number): void {
  it(
    'names are quoted wherever they stand, and mean one object each',
    async () => {
      const { url } = await engine.create(temporaryFolder());
      await withDatabase(parseTarget(url, { cwd: process.cwd() }), testOptions, async (database) => {
        const { knex, dialect } = database;
        await createTable(knex, 'x', [{ name: 'kept', type: 'int', nullable: false }]);
        const five = fc.uniqueArray(names(dialect), {
          minLength: 5,
          maxLength: 5,
          // Collations may take two letters for one.
          selector: (text) => text.normalize('NFKD').toLowerCase(),
        });
        await holdsLater(five, (chosen) => useNames(database, chosen), part);
      });
    },
    patience,
  );
}

/** Makes, renames, fills and drops what has these names, and takes it all back. */
async function useNames({ knex, server }: Database, chosen: readonly string[]): Promise<void> {
  const [table = '', to = '', column = '', other = '', last = ''] = chosen;
  // Babelfish cannot read a bracket in the name of an index.
  const index = server.product === 'Babelfish' ? last.replaceAll(']', ')') : last;
  const trx = await knex.transaction();
  try {
    await createTable(trx, { name: table }, [
      { name: column, type: 'int', nullable: false },
      { name: 'b', type: 'int', nullable: true },
    ]);
    await createIndex(trx, { name: table }, index, { columns: [column] });
    await setColumnDescription(trx, { name: table }, column, `of ${table}`);
    await renameColumn(trx, { name: table }, 'b', other);
    await renameTable(trx, { name: table }, to);
    await insert(trx, to, column, other);
    expect(await columnsOf(trx, to)).toEqual([column, other]);
    await dropTable(trx, { name: to });
    expect(await columnsOf(trx, to)).toEqual([]);
    expect(await columnsOf(trx, 'x')).toEqual(['kept']);
  } finally {
    if (!trx.isCompleted()) await trx.rollback();
  }
}

/** Through Knex, for which a dot, a question mark and " as " in a name mean something, where there is none of them. */
async function insert(trx: Knex.Transaction, table: string, column: string, other: string): Promise<void> {
  if ([table, column, other].some((name) => /\.| as |\?/i.test(name))) return;
  await trx(table).insert({ [column]: 7, [other]: 8 });
  expect(await trx(table).select(column, other)).toEqual([{ [column]: 7, [other]: 8 }]);
}
