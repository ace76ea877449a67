import { describe, expect, it } from 'vitest';
import type { Document, Result } from '../support/cli.ts';
import { expectNoStack } from '../support/expect-refusal.ts';
import { expectNoPassword } from '../support/secret-watch.ts';
import { type ScriptedOptions, type ScriptedProject, scriptedProject } from '../support/tds/project.ts';
import { type Closing, closes, fails, on, type Rule } from '../support/tds/script.ts';

const all = ['1_first', '2_second', '3_third'];
const allTables = ['first_one', 'second_one', 'second_three', 'second_two', 'third_one'];
const stopped = [
  ['1_first', 'applied'],
  ['2_second', 'failed'],
  ['3_third', 'not-run'],
];
const everyApplied = all.map((name) => [name, 'applied']);

interface Ran extends ScriptedProject {
  readonly result: Result;
  /** Name and status of each. */
  readonly results: readonly (readonly [string, string])[];
  readonly error: Document['error'];
}

/** Runs `migrate up`, and hands out what it says beside what is true. */
async function up(rules: readonly Rule[], options: ScriptedOptions = {}, ...flags: string[]): Promise<Ran> {
  const project = await scriptedProject(rules, options);
  const result = await project.run('migrate', 'up', '--json', ...flags);
  expectNoStack(result);
  expectNoPassword(result.stdout + result.stderr);
  const { results, error } = result.json();
  return { ...project, result, results: results.map(({ name, status }) => [name, status]), error };
}

/** Nothing of the second migration is there. */
function expectRolledBack({ history, tables }: ScriptedProject): void {
  expect(history()).toEqual({ '1_first': 'applied' });
  expect(tables()).toEqual(['first_one']);
}

/** The next run carries on, without any step by hand. */
async function expectCarriesOn({ tables, run }: ScriptedProject): Promise<void> {
  const next = await run('migrate', 'up', '--json');
  expect(next.exitCode, next.stderr).toBe(0);
  expect(next.json().results.map(({ name }) => name)).toEqual(['2_second', '3_third']);
  expect(tables()).toEqual(allTables);
}

describe('a change of the history alone', () => {
  it.each(['end', 'reset'] as const)('in which the connection breaks (%s) is told as that', async (how) => {
    const insert = /INSERT INTO \[dbo\]\.\[quodsi_db_migrations\] /;
    const project = await scriptedProject([on(insert, closes('before', how), { times: 1 })]);
    const mark = () => project.run('migrate', 'mark', '1_first', '--applied', '--yes', '--json');
    const broken = await mark();
    expectNoStack(broken);
    expect(broken.exitCode).toBe(1);
    expect(broken.json().error).toMatchObject({ code: 'CONNECTION_LOST', hint: expect.any(String) });
    expect(project.history()).toEqual({});
    expect(await mark()).toMatchObject({ exitCode: 0 });
    expect(project.history()).toEqual({ '1_first': 'applied' });
  });
});

const victim =
  'Transaction (Process ID 52) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.';

describe('a statement in the middle of a migration', () => {
  it.each([
    [1205, victim, 13, /deadlock victim and rolled it back: run it again/],
    [1222, 'Lock request time out period exceeded.', 16, /Another session holds a lock on the object/],
    [40501, 'The service is currently busy.', 20, /Azure SQL is at a limit/],
  ] as const)(
    'that fails with %i takes its migration along, and no other',
    async (number, message, severity, hint) => {
      const statement = /CREATE TABLE second_two/;
      const project = await up([on(statement, fails(number, message, { severity }), { times: 1 })]);
      expect(project.result.exitCode).toBe(1);
      expect(project.results).toEqual(stopped);
      expect(project.error).toMatchObject({
        code: 'MIGRATION_FAILED',
        message: `migration 2_second failed in up: ${message} (${number})`,
        hint: expect.stringMatching(hint),
        details: expect.arrayContaining([
          expect.stringMatching(/2_second\.sql:4$/),
          '> CREATE TABLE second_two (',
        ]),
      });
      const [, failed] = project.server.database.tables.get('quodsi_db_migrations_log') ?? [];
      expect([failed?.event, failed?.name]).toEqual(['failed', '2_second']);
      expectRolledBack(project);
    },
  );

  it.each(['end', 'reset'] as const)('at which the connection breaks (%s) does the same', async (how) => {
    const project = await up([on(/CREATE TABLE second_two/, closes('after', how), { times: 1 })]);
    expect(project.result.exitCode).toBe(1);
    expect(project.results).toEqual(stopped);
    expect(project.error).toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringMatching(/2_second failed in up: .*\(ECONNRESET\)/),
      hint: 'The connection broke: check the network and the server log.',
    });
    expectRolledBack(project);
    if (how === 'reset') await expectCarriesOn(project);
  });
});

describe('between two migrations', () => {
  it.each(['before', 'after'] as const)('a connection that breaks is replaced (%s)', async (when) => {
    // The first two are those of the connections when they are new.
    const reset = on(/^set ansi_nulls/, closes(when, 'reset'), { skip: 2, times: 1 });
    const project = await up([reset]);
    expect(project.result.exitCode, project.result.stderr).toBe(0);
    expect(project.results).toEqual(everyApplied);
    expect(project.tables()).toEqual(allTables);
  });
});

