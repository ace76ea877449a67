import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { importModule } from '../../src/cli/project-database.ts';
import { type LintFinding, lintMigrations } from '../../src/lint/lint.ts';
import { readMigrationFor } from '../../src/lint/read-migration.ts';
import type { LintedMigration } from '../../src/lint/rule.ts';
import { loadMigrations } from '../../src/migrate/source/load-migration.ts';
import { readMigrations } from '../../src/migrate/source/migration-file.ts';
import type { Dialect } from '../../src/target.ts';
import { temporaryFolder, writeFiles } from '../support/cli.ts';

const ddl = JSON.stringify(resolve('src/ddl/index.ts'));

/** Lints files of a folder, the last of which is told about. */
async function lintFolder(
  files: Readonly<Record<string, string>>,
  dialects: readonly Dialect[] = ['mssql', 'postgres'],
): Promise<LintFinding[]> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const directory = join(folder, 'migrations');
  const found = await readMigrations(directory);
  const migrations = await loadMigrations(
    found,
    dialects[0] ?? 'postgres',
    importModule(directory, new AbortController().signal),
  );
  const sequences: LintedMigration[][] = [];
  for (const dialect of dialects) {
    const sequence: LintedMigration[] = [];
    for (const migration of migrations) sequence.push(await readMigrationFor(migration, dialect));
    sequences.push(sequence);
  }
  return lintMigrations(sequences, {
    chosen: new Set([found.at(-1)?.name ?? '']),
    declared: [],
    nearestRule: (id) => (id === 'drop-colum' ? 'drop-column' : undefined),
  });
}

const told = (findings: readonly LintFinding[]) =>
  findings
    .filter(({ rule }) => rule !== 'missing-down')
    .map(({ rule, location }) => `${location.line} ${rule}`);

const down = 'export async function down(knex) { await knex.raw("SELECT 1"); }';

const code = `import { createIndex, dropColumn } from ${ddl};
import { dropAll } from '../helper.ts';

export async function up(knex) {
  await knex.schema
    .alterTable('people', (table) => {
      table.string('email', 100).notNullable();
      table
        .dropColumn('note');
      table.unique(['name'], {
        indexName: 'uq_people_name',
        useConstraint: true,
      });
    });
  await dropColumn(knex, 'people', 'age');
  await knex.transaction(async (trx) => {
    await trx('people').del();
  });
  await knex.raw(\`
    SELECT 1;
    DROP TABLE first;
    ALTER TABLE people
      DROP COLUMN second;
  \`);
  await dropAll(knex);
  return knex.schema.dropTable('last');
}

${down}
`;
const lines = code.split('\n');
const lineOf = (text: string) => lines.findIndex((line) => line.includes(text)) + 1;

test.each(['ts', 'mts', 'js', 'mjs'])('the line of the call that is meant, in .%s', async (extension) => {
  const findings = await lintFolder({
    'helper.ts':
      'export const dropAll = async (knex) => {\n  await knex.schema.dropTable("everything");\n};\n',
    [`migrations/1_a.${extension}`]: code,
  });
  const wanted = new Set([
    'not-null-without-default',
    'drop-column',
    'unique-on-existing-rows',
    'delete-all-rows',
    'drop-table',
  ]);
  expect(told(findings.filter(({ rule }) => wanted.has(rule)))).toEqual([
    `${lineOf("'email'")} not-null-without-default`,
    `${lineOf(".dropColumn('note')")} drop-column`,
    `${lineOf('table.unique')} unique-on-existing-rows`,
    `${lineOf("'age'")} drop-column`,
    `${lineOf('trx(')} delete-all-rows`,
    `${lineOf('DROP TABLE first')} drop-table`,
    `${lineOf('DROP COLUMN second')} drop-column`,
    `${lineOf('dropAll(knex)')} drop-table`,
    `${lineOf("'last'")} drop-table`,
  ]);
});

test('tables that one chain changes are told apart', async () => {
  const findings = await lintFolder({
    'migrations/1_a.ts': `export const up = (knex) =>
  knex.schema
    .alterTable('a', (table) => table.dropColumn('note'))
    .alterTable('b', (table) => table.dropColumn('note'));
${down}
`,
  });
  expect(told(findings)).toEqual(['3 drop-column', '4 drop-column']);
});

