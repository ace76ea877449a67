import { describe, expect, it } from 'vitest';
import { type Engine, mssqlEngine } from '../support/engines.ts';
import { expectNoStack } from '../support/expect-refusal.ts';
import { createProject } from '../support/projects.ts';

/** A migration in JavaScript; its first statement stands on line 2. */
const js = (up: string): string =>
  `export async function up(knex) {\n${up}\n}\nexport async function down() {}\n`;

const engine = mssqlEngine();
describe.skipIf(engine === null)('statements that nobody waits for, on SQL Server', () => {
  const server = engine as Engine;

  it.each([
    [
      'in a module',
      '2_bad.js',
      js(`await knex.schema.createTable('a', (t) => { t.integer('id'); });
await knex.schema.alterTable('nowhere', (t) => { t.integer('x'); });
await knex.raw('CREATE TABLE b (id int)');`),
      /2_bad\.js:3\b/,
    ],
    [
      'in a file of SQL',
      '2_bad.sql',
      "-- up\nCREATE TABLE a (id int);\nGO\n\nALTER TABLE nowhere\n  ADD x nvarchar(9) DEFAULT N'it''s';\nGO\nCREATE TABLE b (id int);\n-- down\n",
      /2_bad\.sql:5\b/,
    ],
    [
      'of syntax',
      '2_bad.sql',
      '-- up\nCREATE TABLE a (id int);\nGO\nCREATE TABLE nowhere (id int;\nGO\nCREATE TABLE b (id int);\n-- down\n',
      /2_bad\.sql:4\b/,
    ],
  ])('are told by their own place when they fail, %s', async (_where, name, source, place) => {
    const project = await createProject(server, {
      'migrations/1_good.js': js(`await knex.raw('CREATE TABLE good (id int)');`),
      [`migrations/${name}`]: source,
    });
    const result = await project.run('migrate', 'up', '--json', '--tx-mode', 'all');
    expect(result.exitCode).toBe(1);
    expectNoStack(result);
    const { error } = result.json();
    expect(error?.message).toMatch(/^migration 2_bad failed in up: /);
    expect(error?.details?.[0]).toMatch(place);
    expect(error?.details?.join('\n')).toContain('nowhere');
    expect(await project.database.tables()).toEqual([]);
  });

  it('are sent before what is read, and before a savepoint', async () => {
    const project = await createProject(server, {
      'migrations/1_reads.js': js(`await knex.schema.createTable('a', (t) => { t.integer('id'); });
if (!(await knex.schema.hasTable('a'))) throw new Error('not there yet');
await knex.schema.alterTable('a', (t) => { t.string('note'); });
await knex('a').insert({ id: 1, note: "it's" });
await knex.raw('CREATE TABLE #kept (id int)');
await knex.raw('INSERT INTO #kept VALUES (2)');
await knex.raw('CREATE INDEX ix_a_id ON a (id)');
const [row] = await knex('a').select('note');
if (row.note !== "it's") throw new Error('another row');
await knex.raw('CREATE TABLE b (id int)');
await knex.transaction((inner) => inner.raw('INSERT INTO b (id) VALUES (3)'));
await knex.raw('INSERT INTO b (id) SELECT id FROM #kept');
await knex.raw('CREATE VIEW v AS SELECT id FROM b');`),
    });
    const result = await project.run('migrate', 'up');
    expect(result, result.stderr).toMatchObject({ exitCode: 0 });
    expect(await project.database.query('SELECT id FROM v ORDER BY id')).toEqual([{ id: 2 }, { id: 3 }]);
  });

  it('leave nothing when the migration itself throws', async () => {
    const project = await createProject(server, {
      'migrations/1_throws.js': js(`await knex.raw('CREATE TABLE a (id int)'); throw new Error('boom');`),
    });
    const thrown = await project.run('migrate', 'up', '--json');
    expect(thrown.json().error?.message).toBe('migration 1_throws failed in up: boom');
    expect(await project.database.tables()).toEqual([]);
  });
});