describe('a COMMIT whose answer is lost', () => {
  /** The second migration's; with it, whatever else is to happen. */
  const atCommit = (when: 'before' | 'after', how: Closing, ...more: Rule[]): Rule[] => [
    on(/\bCOMMIT\b/, closes(when, how), { skip: 1, times: 1 }),
    ...more,
  ];

  it.each(['end', 'reset'] as const)(
    'was done (%s): the history shows it, and the run goes on',
    async (how) => {
      const project = await up(atCommit('after', how));
      expect(project.result.exitCode, project.result.stderr).toBe(0);
      expect(project.results).toEqual(everyApplied);
      expect(Object.keys(project.history())).toEqual(all);
      expect(project.tables()).toEqual(allTables);
      // On another connection than the one that broke.
      const { heard } = project.server;
      const commits = heard.filter(({ text }) => /\bCOMMIT\b/.test(text)).map(({ session }) => session);
      expect(commits).toHaveLength(3);
      expect(new Set(commits).size).toBe(2);
    },
  );

  it('was not done: the migration has failed', async () => {
    const project = await up(atCommit('before', 'reset'));
    expect(project.result.exitCode).toBe(1);
    expect(project.results).toEqual(stopped);
    expect(project.error).toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringMatching(/2_second could not be committed: .*\(ECONNRESET\)/),
    });
    expectRolledBack(project);
    await expectCarriesOn(project);
  });

  it('is found out also when the server takes a while to come back', async () => {
    const moving = fails(40613, "Database 'shop' is not currently available.", { severity: 17 });
    const project = await up(atCommit('after', 'reset', on(/^LOGIN/, moving, { skip: 2, times: 2 })));
    expect(project.result.exitCode, project.result.stderr).toBe(0);
    expect(project.results).toEqual(everyApplied);
    expect(project.result.stderr).toContain('(40613); trying again in');
  });

  it('stays open when the server does not come back: neither is claimed', async () => {
    const gone = fails(18456, "Login failed for user 'app'.", { severity: 14 });
    const project = await up(atCommit('after', 'reset', on(/^LOGIN/, gone, { skip: 2 })));
    expect(project.result.exitCode).toBe(1);
    expect(project.results).toEqual(stopped);
    expect(project.error).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      message: expect.stringMatching(
        /broke at the COMMIT of migration 2_second, and whether it was done cannot be read/,
      ),
      hint: expect.stringMatching(/took effect as a whole, or not at all: "quodsi-db migrate status"/),
    });
  });

  it.each(['before', 'after'] as const)('of one transaction for all is asked for too (%s)', async (when) => {
    const project = await up([on(/\bCOMMIT\b/, closes(when, 'reset'), { times: 1 })], {}, '--tx-mode', 'all');
    const done = when === 'after';
    expect(project.result.exitCode, project.result.stderr).toBe(done ? 0 : 1);
    expect(project.results).toEqual(all.map((name) => [name, done ? 'applied' : 'not-run']));
    expect(Object.keys(project.history())).toEqual(done ? all : []);
    if (!done)
      expect(project.error?.message).toMatch(
        /the transaction of 3 migrations could not be committed: .*\(ECONNRESET\)/,
      );
  });

  it('of a migration on its way back is asked for too', async () => {
    const { run, history, tables } = await scriptedProject([
      on(/\bCOMMIT\b/, closes('after', 'reset'), { skip: 3, times: 1 }),
    ]);
    expect(await run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    const down = await run('migrate', 'down', '--json', '--step', '2');
    expect(down.exitCode, down.stderr).toBe(0);
    expect(down.json().results.map(({ status }) => status)).toEqual(['reverted', 'reverted']);
    expect(history()).toEqual({ '1_first': 'applied' });
    expect(tables()).toEqual(['first_one']);
  });
});

describe('a migration without a transaction', () => {
  const files = {
    'migrations/1_alone.sql':
      '-- transaction: false\n-- up\nCREATE TABLE alone (id int);\n-- down\nDROP TABLE alone;\n',
  };

  it.each(['before', 'after'] as const)(
    'whose last word to the history is lost says it again where that was not heard (%s)',
    async (when) => {
      const written = await up([on(/^UPDATE .*quodsi_db_migrations/, closes(when, 'reset'), { times: 1 })], {
        files,
      });
      expect(written.result.exitCode, written.result.stderr).toBe(0);
      expect(written.results).toEqual([['1_alone', 'applied']]);
      expect(written.history()).toEqual({ '1_alone': 'applied' });
    },
  );

  it('whose last word to the history is never heard is half-way', async () => {
    const unwritten = await up(
      [on(/^UPDATE .*quodsi_db_migrations/, closes('before', 'reset'), { times: 2 })],
      { files },
    );
    expect(unwritten.result.exitCode).toBe(1);
    expect(unwritten.results).toEqual([['1_alone', 'failed']]);
    expect(unwritten.error?.hint).toContain('migrate mark 1_alone --applied | --reverted');
    expect(unwritten.history()).toEqual({ '1_alone': 'running' });
    expect(await unwritten.run('migrate', 'up')).toMatchObject({ exitCode: 5 });
  });
});
