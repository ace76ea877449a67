import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { type Engine, postgresEngine } from '../support/engines.ts';
import { expectNoStack } from '../support/expect-refusal.ts';
import { relayTo } from '../support/message-relay.ts';
import { createProject, type TestProject } from '../support/projects.ts';

/** A migration in JavaScript; its first statement stands on line 2. */
const js = (up: string, down = '', head = ''): string =>
  `export async function up(knex) {${head}\n${up}\n}\nexport async function down(knex) {\n${down}\n}\n`;

const engine = postgresEngine();
describe.skipIf(engine === null)('statements that nobody waits for, on PostgreSQL', () => {
  const on = engine as Engine;
  const applied = (project: TestProject) =>
    project.database.query('SELECT name FROM quodsi_db_migrations ORDER BY 1');

  it('go out in one message for each migration, and in a few for one transaction of them all', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `migrations/${String(index).padStart(2, '0')}_t.js`,
        js(
          `await knex.schema.createTable('t${index}', (t) => { t.integer('a'); t.index(['a'], 'ix_t${index}_a'); });
           await knex.raw('COMMENT ON TABLE t${index} IS \\'what\\\\? is it\\'');
           await knex.schema.alterTable('t${index}', (t) => { t.text('b'); });`,
          `await knex.schema.dropTable('t${index}');`,
        ),
      ]),
    );
    const project = await createProject(on, files);
    const messages = async (...args: string[]): Promise<number> => {
      const relay = await relayTo(project.database.url);
      const options = { cwd: project.folder, env: { QUODSI_DB_URL: relay.url } };
      expect(await cli(['migrate', ...args], options)).toMatchObject({ exitCode: 0 });
      return relay.messages();
    };
    expect(await messages('up')).toBeLessThanOrEqual(20 + 8);
    expect(await project.database.tables()).toHaveLength(20);
    expect(await messages('up')).toBeLessThanOrEqual(3);
    expect(await messages('status')).toBeLessThanOrEqual(3);
    expect(await messages('down', '--all', '--yes')).toBeLessThanOrEqual(20 + 8);
    expect(await project.database.tables()).toEqual([]);
    expect(await messages('up', '--tx-mode', 'all')).toBeLessThanOrEqual(9);
    expect(await project.database.tables()).toHaveLength(20);
    const events = await project.database.query('SELECT event, duration_ms FROM quodsi_db_migrations_log');
    expect(events).toHaveLength(60);
    expect(events.filter((row) => !(Number(row.duration_ms) >= 0))).toEqual([]);
  });

  it.each([
    [
      'in a module',
      '2_bad.js',
      js(`await knex.schema.createTable('a', (t) => { t.integer('id'); });
await knex.schema.alterTable('nowhere', (t) => { t.integer('x'); });
await knex.raw('CREATE TABLE b (id int)');`),
      /2_bad\.js:3\b/,
      /alter table "nowhere"/,
    ],
    [
      'in a file of SQL',
      '2_bad.sql',
      '-- up\nCREATE TABLE a (id int);\n\nALTER TABLE nowhere\n  ADD x int;\nCREATE TABLE b (id int);\n',
      /2_bad\.sql:4\b/,
      /ALTER TABLE nowhere/,
    ],
  ])('are told by their own place when they fail, %s', async (_where, name, source, place, statement) => {
    const project = await createProject(on, {
      'migrations/1_good.js': js(`await knex.raw('CREATE TABLE good (id int)');`),
      [`migrations/${name}`]: source,
      'migrations/3_later.js': js(`await knex.raw('CREATE TABLE later (id int)');`),
    });
    for (const mode of ['file', 'all']) {
      const result = await project.run('migrate', 'up', '--json', '--tx-mode', mode);
      expect(result.exitCode).toBe(1);
      expectNoStack(result);
      const { error, results } = result.json();
      expect(error?.message).toMatch(/^migration 2_bad failed in up: .*nowhere.*\(42P01\)/);
      expect(error?.details?.[0]).toMatch(place);
      expect(error?.details?.join('\n')).toMatch(statement);
      expect(results.map(({ status }) => status)).toEqual([
        mode === 'all' ? 'not-run' : 'applied',
        'failed',
        'not-run',
      ]);
      expect(await applied(project)).toEqual(mode === 'all' ? [] : [{ name: '1_good' }]);
      expect(await project.database.tables()).toEqual(mode === 'all' ? [] : ['good']);
      expect(await project.run('migrate', 'down', '--all', '--yes')).toMatchObject({ exitCode: 0 });
      await project.database.query('DROP TABLE IF EXISTS good');
    }
  });

  it('are told by the line of a syntax error, which the server finds before it runs any of them', async () => {
    const project = await createProject(on, {
      'migrations/1_bad.sql':
        '-- up\nCREATE TABLE "ä😀" (id int); -- €\nCREATE TABLE a (\n  id int,\n  nmae txet x\n);\n',
    });
    const { error } = (await project.run('migrate', 'up', '--json')).json();
    expect(error?.message).toMatch(/syntax error at or near "x" \(42601\)/);
    expect(error?.details?.join('\n')).toMatch(/1_bad\.sql:3[\s\S]*> {3}nmae txet x/);
    expect(await project.database.tables()).toEqual([]);
  });

  it('are sent before what is read, and before a savepoint', async () => {
    const project = await createProject(on, {
      'migrations/1_reads.js': js(`await knex.schema.createTable('a', (t) => { t.integer('id'); });
if (!(await knex.schema.hasTable('a'))) throw new Error('not there yet');
await knex.schema.alterTable('a', (t) => { t.text('note'); });
await knex('a').insert({ id: 1, note: "it's" });
await knex.raw('CREATE INDEX ix_a_id ON a (id)');
const { rows } = await knex.raw('SELECT note FROM a');
if (rows[0].note !== "it's") throw new Error('another row');
await knex.raw('CREATE TABLE b (id int)');
await knex.transaction((inner) => inner.raw('DROP TABLE b; DROP TABLE nowhere')).catch(() => undefined);
await knex.raw('INSERT INTO b (id) VALUES (1)');
const both = await knex.raw('SELECT 1 AS one; SELECT 2 AS two');
if (both[1].rows[0].two !== 2) throw new Error('another answer');`),
    });
    const result = await project.run('migrate', 'up');
    expect(result).toMatchObject({ exitCode: 0 });
    expect(await project.database.query('SELECT * FROM b')).toEqual([{ id: 1 }]);
  });

  it('leave nothing when the migration itself throws, or the COMMIT is refused', async () => {
    const project = await createProject(on, {
      'migrations/1_throws.js': js(`await knex.raw('CREATE TABLE a (id int)'); throw new Error('boom');`),
    });
    const thrown = await project.run('migrate', 'up', '--json');
    expect(thrown.json().error?.message).toBe('migration 1_throws failed in up: boom');
    expect(await project.database.tables()).toEqual([]);
    project.write({
      'migrations/1_throws.js': js(`await knex.raw('CREATE TABLE p (id int PRIMARY KEY)');
await knex.raw('CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED)');
await knex.raw('INSERT INTO c VALUES (7)');
await knex.raw('CREATE TABLE last (id int)');`),
    });
    const refused = await project.run('migrate', 'up', '--json');
    expect(refused.json().error?.message).toMatch(/1_throws could not be committed: .*\(23503\)/);
    expect(await project.database.tables()).toEqual([]);
    expect(await applied(project)).toEqual([]);
  });

  it('are cancelled by Ctrl-C, also when they run with the COMMIT', async () => {
    const project = await createProject(on, {
      'migrations/1_slow.js': js(
        `await knex.raw('CREATE TABLE made (id int)');
await knex.raw("ALTER TABLE slow ADD COLUMN b text DEFAULT pg_sleep(600)::text");`,
      ),
    });
    await project.database.query('CREATE TABLE slow (id int); INSERT INTO slow VALUES (1)');
    const running = project.start({}, 'migrate', 'up', '--json');
    await running.saw('applying 1_slow');
    const sleeping =
      "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
    while ((await project.database.query(sleeping)).length === 0) {
      // The message is on its way.
    }
    running.child.kill('SIGINT');
    const result = await running.result;
    expect(result).toMatchObject({ exitCode: 130 });
    expect(result.json().error?.code).toBe('INTERRUPTED');
    expect(await project.database.tables()).toEqual(['slow']);
    expect(await applied(project)).toEqual([]);
  });

  it('are all of a file of SQL, which looks at no answer; nothing of it is left where the last one fails', async () => {
    const rows = (from: number): string =>
      Array.from(
        { length: 8 },
        (_, at) => `INSERT INTO big VALUES (${from + at}, '${'x'.repeat(200_000)}');`,
      ).join('\n');
    const project = await createProject(on, {
      'migrations/1_mixed.sql': `-- up
CREATE TABLE mixed (id int, note text);
INSERT INTO mixed VALUES (1, 'what? $1');
SELECT count(*) FROM mixed;
SET search_path TO nowhere;
DO $$ BEGIN PERFORM 1; END $$;
CREATE TEMPORARY TABLE passing (id int);
-- down
UPDATE mixed SET note = NULL;
DROP TABLE mixed;
`,
      'migrations/2_passing.sql': '-- up\nCREATE TABLE passing (id int);\n-- down\nDROP TABLE passing;\n',
      'migrations/3_big.sql': `-- up\nCREATE TABLE big (id int, note text);\n${rows(1)}\nINSERT INTO nowhere VALUES (1);\n`,
    });
    const relay = await relayTo(project.database.url);
    const options = { cwd: project.folder, env: { QUODSI_DB_URL: relay.url } };
    expect(await cli(['migrate', 'up', '--to', '2_passing'], options)).toMatchObject({ exitCode: 0 });
    expect(relay.messages()).toBeLessThanOrEqual(2 + 8);
    expect(await project.database.query('SELECT note FROM mixed')).toEqual([{ note: 'what? $1' }]);
    const failed = (await project.run('migrate', 'up', '--json')).json();
    expect(failed.error?.message).toMatch(/^migration 3_big failed in up: .*nowhere.*\(42P01\)/);
    expect(failed.error?.details?.[0]).toMatch(/3_big\.sql:11$/);
    expect(await project.database.tables()).toEqual(['mixed', 'passing']);
    expect(await project.run('migrate', 'down', '--step', '2')).toMatchObject({ exitCode: 0 });
    expect(await project.database.tables()).toEqual([]);
  });

  it('have no COMMIT among them: a file of SQL with one is refused before any of it is sent', async () => {
    const project = await createProject(on, {
      'migrations/1_ends.sql': '-- up\nCREATE TABLE a (id int);\nCOMMIT;\nINSERT INTO a VALUES (1);\n',
    });
    const { error } = (await project.run('migrate', 'up', '--json')).json();
    expect(error).toMatchObject({
      code: 'BAD_MIGRATION',
      message: expect.stringMatching(/1_ends\.sql has COMMIT/),
    });
    expect(await project.database.tables()).toEqual([]);
    expect(await applied(project)).toEqual([]);
  });

  it('are sent one by one where the migration says so', async () => {
    const up = `await knex.raw('CREATE TABLE a (id int)'); await knex.raw('CREATE TABLE b (id int)');`;
    const count = async (file: string, source: string): Promise<number> => {
      const project = await createProject(on, { [`migrations/${file}`]: source });
      const relay = await relayTo(project.database.url);
      const options = { cwd: project.folder, env: { QUODSI_DB_URL: relay.url } };
      expect(await cli(['migrate', 'up'], options)).toMatchObject({ exitCode: 0 });
      return relay.messages();
    };
    const together = await count('1_a.js', js(up));
    expect(await count('1_a.js', `export const config = { batch: false };\n${js(up)}`)).toBeGreaterThan(
      together + 2,
    );
    const sql = '-- up\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\n';
    expect(await count('1_a.sql', `-- batch: false\n${sql}`)).toBeGreaterThan(
      (await count('1_a.sql', sql)) + 2,
    );
  });
});
