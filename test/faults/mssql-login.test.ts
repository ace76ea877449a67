import { describe, expect, it } from 'vitest';
import { cli, type Result, temporaryFolder } from '../support/cli.ts';
import { expectJson, expectNoStack } from '../support/expect-refusal.ts';
import { encoded, expectNoPassword } from '../support/secret-watch.ts';
import { packetType, toPackets } from '../support/tds/packets.ts';
import { scriptedProject, secretDatabase } from '../support/tds/project.ts';
import { closes, fails, isSilent, on, type Rule, redirects } from '../support/tds/script.ts';
import { type StandIn, standIn } from '../support/tds/stand-in.ts';

const busy: Readonly<Record<number, string>> = {
  40613:
    "Database 'shop' on server 'stand-in' is not currently available. Please retry the connection later.",
  40501: 'The service is currently busy. Retry the request after 10 seconds. Incident ID: <none>. Code: 1.',
  10928: 'Resource ID: 1. The session limit for the database is 30 and has been reached.',
  10929:
    'Resource ID: 1. The session minimum guarantee is 0, maximum limit is 180 and the current usage is 180.',
  40197: 'The service has encountered an error processing your request. Please try again. Error code 40540.',
};
const isBusy = (number: number) => fails(number, busy[number] ?? '', { severity: 17 });

const logins = (server: StandIn): number =>
  server.heard.filter(({ text }) => text.startsWith('LOGIN')).length;

/** One attempt, without those that follow it. */
async function once(server: StandIn, options: string): Promise<Result> {
  const url = server.url({ options });
  const result = await cli(['wait', '--timeout', '1ms', '--url', url, '--json'], { cwd: temporaryFolder() });
  expectNoPassword(result.stdout + result.stderr);
  return result;
}

describe('a login', () => {
  it('that is refused is not tried again, and shows no password', async () => {
    const { server, run, folder } = await scriptedProject();
    const url = server.url({ password: `${encoded}wrong` });
    const told = await run('migrate', 'up', '--url', url);
    expectNoPassword(told.stdout + told.stderr);
    expectNoStack(told);
    expect(told.exitCode).toBe(1);
    expect(told.stderr).toMatch(
      /refused the login: Login failed for user 'app'\. \(18456\) \[LOGIN_FAILED\]/,
    );
    expect(told.stderr).toMatch(/hint {2}Check user and password/);
    expect(told.stderr).not.toContain('trying again');
    expect(logins(server)).toBe(1);
    const json = await cli(['migrate', 'status', '--json', '--verbose', '--url', url], { cwd: folder });
    expect(json.json().error).toMatchObject({ code: 'LOGIN_FAILED' });
    expectNoPassword(json.stdout + json.stderr);
    expect(logins(server)).toBe(2);
  });

  it('to a database that is not there says so in the words of the server', async () => {
    const server = await standIn([], { database: secretDatabase() });
    const url = server.url({ database: 'shopp' });
    const missing = await cli(['wait', '--timeout', '1ms', '--url', url, '--json'], {
      cwd: temporaryFolder(),
    });
    expectJson(missing, {
      exitCode: 1,
      code: 'DATABASE_MISSING',
      message:
        /\/shopp has no such database, .*Cannot open database "shopp" requested by the login.*\(4060\)/,
      hint: /CREATE DATABASE/,
    });
  });

  it('that meets fail-over and throttling is tried again until it succeeds', async () => {
    const numbers = [40613, 40501, 10928, 10929];
    const { run, history, server } = await scriptedProject(
      numbers.map((number) => on(/^LOGIN/, isBusy(number), { times: 1 })),
    );
    const up = await run('migrate', 'up', '--json');
    expect(up.exitCode, up.stderr).toBe(0);
    for (const number of numbers) expect(up.stderr).toContain(`(${number}); trying again in`);
    expect(Object.keys(history())).toEqual(['1_first', '2_second', '3_third']);
    // Four in vain, the one that migrates, the one that holds the lock.
    expect(logins(server)).toBe(6);
  });

  it('of the connection that is to hold the lock is tried again too', async () => {
    const { run, history } = await scriptedProject([on(/^LOGIN/, isBusy(10928), { skip: 1, times: 2 })]);
    const up = await run('migrate', 'up');
    expect(up.exitCode, up.stderr).toBe(0);
    expect(up.stderr).toContain('(10928); trying again in');
    expect(Object.keys(history())).toHaveLength(3);
  });

  it('that stays in vain tells what the server said', async () => {
    const cwd = temporaryFolder();
    const scenes = Object.keys(busy).map(async (key) => {
      const number = Number(key);
      const server = await standIn([on(/^LOGIN/, isBusy(number))], { database: secretDatabase() });
      const args = ['wait', '--timeout', '600ms', '--url', server.url(), '--json'];
      expectJson(await cli(args, { cwd }), {
        exitCode: 1,
        code: 'UNREACHABLE',
        message: new RegExp(`cannot be reached: ${busy[number]?.slice(0, 20)}.*\\(${number}\\)`),
        hint: /Azure SQL/,
      });
    });
    await Promise.all(scenes);
  });

  it('that loses its connection is tried again, whenever that is', async () => {
    const { run, history } = await scriptedProject([
      on(/^PRELOGIN/, closes('before', 'reset'), { times: 1 }),
      on(/^LOGIN/, closes('before'), { times: 1 }),
      on(/^set ansi_nulls/, closes('after', 'reset'), { times: 1 }),
    ]);
    const up = await run('migrate', 'up');
    expect(up.exitCode, up.stderr).toBe(0);
    expect(up.stderr.match(/trying again in/g)).toHaveLength(3);
    expect(Object.keys(history())).toHaveLength(3);
  });
});

