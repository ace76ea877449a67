import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { createProject, migration, names, type TestProject } from '../support/projects.ts';

/** Statements that keep the server, or on the embedded engine the process, busy for a minute. */
const pause: Readonly<Record<Engine['name'], string>> = {
  postgres: "await knex.raw('SELECT pg_sleep(60)');",
  // WAITFOR would do, but not every server that speaks T-SQL has it.
  mssql: `await knex.raw('SELECT COUNT_BIG(*) FROM sys.all_columns a CROSS JOIN sys.all_columns b CROSS JOIN sys.all_columns c');`,
  pglite: 'await new Promise((resolve) => setTimeout(resolve, 60_000));',
};

/** The migration itself waits, in the middle of its transaction, and the server has nothing to do. */
const idle = 'await new Promise((resolve) => setTimeout(resolve, 60_000));';

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
          const project = await createProject(engine, slowMigration(pause[engine.name]));
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
    // Babelfish does not notice that the client of a busy session has died; PostgreSQL and SQL Server do.
    const kinds = engine.name === 'postgres' ? { idle, busy: pause.postgres } : { idle };
    it.each(Object.entries(kinds))(
      'needs no manual unlock (%s): the next run carries on',
      async (_kind, slow) => {
        const project = await createProject(engine, slowMigration(slow));
        const running = project.start({ SLOW: '1' }, 'migrate', 'up');
        await running.saw('applying 2_slow');
        await untilBusy(project);
        running.child.kill('SIGKILL');
        await running.result;
        const next = await project.run('migrate', 'up', '--json', '--lock-timeout', '30s');
        expect(next.exitCode).toBe(0);
        expect(next.json().results.map(({ name, status }) => [name, status])).toEqual([
          ['2_slow', 'applied'],
        ]);
        expect(await project.database.tables()).toEqual(['first_one', 'half_done']);
      },
    );
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
