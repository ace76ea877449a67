import { describe, expect, it } from 'vitest';
import { expectNoStack } from '../support/expect-refusal.ts';
import { scriptedProject, secretDatabase } from '../support/tds/project.ts';
import { type Deed, fails, hangs, on } from '../support/tds/script.ts';
import { doneToken } from '../support/tds/tokens.ts';

const timedOut = fails(1222, 'Lock request time out period exceeded.');

describe('a lock that is waited for', () => {
  const blocker = {
    session_id: 77,
    program_name: 'the application',
    login_name: 'web',
    host_name: 'web-1',
    host_process_id: 4711,
    login_time: new Date('2026-01-02T03:04:05Z'),
  };

  it('is told with who holds it, where the server tells', async () => {
    const project = await scriptedProject(
      [
        on(/CREATE TABLE second_two/, async (turn) => {
          await project.server.hears(/dm_exec_requests/);
          await timedOut(turn);
        }),
      ],
      { database: secretDatabase({ blocker }) },
    );
    const result = await project.run('migrate', 'up', '--json', '--statement-lock-timeout', '2s');
    expectNoStack(result);
    expect(result.exitCode).toBe(1);
    expect(result.json().error?.hint).toBe(
      'The lock is held by the application, login web, from web-1 process 4711, session 77, since 2026-01-02T03:04:05.000Z. After 2 s it gave up, since whoever comes behind a statement that waits has to wait too. Run again when that is done, or at a quieter time; wait longer with --statement-lock-timeout, or statementLockTimeout in the config where a command lacks the flag; 0 is as long as it takes.',
    );
    expect(result.stderr).toContain('waiting for a lock, held by the application, login web');
    expect(project.history()).toEqual({ '1_first': 'applied' });
  });

  it('is waited for 10 s, in every session and after every reset, unless something else is said', async () => {
    const heard = async (...flags: string[]) => {
      const project = await scriptedProject();
      expect(await project.run('migrate', 'up', ...flags)).toMatchObject({ exitCode: 0 });
      return project.server.heard.flatMap(({ text }) => /SET LOCK_TIMEOUT \S+/.exec(text)?.[0] ?? []);
    };
    // One for the login, one for each reset between two migrations; the session of the migration lock has none.
    expect(await heard()).toEqual(Array(3).fill('SET LOCK_TIMEOUT 10000'));
    expect(await heard('--statement-lock-timeout', '0')).toEqual([]);
    expect(await heard('--tx-mode', 'none')).toContain('SET LOCK_TIMEOUT -1');
  });

  it('is waited for 30 s by a command that only reads, and told with what to do', async () => {
    const project = await scriptedProject([on(/quodsi_db_migrations/, timedOut)]);
    const result = await project.run('migrate', 'status', '--json');
    expectNoStack(result);
    expect(result.exitCode).toBe(1);
    expect(result.json().error).toMatchObject({
      message: expect.stringContaining('Lock request time out period exceeded'),
      hint: expect.stringMatching(/After 30 s it gave up.* statementLockTimeout in the config/s),
    });
    expect(project.server.heard.map(({ text }) => text).join('\n')).toContain('SET LOCK_TIMEOUT 30000');
  });
});

/** A loop sends what its first statements did long before it ends. */
const goesOn: Deed = async (turn) => {
  const packet = turn.toWire(doneToken());
  const status = 1;
  // Not the last of its message.
  packet[status] = 0;
  await turn.sendRaw(packet);
  await hangs(turn);
};

describe('a statement that does not end', () => {
  it.each([
    ['has not begun to answer', hangs],
    ['has begun to answer', goesOn],
  ])(
    'is cancelled after --statement-timeout, its migration rolled back, where it %s',
    async (_what, deed) => {
      const project = await scriptedProject([on(/CREATE TABLE second_two/, deed)]);
      const result = await project.run('migrate', 'up', '--json', '--statement-timeout', '3s');
      expectNoStack(result);
      expect(result.exitCode).toBe(1);
      const { error } = result.json();
      expect(error?.message).toBe(
        'migration 2_second failed in up: Timeout: Request failed to complete in 3000ms (ESTATEMENTTIMEOUT)',
      );
      expect(error?.details?.join('\n')).toMatch(/2_second\.sql:4[\s\S]*CREATE TABLE second_two/);
      expect(error?.hint).toMatch(/^A statement may take 3 s here\. .*--statement-timeout/);
      expect(project.server.heard.map(({ text }) => text)).toContain('ATTENTION');
      expect(project.history()).toEqual({ '1_first': 'applied' });
      expect(project.tables()).toEqual(['first_one']);
    },
  );
});

describe('the clock of the server', () => {
  it.each([
    [90_000, /the server's clock is 90 s ahead of this machine's: set whichever is wrong/],
    [-7_200_000, /the server's clock is 120 min behind this machine's/],
  ])('that is %i ms off is told, and nothing else is done about it', async (clockAhead, told) => {
    const project = await scriptedProject([], { database: secretDatabase({ clockAhead }) });
    const result = await project.run('migrate', 'status');
    expect(result).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(told) });
    expect(await project.run('migrate', 'status', '--quiet')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('that is right is no word worth', async () => {
    const project = await scriptedProject();
    expect(await project.run('migrate', 'status')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
