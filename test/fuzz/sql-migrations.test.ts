import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSql } from '../../src/database/sql-text.ts';
import type { MigrationFile } from '../../src/migrate/source/migration-file.ts';
import { parseSqlMigration } from '../../src/migrate/source/sql-file.ts';
import type { Dialect } from '../../src/target.ts';
import { anyText, attempt, holds, patience } from '../support/fuzz.ts';

const dialects: readonly Dialect[] = ['postgres', 'mssql'];
const words = [
  ...[
    '-- up',
    '-- down',
    '-- transaction: false',
    '-- destructive: true',
    '-- batch: maybe',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    ';',
  ],
  ...[
    'GO',
    'go 5',
    'GO 0',
    'GO 999999999',
    'GO -- x',
    '/*',
    '*/',
    '--',
    "'",
    "''",
    '"',
    '[',
    ']',
    ']]',
    '$$',
    '$a$',
    '$1',
    "E'",
    '\\',
  ],
  ...[
    'BEGIN ATOMIC',
    'END',
    'CASE',
    'CREATE TABLE t (a int)',
    'SELECT 1',
    'é',
    '😀',
    'U&"',
    "N'",
    '$',
    'a$b$c',
  ],
];

function file(source: string): MigrationFile {
  return {
    name: '1_x',
    path: '/project/migrations/1_x.sql',
    source,
    checksum: createHash('sha256').update(source).digest('hex'),
  } as MigrationFile;
}

/** One statement or batch that the server would take for one, whatever is quoted in it. */
function statements(dialect: Dialect): fc.Arbitrary<string> {
  const inner = fc
    .array(
      fc.constantFrom(
        'a',
        ' ',
        ';',
        '\nGO\n',
        '\n-- up\n',
        '-- down',
        '/*',
        '*/',
        '$$',
        '$q$',
        '"',
        "'",
        ']',
        '[',
        '\\',
        'é',
        '😀',
      ),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(''));
  const comment = inner.map((text) => {
    const bare = text.replaceAll('/*', '').replaceAll('*/', '');
    return `/* ${bare} /* ${bare} */ ${bare} */`;
  });
  const string = inner.map((text) => `'${text.replaceAll("'", "''")}'`);
  const escaped = inner.map((text) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"));
  const name = inner.map((text) => `"${text.replaceAll('"', '""')}"`);
  const own =
    dialect === 'postgres'
      ? [
          inner.map((text) => `$q$${text.replaceAll('$q$', '')}$q$`.replaceAll('$q$$q$$', '$q$ $q$')),
          // An operator ends it: a string on the next line would go on with its escapes.
          escaped.map((text) => `E'${text}' ||`),
          fc.tuple(escaped, escaped).map(([first, second]) => `E'${first}' -- it goes on\n '${second}' ||`),
          inner.map((text) => `-- ${text.replaceAll('\n', ' ')}\n`),
        ]
      : [
          inner.map((text) => `[${text.replaceAll(']', ']]')}]`),
          inner.map((text) => `-- ${text.replaceAll('\n', ' ')}\n`),
        ];
  const word = fc.constantFrom('SELECT', 'a1', '1.5', '(1, (2))', ',', '=', '*', 'goto');
  return fc
    .array(fc.oneof({ weight: 2, arbitrary: word }, comment, string, name, ...own), {
      minLength: 1,
      maxLength: 8,
    })
    .map((tokens) => `X ${tokens.join(' ')} x`);
}

describe.each(dialects)('a file of SQL, on %s', (dialect) => {
  it(
    'of any text is read, or refused with its line',
    () => {
      holds(anyText(words), (text) => {
        const result = attempt(() => parseSqlMigration(file(text), dialect));
        if ('error' in result) {
          expect(result.error).toMatchObject({ code: 'BAD_MIGRATION', exitCode: 78 });
          expect(result.error.message).toMatch(/1_x\.sql(?::\d+)? /);
        }
      });
    },
    patience,
  );

  it(
    'loses nothing but what lies between its statements, and tells their lines',
    () => {
      holds(anyText(words), (text) => {
        let at = 0;
        const between: string[] = [];
        for (const { sql, line, repeat } of splitSql(text, dialect)) {
          const found = text.indexOf(sql, at);
          expect(found).toBeGreaterThanOrEqual(at);
          between.push(text.slice(at, found));
          const first = text.slice(0, found).split('\n').length;
          expect(line).toBeGreaterThanOrEqual(first);
          expect(line).toBeLessThanOrEqual(first + sql.split('\n').length - 1);
          expect(repeat).toBeGreaterThanOrEqual(0);
          at = found + sql.length;
        }
        between.push(text.slice(at));
        // Comments that stand alone are left out too.
        for (const gap of between) expect(splitSql(gap, dialect)).toEqual([]);
      });
    },
    patience,
  );

  const sections = fc.tuple(
    fc.array(fc.tuple(statements(dialect), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 }),
    fc.option(fc.array(fc.tuple(statements(dialect), fc.constant(1)), { maxLength: 3 })),
    fc.record({ transaction: fc.boolean(), destructive: fc.boolean(), batch: fc.boolean() }),
    fc.constantFrom('\n', '\r\n'),
  );
  it(
    'that was put together is taken apart the same',
    () => {
      holds(sections, ([up, down, config, end]) => {
        const print = (section: readonly (readonly [string, number])[]) =>
          section
            .map(([sql, repeat]) =>
              dialect === 'mssql' ? `${sql}\nGO${repeat === 1 ? '' : ` ${repeat}`}\n` : `${sql};\n`,
            )
            .join('');
        const head = Object.entries(config).map(([name, value]) => `-- ${name}: ${value}\n`);
        const source = `${head.join('')}-- up\n${print(up)}${down === null ? '' : `-- down\n${print(down)}`}`;
        const parsed = parseSqlMigration(file(source.replaceAll('\n', end)), dialect);
        const read = (section: typeof parsed.down) =>
          section?.map(({ sql, repeat }) => [sql, repeat]) ?? null;
        const written = (section: typeof up | null) =>
          section?.map(([sql, repeat]) => [sql, dialect === 'mssql' ? repeat : 1]) ?? null;
        expect(read(parsed.up)).toEqual(written(up));
        expect(read(parsed.down)).toEqual(written(down));
        expect(parsed.config).toEqual(config);
      });
    },
    patience,
  );

  it.each(["'", '"', '/*', '[', '$$', '/*/*', 'a$', '-', "E'\\", 'GO ', '\n', 'BEGIN ATOMIC CASE '])(
    'of a megabyte of %j takes no time to speak of',
    (piece) => {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      // Of this process, however busy the machine is.
      const begun = process.cpuUsage();
      attempt(() => parseSqlMigration(file(`-- up\n${text}`), dialect));
      expect(process.cpuUsage(begun).user / 1_000_000).toBeLessThan(4);
    },
    patience,
  );
});
