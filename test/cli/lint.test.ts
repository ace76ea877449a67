import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/validate/finding.ts';
import { type CliOptions, type Result, temporaryFolder, writeFiles } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';

const people = `-- up
CREATE TABLE people (id int NOT NULL CONSTRAINT pk_people PRIMARY KEY, note varchar(100) NULL);
-- down
DROP TABLE people;
`;
const careless = `export async function up(knex) {
  await knex.schema.alterTable('people', (table) => {
    table.dropColumn('note');
    table.string('code').notNullable();
  });
}
`;

const files = {
  'migrations/1_people.sql': people,
  'migrations/2_careless.js': careless,
  'migrations/README.md': '# Migrations',
};

function project(
  more: Readonly<Record<string, string>> = {},
): (args: readonly string[], env?: CliOptions['env']) => Promise<Result> {
  const cwd = temporaryFolder();
  writeFiles(cwd, { ...files, ...more });
  return (args, env = {}) => runHere(['migrate', 'lint', ...args], { cwd, env });
}

const told = (result: Result) =>
  (result.json().findings as readonly Finding[]).map(
    ({ rule, location }) => `${location?.file}:${location?.line} ${rule}`,
  );

describe('migrate lint', () => {
  test('tells by file and line, ends with 2, and opens no database', async () => {
    const run = project();
    const result = await run([], { QUODSI_DB_URL: 'mssql://sa:secret@127.0.0.1:1/none' });
    expect(result).toMatchObject({ exitCode: 2, stderr: '' });
    expect(result.stdout).toContain(`migrations/2_careless.js
  ! 1: migration 2_careless has no down [missing-down]
      advice    Write one`);
    expect(result.stdout).toContain('  ✖ 3: the values of column note of people are lost [drop-column]');
    expect(result.stdout).toContain('  ✖ 4: column code is added to people as NOT NULL without a default');
    expect(result.stdout).toContain('2 errors, 1 warning.');
    expect(result.stdout).not.toContain('secret');
  });

  test('takes some of the migrations, for the engines that they may run on', async () => {
    const run = project();
    const [named, sql, mssql] = await Promise.all([
      run(['migrations/2_careless.js', '--json']),
      run(['1_people', '--json']),
      run(['--json', '--engine', 'mssql', '--from', '1_people']),
    ]);
    expect(told(named)).toEqual([
      'migrations/2_careless.js:1 missing-down',
      'migrations/2_careless.js:3 drop-column',
      'migrations/2_careless.js:4 not-null-without-default',
    ]);
    expect(named.json().engines).toEqual(['mssql', 'postgres']);
    expect(told(mssql)).toEqual(told(named));
    expect(mssql.json().engines).toEqual(['mssql']);
    // Nothing names a database: the SQL is that of the embedded one.
    expect(sql.exitCode).toBe(0);
    expect(sql.json()).toMatchObject({
      ok: true,
      engines: ['postgres'],
      migrations: ['1_people'],
      findings: [],
    });
  });

  test('what is no migration is an error that says so', async () => {
    const run = project({ 'migrations/3_empty.ts': 'export const a = 1;\n' });
    const [readme, empty] = await Promise.all([
      run(['migrations/README.md', '--json']),
      run(['migrations/3_empty.ts', '--json']),
    ]);
    expect(readme.exitCode).toBe(64);
    expect(readme.json().error).toMatchObject({ code: 'USAGE', message: 'README.md is not a migration' });
    expect(empty.exitCode).toBe(78);
    expect(empty.json().error?.code).toBe('BAD_MIGRATION');
  });

  test('severities come from the config, and a rule that does not exist is named with the nearest', async () => {
    const config = (rules: object) => ({ 'quodsi-db.config.json': JSON.stringify({ validate: { rules } }) });
    const milder = await project(
      config({ 'drop-column': 'warning', 'not-null-without-default': 'off', 'missing-down': 'error' }),
    )(['--json']);
    const severities = (milder.json().findings as readonly Finding[]).map(
      ({ rule, severity }) => `${rule} ${severity}`,
    );
    expect(severities).toEqual(['missing-down error', 'drop-column warning']);
    expect(milder.exitCode).toBe(2);
    const calm = await project(
      config({ 'drop-column': 'info', 'not-null-without-default': 'off', 'missing-down': 'off' }),
    )([]);
    expect(calm.exitCode).toBe(0);
    const wrong = await project(config({ 'drop-colum': 'off' }))(['--json']);
    expect(wrong.exitCode).toBe(78);
    expect(wrong.json().error).toMatchObject({
      code: 'UNKNOWN_RULE',
      message: expect.stringContaining('drop-colum'),
      hint: expect.stringMatching(/did you mean drop-column\?/i),
    });
  });

  test('annotations in a pipeline, and a report in a file', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, files);
    const result = await runHere(['migrate', 'lint', '--output', 'lint.sarif', '--format', 'sarif'], {
      cwd,
      env: { GITHUB_ACTIONS: 'true' },
    });
    expect(result.exitCode).toBe(2);
    const report = JSON.parse(readFileSync(join(cwd, 'lint.sarif'), 'utf8'));
    expect(report.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      'drop-column',
      'not-null-without-default',
      'missing-down',
    ]);
    const annotated = await runHere(['migrate', 'lint'], { cwd, env: { GITHUB_ACTIONS: 'true' } });
    expect(annotated.stdout).toContain(
      '::error file=migrations/2_careless.js,line=3,title=drop-column::the values of column note',
    );
  });

  test('the built-in migrations are clean', async () => {
    const cwd = temporaryFolder();
    const result = await runHere(['migrate', 'lint'], { cwd });
    expect(result).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: 'Nothing dangerous or careless in 2 migrations, looked at for SQL Server and PostgreSQL.\n',
    });
  });
});