test('the line of the statement and of its part, in SQL with any line ends', async () => {
  const sql = [
    '-- up',
    '/* a',
    '   comment */ CREATE TABLE t (',
    '  a int NOT NULL,',
    '  b int PRIMARY KEY,',
    '  tenant_id int',
    ');',
    'GO',
    '',
    'DROP TABLE x; DROP TABLE y',
    'DROP TABLE z',
    '-- down',
    'DROP TABLE t',
  ];
  for (const end of ['\n', '\r\n']) {
    const findings = await lintFolder({ 'migrations/1_a.sql': sql.join(end) }, ['mssql']);
    expect(told(findings)).toEqual([
      '5 unnamed-constraint',
      '6 tenant-id-without-foreign-key',
      '10 drop-table',
      '10 drop-table',
      '11 drop-table',
    ]);
  }
});

test('a comment above the statement or its line switches one rule off', async () => {
  const findings = await lintFolder({
    'migrations/1_a.ts': `export async function up(knex) {
  // quodsi-disable-next-line drop-table -- nobody needs it
  await knex.schema.dropTable('a');
  await knex.schema.dropTable('b');
  // quodsi-disable-next-line drop-column

  // Another comment.
  await knex.schema
    .alterTable('t', (table) => {
      table.dropColumn('c');
      table.string('d').notNullable();
    });
  await knex.schema.alterTable('t', (table) => {
    // quodsi-disable-next-line not-null-without-default, drop-column
    table.string('e').notNullable();
    table.string('f').notNullable();
    // quodsi-disable-next-line drop-column
    table
      .dropColumn('i');
  });
  await knex.raw(\`
    /* quodsi-disable-next-line drop-table */
    DROP TABLE g;
    DROP TABLE h;
  \`);
}
${down}
`,
  });
  expect(told(findings)).toEqual([
    '4 drop-table',
    '11 not-null-without-default',
    '16 not-null-without-default',
    '24 drop-table',
  ]);
});

test('a comment for the whole file, and in SQL', async () => {
  const findings = await lintFolder(
    {
      'migrations/1_a.sql': `-- quodsi-disable drop-table, missing-down
-- up
DROP TABLE a;
-- quodsi-disable-next-line delete-all-rows
DELETE
FROM b;
-- quodsi-disable-next-line drop-column -- quodsi-disable-next-line is for one
ALTER TABLE c
  DROP COLUMN d;
DELETE FROM e;
`,
    },
    ['postgres'],
  );
  expect(told(findings)).toEqual(['9 mixed-ddl-and-backfill', '10 delete-all-rows']);
});

test('a comment that names no rule is a finding itself, once for both engines, and says what was meant', async () => {
  const findings = await lintFolder({
    'migrations/1_a.ts': `export async function up(knex) {
  // quodsi-disable-next-line drop-colum
  await knex.schema.alterTable('t', (table) => table.dropColumn('c'));
  // quodsi-disable-next-line
  await knex.schema.dropTable('a');
  // quodsi-disable-nothing drop-table
}
// quodsi-disable whatever
${down}
`,
  });
  expect(told(findings)).toEqual([
    '2 unknown-disabled-rule',
    '3 drop-column',
    '4 unknown-disabled-rule',
    '5 drop-table',
    '8 unknown-disabled-rule',
  ]);
  expect(findings[0]).toMatchObject({ severity: 'warning', advice: 'Did you mean drop-column?' });
});

test('what is so on both engines is told once, with the advice for each', async () => {
  const findings = await lintFolder({
    'migrations/1_a.ts': `import { createIndex } from ${ddl};
export const up = (knex) => createIndex(knex, 'people', 'ix_people_name', { columns: ['name'] });
${down}
`,
  });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ rule: 'blocking-index', object: 'dbo.people.ix_people_name' });
  expect(findings[0]?.advice).toMatch(/^SQL Server: .*\nPostgreSQL: /);
});
