import { expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { expectNoStack } from '../support/expect-refusal.ts';
import { createProject, type TestProject } from '../support/projects.ts';

/** A migration for each statement, in JavaScript; `head` stands above it. */
const js = (up: string, head = ''): string =>
  `${head}\nexport async function up(knex) {\n  await knex.raw(${JSON.stringify(up)});\n}\nexport async function down() {}\n`;

/** Statements that take what they say, by the engine's words. */
export interface LimitSql {
  readonly sleep: string;
  /** Shows the session's own limit of locks as `limit`, in milliseconds. */
  readonly lockLimit: string;
  readonly noLockLimit: string;
  /** What the server says of itself to be given up. */
  readonly lockNumber: RegExp;
  readonly timeNumber: RegExp;
}

/** Runs `work` while another session holds a lock on the table `busy`. */
export type WithLock = (project: TestProject, work: () => Promise<void>) => Promise<void>;

export function statementLimits(engine: Engine, sql: LimitSql, withLock: WithLock): void {
  const reading = (into: string) =>
    `INSERT INTO limits (name, ms) SELECT '${into}', x.ms FROM (${sql.lockLimit}) x`;
  const shown = async ({ database }: TestProject) =>
    Object.fromEntries(
      (await database.query('SELECT name, ms FROM limits')).map(({ name, ms }) => [name, Number(ms)]),
    );
  const table = 'CREATE TABLE limits (name varchar(20), ms int)';

  it('give up a statement that takes too long, and tell which, how long, and what to do', async () => {
    const project = await createProject(engine, {
      'migrations/1_first.sql': `-- up\n${table};\n`,
      'migrations/2_slow.js': js(sql.sleep),
    });
    const result = await project.run('migrate', 'up', '--json', '--statement-timeout', '5s');
    expectNoStack(result);
    expect(result.exitCode).toBe(1);
    const { error, results } = result.json();
    expect(results.map(({ status }) => status)).toEqual(['applied', 'failed']);
    expect(error?.message).toMatch(sql.timeNumber);
    expect(error?.details?.join('\n')).toMatch(/2_slow\.js:3[\s\S]*(?:pg_sleep|WHILE)/);
    expect(error?.hint).toMatch(/A statement may take 5 s here.*--statement-timeout/);
    expect(await project.database.tables()).toEqual(['limits']);
    expect(await project.status()).toEqual({ '1_first': 'applied', '2_slow': 'pending' });
  });

  it('give up waiting for a lock of others, and roll back', async () => {
    const project = await createProject(engine, {
      'migrations/1_first.sql': '-- up\nCREATE TABLE busy (id int);\n',
    });
    await project.run('migrate', 'up');
    project.write({
      'migrations/2_blocked.sql':
        '-- up\nCREATE TABLE made (id int);\nALTER TABLE busy ADD note varchar(10);\n',
    });
    await withLock(project, async () => {
      const result = await project.run('migrate', 'up', '--json', '--statement-lock-timeout', '3s');
      expectNoStack(result);
      expect(result.exitCode).toBe(1);
      const { error } = result.json();
      expect(error?.message).toMatch(sql.lockNumber);
      if (!error?.message.includes('33557097'))
        expect(error?.hint).toMatch(/After 3 s it gave up.*--statement-lock-timeout/s);
      if (engine.name === 'postgres') {
        expect(error?.hint).toMatch(/The lock is held by blocker, login \w+, from .*, server process \d+/);
        expect(result.stderr).toMatch(/waiting for a lock, held by blocker.*gives up after 3 s/);
      }
    });
    expect(await project.database.tables()).toEqual(['busy']);
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
  });

  it('hold again for every migration, whatever the last one set, and not outside a transaction unless they are asked for', async () => {
    const files = {
      'migrations/1_first.sql': `-- up\n${table};\n`,
      'migrations/2_sets.js': js(`${reading('second')}; ${sql.noLockLimit}`),
      'migrations/3_next.js': js(reading('third')),
      'migrations/4_alone.js': js(reading('alone'), 'export const config = { transaction: false };'),
      'migrations/5_last.js': js(reading('last')),
    };
    const project = await createProject(engine, files);
    const result = await project.run('migrate', 'up');
    expect(result, result.stderr).toMatchObject({ exitCode: 0 });
    const off = engine.dialect === 'mssql' ? -1 : 0;
    expect(await shown(project)).toEqual({ second: 10_000, third: 10_000, alone: off, last: 10_000 });

    const other = await createProject(engine, {
      ...files,
      'quodsi-db.config.mjs': "export default { statementLockTimeout: '4s' };\n",
    });
    expect(await other.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    expect(await shown(other)).toEqual({ second: 4_000, third: 4_000, alone: 4_000, last: 4_000 });
  });
}