describe('a slow server', () => {
  const half: Rule['deed'] = async (turn) => {
    const after = 30;
    const wire = toPackets(packetType.reply, await turn.perform(), { after });
    await turn.sendRaw(wire.subarray(0, 8 + after));
  };
  const encryptedAnswerOnly: Rule['deed'] = async (turn) => turn.sendRaw(turn.toWire(await turn.perform()));
  const scenes: readonly (readonly [string, readonly Rule[]])[] = [
    ['says nothing at all', [on(/^PRELOGIN/, isSilent)]],
    [
      'begins TLS and goes no further',
      [on(/^PRELOGIN/, encryptedAnswerOnly, { times: 1 }), on(/./, isSilent)],
    ],
    ['says nothing to the login', [on(/^LOGIN/, isSilent)]],
    ['stops in the middle of its answer to the login', [on(/^LOGIN/, half)]],
    ['says nothing to the first statement', [on(/^set ansi_nulls/, isSilent)]],
  ];

  it('is not waited for longer than the connect timeout', async () => {
    const tried = scenes.map(async ([scene, rules]) => {
      const server = await standIn(rules, { database: secretDatabase() });
      const result = await once(server, 'trustServerCertificate=true&connectTimeout=1');
      expect(result.json().error?.message, scene).toMatch(/cannot be reached: .*(?:1000ms|1 s)/);
      expectJson(result, {
        exitCode: 1,
        code: 'UNREACHABLE',
        message: /\(ETIMEOUT\)/,
        hint: /No answer: check host, port, firewall/,
      });
    });
    await Promise.all(tried);
  });
});

describe('a redirect', () => {
  it('is followed, and what is asked there is asked there only', async () => {
    const database = secretDatabase({ edition: 5 });
    const there = await standIn([], { database });
    const { run, server, history } = await scriptedProject(
      [
        on(
          /^LOGIN/,
          redirects(() => there.port),
        ),
      ],
      {
        database,
      },
    );
    const up = await run('migrate', 'up');
    expect(up.exitCode, up.stderr).toBe(0);
    expect(Object.keys(history())).toHaveLength(3);
    expect(new Set(server.heard.map(({ text }) => text))).toEqual(new Set(['PRELOGIN', 'LOGIN app shop']));
    expect(there.heard.filter(({ text }) => text === 'COMMIT TRANSACTION')).toHaveLength(3);
  });

  it('that leads in a circle ends', async () => {
    const server: StandIn = await standIn(
      [
        on(
          /^LOGIN/,
          redirects(() => server.port),
        ),
      ],
      {
        database: secretDatabase(),
      },
    );
    expectJson(await once(server, 'trustServerCertificate=true&connectTimeout=5'), {
      exitCode: 1,
      code: 'UNREACHABLE',
      message: /cannot be reached: .*redirect/,
      hint: /redirect/,
    });
  });
});
