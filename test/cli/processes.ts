import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Engine, isBabelfish } from '../support/engines.ts';
import { createProject, migration, names, type TestProject } from '../support/projects.ts';

/** The migration itself waits, in the middle of its transaction, and the server has nothing to do. */
const idle = 'await new Promise((resolve) => setTimeout(resolve, 60_000));';

/** A minute in which the server is busy with the migration's statement, where it can be told to stop then. */
async function busy(engine: Engine): Promise<string> {
  if (engine.name === 'postgres') return "await knex.raw('SELECT pg_sleep(60)');";
  // Babelfish hears neither an attention nor the death of its client before the statement is done.
  if (engine.name === 'mssql' && !(await isBabelfish())) return `await knex.raw("WAITFOR DELAY '00:01:00'");`;
  return idle;
}

function slowMigration(slow: string): Readonly<Record<string, string>> {
  return {
    'migrations/1_first.sql': '-- up\nCREATE TABLE first_one (id int);\n-- down\nDROP TABLE first_one;\n',
    'migrations/2_slow.ts': migration(
      `  await knex.raw('CREATE TABLE half_done (id int)');
  if (process.env.SLOW === '1') {
    writeFileSync('busy', '');
    ${slow}
  }`,
      "  await knex.raw('DROP TABLE half_done');",
      "import { writeFileSync } from 'node:fs';",
    ),
  };
}

/** Signals, sudden death and rivals: each with real processes on a real database. */
export function processBehaviour(engine: Engine): void {
  const unix = process.platform !== 'win32';

  describe('interrupted', () => {
    for (const [signal, exitCode] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      it.runIf(unix)(
        `rolls back what runs, frees the lock and ends with ${exitCode} on ${signal}`,
        async () => {
          const project = await createProject(engine, slowMigration(await busy(engine)));
          const running = project.start({ SLOW: '1' }, 'migrate', 'up', '--json');
          await running.saw('applying 2_slow');
          await untilBusy(project);
          running.child.kill(signal);
          const result = await running.result;
          expect(result.exitCode).toBe(exitCode);
          expect(result.json()).toMatchObject({ ok: false, error: { code: 'INTERRUPTED' } });
          expect(result.json().results.map(({ name, status }) => [name, status])).toEqual([
            ['1_first', 'applied'],
            ['2_slow', 'failed'],
          ]);
          expect(await project.database.tables()).toEqual(['first_one']);
          expect(await project.status()).toEqual({ '1_first': 'applied', '2_slow': 'pending' });
          expect(await project.run('migrate', 'up', '--lock-timeout', '5s')).toMatchObject({ exitCode: 0 });
          expect(await project.database.tables()).toEqual(['first_one', 'half_done']);
        },
      );
    }
  });

  describe('killed', () => {
    it.each(['idle', 'busy'])('needs no manual unlock (%s): the next run carries on', async (kind) => {
      const slow = kind === 'busy' ? await busy(engine) : idle;
      const project = await createProject(engine, slowMigration(slow));
      const running = project.start({ SLOW: '1' }, 'migrate', 'up');
      await running.saw('applying 2_slow');
      await untilBusy(project);
      running.child.kill('SIGKILL');
      await running.result;
      const next = await project.run('migrate', 'up', '--json', '--lock-timeout', '30s');
      expect(next.exitCode).toBe(0);
      expect(next.json().results.map(({ name, status }) => [name, status])).toEqual([['2_slow', 'applied']]);
      expect(await project.database.tables()).toEqual(['first_one', 'half_done']);
    });
  });

  describe('a migration without a transaction', () => {
    it.runIf(engine.isServer)('is no failure while it runs', async () => {
      const project = await createProject(engine, {
        'migrations/1_alone.ts': migration(
          `  writeFileSync('busy', '');\n  ${idle}`,
          '',
          "import { writeFileSync } from 'node:fs';\nexport const config = { transaction: false };",
        ),
      });
      const running = project.start({}, 'migrate', 'up');
      await untilBusy(project);
      expect(await project.status()).toEqual({ '1_alone': 'running' });
      const check = await project.run('migrate', 'check', '--json');
      expect(check.exitCode).toBe(2);
      expect(check.json().findings).toMatchObject([{ rule: 'running-migration' }]);
      running.child.kill('SIGKILL');
      await running.result;
      await expect.poll(() => project.status()).toEqual({ '1_alone': 'failed' });
    });
  });

  describe('rivals', () => {
    it('all end well, and each migration runs once', async () => {
      const project = await createProject(engine);
      const rivals = engine.isServer ? 8 : 3;
      const results = await Promise.all(
        Array.from({ length: rivals }, () =>
          project.run('migrate', 'up', '--json', '--lock-timeout', '120s'),
        ),
      );
      for (const result of results) expect(result).toMatchObject({ exitCode: 0 });
      const applied = results.flatMap((result) => result.json().results.map(({ name }) => name));
      expect(applied.sort()).toEqual([...names]);
      const events = (await project.run('migrate', 'history', '--json')).json().events;
      expect(events.map(({ name }) => name).sort()).toEqual([...names]);
    });

    it('that wait too long end with 3 and say who holds the lock', async () => {
      const project = await createProject(engine, slowMigration(idle));
      const running = project.start({ SLOW: '1' }, 'migrate', 'up');
      await running.saw('applying 2_slow');
      const second = await project.run('migrate', 'up', '--lock-timeout', '1s', '--json');
      expect(second.exitCode).toBe(3);
      expect(second.json().error).toMatchObject({ code: 'LOCK_TIMEOUT' });
      const message = second.json().error?.message ?? '';
      // Babelfish does not show who holds an application lock; every other server does.
      if (!message.includes('does not tell')) expect(message).toContain(String(running.child.pid));
      else expect(engine.name).toBe('mssql');
      running.child.kill('SIGKILL');
      await running.result;
    });
  });
}

/** Waits until the migration is at its slow statement, which it says by a file. */
async function untilBusy({ folder }: TestProject): Promise<void> {
  while (!existsSync(join(folder, 'busy'))) await sleep(20);
}
