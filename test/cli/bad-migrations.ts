import { describe, expect, it } from 'vitest';
import type { Result } from '../support/cli.ts';
import type { Engine } from '../support/engines.ts';
import { expectJson, expectNoStack, expectTold } from '../support/expect-refusal.ts';
import { createProject, type TestProject } from '../support/projects.ts';

/** A migration in JavaScript that makes a table and then does something; what is wrong stands on line 3. */
const afterTable = (statement: string, head = ''): string => `export async function up(knex) {${head}
  await knex.raw('CREATE TABLE half_done (id int)');
  ${statement}
}
export async function down(knex) { await knex.raw('DROP TABLE half_done'); }
`;

/** Runs `up` with one bad migration, and expects the database and the history as they were before. */
async function upWith(project: TestProject, file: string, source: string): Promise<Result> {
  project.write({ [`migrations/${file}`]: source });
  const result = await project.run('migrate', 'up', '--json');
  expectNoStack(result);
  expect(await project.database.tables()).toEqual([]);
  expect(await project.database.query('SELECT name FROM quodsi_db_migrations')).toEqual([]);
  return result;
}

const failed = { exitCode: 1, code: 'MIGRATION_FAILED' };
const bad = { exitCode: 78, code: 'BAD_MIGRATION' };

/** What a migration may do wrong when it runs, on a real database. */
export function badMigrationBehaviour(engine: Engine): void {
  describe('a migration that throws', () => {
    it('is rolled back and told with what it threw, whatever that is', async () => {
      const project = await createProject(engine, {});
      const cases: readonly [thrown: string, message: RegExp][] = [
        ["throw new Error('boom')", /failed in up: boom/],
        ["throw 'only words'", /failed in up: only words/],
        ['throw undefined', /failed in up: undefined was thrown/],
        ['throw null', /failed in up: null was thrown/],
        ["throw Object.freeze(new Error('frozen'))", /failed in up: frozen/],
        [
          "throw { get message() { throw new Error('again'); } }",
          /failed in up: an object without a message/,
        ],
        ["throw new AggregateError([new Error('one'), new Error('two')])", /failed in up: one; two/],
        ['process.exit(0)', /failed in up: process\.exit\(0\) was called/],
      ];
      for (const [thrown, message] of cases) {
        const result = await upWith(project, '1_throws.js', afterTable(`${thrown};`));
        expectJson(result, { ...failed, message, hint: /code of the migration/ }, 'migrate up');
        expect(result.json().results).toMatchObject([{ name: '1_throws', status: 'failed' }]);
        if (thrown.includes('new Error(') && !thrown.includes('get '))
          expect(result.json().error?.details?.[0]).toMatch(/1_throws\.js:3/);
      }
      const told = await project.run('migrate', 'up');
      expectTold(told, {
        ...failed,
        message: /1_throws failed in up: process\.exit/,
        hint: /code of the migration/,
      });
    });

    it('may catch the error of a statement, but not go on in the transaction that it ended', async () => {
      const project = await createProject(engine, {});
      const caught = afterTable(
        "await knex.raw('INSERT INTO no_such_table (id) VALUES (1)').catch(() => undefined);",
      );
      const result = await upWith(project, '1_catches.js', caught);
      expectJson(result, { ...failed, message: /no_such_table/, hint: /caught this error and went on/ });
      expect(result.json().error?.details?.join('\n')).toMatch(
        /1_catches\.js:3[\s\S]*INSERT INTO no_such_table/,
      );
    });

    it('may not end its transaction itself', async () => {
      const project = await createProject(engine, {});
      for (const ending of ['commit', 'rollback']) {
        const result = await upWith(project, '1_ends.js', afterTable(`await knex.${ending}();`));
        const message = new RegExp(`1_ends\\.js: up called ${ending} on the transaction`);
        expectJson(result, { ...bad, message, hint: /config\.transaction = false/ });
      }
    });
  });

  describe('a migration that does not wait', () => {
    const forgot = { ...bad, message: /1_forgets\.js: up forgot an await/, hint: /Put "await"/ };

    it('for a builder, which then is never run', async () => {
      const project = await createProject(engine, {});
      const cases: readonly [statement: string, told: string][] = [
        [
          "knex.schema.createTable('lazy', (table) => { table.integer('id'); });",
          'knex.schema.createTable("lazy"…)',
        ],
        ["knex('half_done').insert({ id: 1 });", 'knex("half_done").insert(…)'],
        ["knex.raw('CREATE TABLE lazy (id int)');", 'knex.raw("CREATE TABLE lazy (id int)")'],
        [
          "await knex.transaction(async (trx) => { trx.raw('DROP TABLE half_done'); });",
          'knex.raw("DROP TABLE half_done")',
        ],
      ];
      for (const [statement, told] of cases) {
        const result = await upWith(project, '1_forgets.js', afterTable(statement));
        expectJson(result, {
          ...forgot,
          message: /1_forgets\.js: up forgot an await: a statement was built and never run/,
        });
        expect(result.json().error?.details).toEqual([told]);
      }
      // Its SQL cannot be shown either: it would lack that statement.
      const plan = await project.run('migrate', 'plan', '--json');
      expectJson(plan, forgot, 'migrate plan');
    });

    it('for what it has started', async () => {
      const project = await createProject(engine, {});
      for (const statement of [
        "knex.raw('CREATE TABLE started (id int)').then(() => undefined);",
        "setImmediate(() => { knex.raw('CREATE TABLE started (id int)').then(() => undefined); });",
        "knex.transaction(async (trx) => { await trx.raw('CREATE TABLE started (id int)'); }).catch(() => undefined);",
      ]) {
        expectJson(await upWith(project, '1_forgets.js', afterTable(statement)), forgot);
      }
    });

    it('for what fails later: no crash, but the error that nobody awaited', async () => {
      const project = await createProject(engine, {});
      const late = 'await new Promise((resolve) => setTimeout(resolve, 50));';
      const cases: readonly [statement: string, message: RegExp][] = [
        ["knex.raw('INSERT INTO no_such_table (id) VALUES (1)').then(() => undefined);", /no_such_table/],
        [
          "knex.raw('SELECT 1').then(() => knex.raw('INSERT INTO no_such_table (id) VALUES (1)'));",
          /no_such_table/,
        ],
        [`Promise.reject(new Error('floating')); ${late}`, /did not wait for failed: floating/],
        [`setTimeout(() => { throw new Error('timer'); }, 1); ${late}`, /did not wait for failed: timer/],
        [
          `setTimeout(() => process.exit(), 1); ${late}`,
          /did not wait for failed: process\.exit\(\) was called/,
        ],
      ];
      for (const [statement, message] of cases) {
        const result = await upWith(project, '1_forgets.js', afterTable(statement));
        expectJson(result, { ...forgot, message });
        expect(result.json().error?.details?.[0]).toMatch(/1_forgets\.js:3/);
      }
    });

    it('at all: no promise, or many', async () => {
      const project = await createProject(engine, {});
      const create = "knex.schema.createTable('half_done', (table) => { table.integer('id'); })";
      for (const [body, message] of [
        [`${create};`, /1_returns\.js: up returned no promise/],
        [`return [${create}, knex.raw('SELECT 1')];`, /1_returns\.js: up returned an array/],
        ['return 5;', /1_returns\.js: up returned no promise/],
      ] as const) {
        const result = await upWith(project, '1_returns.js', `export function up(knex) { ${body} }`);
        expectJson(result, { ...bad, message, hint: /async/ });
      }
    });
  });

  it.runIf(process.platform !== 'win32')('a migration that waits for ever ends with Ctrl-C', async () => {
    const project = await createProject(engine, {
      'migrations/1_waits.js': afterTable('await new Promise(() => undefined);'),
    });
    const running = project.start({}, 'migrate', 'up', '--json');
    await running.saw('applying 1_waits');
    running.child.kill('SIGINT');
    const result = await running.result;
    expect(result.json()).toMatchObject({
      error: { code: 'INTERRUPTED' },
      results: [{ name: '1_waits', status: 'failed' }],
    });
    expect(result.exitCode).toBe(130);
    expect(await project.database.tables()).toEqual([]);
  });

  describe('a migration with transactions of its own', () => {
    it('has them as savepoints', async () => {
      const project = await createProject(engine, {
        'migrations/1_savepoint.js': afterTable(`await knex.transaction(async (trx) => {
    await trx.raw('CREATE TABLE inner_one (id int)');
    await trx.transaction(async (deeper) => { await deeper('inner_one').insert({ id: 1 }); });
  });
  const open = await knex.transaction();
  await open('inner_one').insert({ id: 2 });
  await open.commit();`),
      });
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
      expect(await project.database.query('SELECT id FROM inner_one ORDER BY id')).toEqual([
        { id: 1 },
        { id: 2 },
      ]);
    });
  });
}
