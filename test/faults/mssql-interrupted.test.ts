import { describe, expect, it } from 'vitest';
import { expectNoStack } from '../support/expect-refusal.ts';
import { scriptedMigrations, scriptedProject } from '../support/tds/project.ts';
import { hangs, isSilent, meanwhile, on } from '../support/tds/script.ts';

const stopped = [
  ['1_first', 'applied'],
  ['2_second', 'failed'],
  ['3_third', 'not-run'],
];

const slow = {
  ...scriptedMigrations,
  'migrations/2_second.sql': `-- up
CREATE TABLE second_one (id int);
GO
WAITFOR DELAY '00:05:00';
-- down
DROP TABLE second_one;
`,
};

describe.runIf(process.platform !== 'win32')('Ctrl-C', () => {
  it('sends an attention, and ends with the transaction rolled back', async () => {
    const { server, start, history, tables } = await scriptedProject([], { files: slow });
    const running = start('migrate', 'up', '--json');
    await server.hears(/WAITFOR/);
    running.child.kill('SIGINT');
    const result = await running.result;
    expect(result.exitCode).toBe(130);
    expectNoStack(result);
    expect(result.json().error).toMatchObject({ code: 'INTERRUPTED' });
    expect(result.json().results.map(({ name, status }) => [name, status])).toEqual(stopped);
    expect(server.heard.map(({ text }) => text)).toContain('ATTENTION');
    expect(history()).toEqual({ '1_first': 'applied' });
    expect(tables()).toEqual(['first_one']);
    // Both sessions have ended in order: the lock is free, and nothing waits for a rollback.
    expect(server.database.locks.size).toBe(0);
  });

  it('ends also when the server does not hear it', async () => {
    const { server, start, history, tables } = await scriptedProject(
      [on(/WAITFOR/, isSilent), on(/^ATTENTION$/, isSilent)],
      { files: slow },
    );
    const running = start('migrate', 'up', '--json');
    await server.hears(/WAITFOR/);
    running.child.kill('SIGTERM');
    const result = await running.result;
    expect(result.exitCode).toBe(143);
    expectNoStack(result);
    expect(result.json().results.map(({ name, status }) => [name, status])).toEqual(stopped);
    expect(history()).toEqual({ '1_first': 'applied' });
    expect(tables()).toEqual(['first_one']);
  });

  it('while it waits for the lock ends the wait', async () => {
    const { server, start } = await scriptedProject([on(/sp_getapplock/, hangs)]);
    const running = start('migrate', 'up', '--json');
    await server.hears(/sp_getapplock/);
    running.child.kill('SIGINT');
    const result = await running.result;
    expect(result.exitCode).toBe(130);
    expectNoStack(result);
    expect(server.heard.map(({ text }) => text)).toContain('ATTENTION');
    expect(server.heard.map(({ text }) => text)).not.toContain('BEGIN TRANSACTION');
  });
});

describe('the session that holds the lock', () => {
  it('ends in the middle of a migration: it is rolled back, and none follows', async () => {
    const project = await scriptedProject(
      [
        on(
          /WAITFOR/,
          meanwhile(() => project.server.endLockHolder()),
        ),
      ],
      { files: slow },
    );
    const result = await project.run('migrate', 'up', '--json');
    expect(result.exitCode).toBe(1);
    expectNoStack(result);
    expect(result.json().error).toMatchObject({
      code: 'LOCK_LOST',
      message: 'the connection for the migration lock has ended',
      hint: expect.stringMatching(/run the command again/),
    });
    expect(result.json().results.map(({ name, status }) => [name, status])).toEqual(stopped);
    expect(project.history()).toEqual({ '1_first': 'applied' });
    expect(project.tables()).toEqual(['first_one']);
  });

  it('ends at a COMMIT: that one is applied, and none follows', async () => {
    const project = await scriptedProject([
      on(
        /\bCOMMIT\b/,
        meanwhile(() => project.server.endLockHolder()),
        { times: 1 },
      ),
    ]);
    const result = await project.run('migrate', 'up', '--json');
    expect(result.exitCode).toBe(1);
    expectNoStack(result);
    expect(result.json().error).toMatchObject({ code: 'LOCK_LOST' });
    expect(result.json().results.map(({ name, status }) => [name, status])).toEqual([
      ['1_first', 'applied'],
      ['2_second', 'not-run'],
      ['3_third', 'not-run'],
    ]);
    expect(project.history()).toEqual({ '1_first': 'applied' });
    expect(project.tables()).toEqual(['first_one']);
  });

  it('is another one: who holds the lock is told, and nothing is run', async () => {
    const { server, run } = await scriptedProject();
    server.database.locks.set('quodsi-db:quodsi_db_migrations', {
      session: 77,
      application: 'quodsi-db migrate up (4711 on web-1)',
      login: 'deploy',
      since: new Date('2026-01-02T03:04:05Z'),
      freed: new Promise(() => undefined),
      free: () => undefined,
    });
    const result = await run('migrate', 'up', '--json', '--lock-timeout', '300ms');
    expect(result.exitCode).toBe(3);
    expect(result.json().error).toMatchObject({
      code: 'LOCK_TIMEOUT',
      message: expect.stringMatching(
        /held: quodsi-db migrate up \(4711 on web-1\), login deploy, .* session 77, since 2026-01-02T03:04:05/,
      ),
    });
    expect(server.heard.map(({ text }) => text)).not.toContain('BEGIN TRANSACTION');
  });
});
