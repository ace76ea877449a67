import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mssqlConnectFault } from '../../src/database/dialects/mssql.ts';
import { mssqlFault } from '../../src/database/dialects/mssql-errors.ts';
import { expectNoStack } from '../support/expect-refusal.ts';
import { seeded } from '../support/random.ts';
import { connectTo, everyTypeAnswer, everyTypeRows, query } from '../support/tds/driver.ts';
import { packetType, toPackets } from '../support/tds/packets.ts';
import { scriptedProject } from '../support/tds/project.ts';
import { type Deed, delivers, fails, garbles, on, rewrites, type Turn } from '../support/tds/script.ts';
import { standIn } from '../support/tds/stand-in.ts';
import {
  doneToken,
  errorToken,
  loginAccepted,
  packetSize,
  transactionRolledBack,
} from '../support/tds/tokens.ts';

const plain = 'encrypt=false';
/** For what gets no answer. */
const impatient = 'encrypt=false&connectTimeout=400ms';
const error = { number: 1205, message: 'deadlock: Łódź 🚀', severity: 13, state: 51, line: 7 };

/** Delivers answers cut in two: the first behind its first byte, the next behind its second … */
function cutEverywhere(answer: (turn: Turn) => Promise<Buffer> | Buffer): Deed {
  let after = 0;
  return async (turn) => {
    after += 1;
    await turn.send(await answer(turn), { packets: { after }, segments: { after: 8 + after } });
  };
}

describe('an answer in pieces', () => {
  it('may be cut behind any byte', async () => {
    const server = await standIn([
      on(
        /^SELECT 1$/,
        cutEverywhere(() => everyTypeAnswer),
      ),
      on(
        /^DROP TABLE gone$/,
        cutEverywhere((turn) => turn.perform()),
      ),
    ]);
    const connection = await connectTo(server.url({ options: plain }));
    for (let cut = 1; cut < everyTypeAnswer.length; cut += 1)
      expect((await query(connection, 'SELECT 1')).rows).toEqual(everyTypeRows);
    for (let cut = 1; cut < errorToken(error).length; cut += 1)
      await expect(query(connection, 'DROP TABLE gone')).rejects.toMatchObject({ number: 208 });
  });

  it('to a login too', async () => {
    const server = await standIn([
      on(
        /^LOGIN/,
        cutEverywhere((turn) => turn.perform()),
      ),
    ]);
    for (let cut = 1; cut < loginAccepted('shop').length; cut += 1)
      (await connectTo(server.url({ options: plain }))).close();
  });

  it.each([
    ['one by one, with TLS', 'encrypt=true', { packets: 1, segments: 5 }],
    ['slowly, without', 'encrypt=false', { segments: 20, pause: 1 }],
  ] as const)('migrates as it does whole: %s', async (_name, url, delivery) => {
    const { run, history } = await scriptedProject([], { url, delivery });
    const up = await run('migrate', 'up');
    expect(up.exitCode, up.stderr).toBe(0);
    expect(Object.keys(history())).toEqual(['1_first', '2_second', '3_third']);
  });
});

const noColumn = Buffer.from([0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0]);
const strange: readonly (readonly [string, Deed])[] = [
  ['no token that there is', rewrites((answer) => Buffer.concat([Buffer.from([0x42]), answer]))],
  ['the end is missing', rewrites((answer) => answer.subarray(0, -5))],
  ['an answer to something else', rewrites(() => Buffer.concat([loginAccepted('shop'), doneToken()]))],
  ['a column of a type that there is not', rewrites(() => noColumn)],
  ['a packet shorter than its head', garbles(() => Buffer.from([4, 1, 0, 3, 0, 0, 1, 0, 0xfd, 0, 0]))],
  ['another protocol', garbles(() => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))],
  ['nothing but zeros', garbles((wire) => Buffer.alloc(wire.length))],
];

/** What came of something that must not take for ever. */
async function outcome(promise: Promise<unknown>): Promise<unknown> {
  const ended = promise.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  return Promise.race([ended, sleep(30_000, 'it hangs', { ref: false })]);
}

describe('an answer that is none', () => {
  it.each(strange)('fails the login that it came to: %s', async (_name, deed) => {
    for (const stage of [/^PRELOGIN/, /^LOGIN/, /^set ansi_nulls/]) {
      const server = await standIn([on(stage, deed)]);
      const fault = mssqlConnectFault(await outcome(connectTo(server.url({ options: impatient }))));
      // What asks for nothing, or tells of a login that is there already, does no harm.
      if (fault.message !== 'no error')
        expect(fault.code, fault.message).toMatch(/^(?:CONNECTION_LOST|UNREACHABLE)$/);
    }
  });

  it.each(strange)('fails the statement that it came to: %s', async (_name, deed) => {
    const close: Deed = async (turn) => {
      await deed(turn);
      turn.close('end');
    };
    const server = await standIn([on(/^SELECT 1$/, close)]);
    const connection = await connectTo(server.url({ options: plain }));
    const fault = mssqlFault(await outcome(query(connection, 'SELECT 1')));
    expect(fault.code, fault.message).toBe('CONNECTION_LOST');
  });

  it('asks for packets that hold nothing: none is sent', async () => {
    for (const size of ['4', '0', '-1', 'many']) {
      const server = await standIn([
        on(
          /^LOGIN/,
          rewrites((answer) => Buffer.concat([packetSize(size), answer])),
        ),
      ]);
      const fault = mssqlConnectFault(await outcome(connectTo(server.url({ options: impatient }))));
      expect(fault).toMatchObject({ code: 'CONNECTION_LOST', number: 'EGARBLED' });
    }
  });

  it('whatever it is, ends what waits for it', async () => {
    const random = seeded(20260101);
    const damaged = (answer: Buffer): Buffer => {
      const bytes = Buffer.from(answer);
      for (let flips = random.int(1, 4); flips > 0; flips -= 1)
        bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
      return bytes;
    };
    const thenCloses =
      (bytes: (turn: Turn) => Promise<Buffer>): Deed =>
      async (turn) => {
        await turn.sendRaw(await bytes(turn));
        turn.close('end');
      };
    const wire = (payload: Buffer): Buffer => toPackets(packetType.reply, payload);
    const atLogin = await standIn([
      on(
        /^LOGIN/,
        thenCloses(async (turn) => damaged(turn.toWire(await turn.perform()))),
      ),
    ]);
    const logins = await Promise.all(
      Array.from({ length: 150 }, () => outcome(connectTo(atLogin.url({ options: impatient })))),
    );
    const atStatement = await standIn([
      on(
        /^SELECT 1$/,
        thenCloses(async () => damaged(wire(everyTypeAnswer))),
      ),
      on(
        /^DROP TABLE/,
        thenCloses(async () => damaged(wire(errorToken(error)))),
      ),
    ]);
    const url = atStatement.url({ options: plain });
    const statements = ['SELECT 1', 'DROP TABLE gone'].flatMap((sql) =>
      Array.from({ length: 100 }, async () => outcome(query(await connectTo(url), sql))),
    );
    expect([...logins, ...(await Promise.all(statements))].filter((each) => each === 'it hangs')).toEqual([]);
  });

  it('is told from one that came whole before the connection ended', async () => {
    const killed = 'Cannot continue the execution because the session is in the kill state.';
    const server = await standIn([on(/^SELECT 1$/, fails(596, killed, { severity: 21 }))]);
    // Many at once: an answer, and the end of its connection, are then often met together.
    const url = server.url({ options: plain });
    const connections = await Promise.all(Array.from({ length: 100 }, () => connectTo(url)));
    const told = await Promise.all(connections.map((each) => outcome(query(each, 'SELECT 1'))));
    expect(told.filter((each) => mssqlFault(each).number !== '596')).toEqual([]);
  });

  it('to the cancelling of a statement neither hangs nor throws past everybody', async () => {
    const rolledBack = rewrites((answer) => Buffer.concat([transactionRolledBack(Buffer.alloc(8)), answer]));
    const server = await standIn([on(/^ATTENTION$/, rolledBack)]);
    const connection = await connectTo(server.url({ options: plain }));
    const waiting = outcome(query(connection, "WAITFOR DELAY '00:05:00'"));
    await server.hears(/WAITFOR/);
    connection.cancel();
    expect(mssqlFault(await waiting).code).toMatch(/^(?:CANCELLED|CONNECTION_LOST)$/);
  });
});

describe('the command, when an answer is none', () => {
  const unknownToken = strange[0]?.[1] as Deed;

  it('tells it, without a stack', async () => {
    const { run } = await scriptedProject([on(/OBJECT_ID/, unknownToken)]);
    const status = await run('migrate', 'status');
    expectNoStack(status);
    expect(status.exitCode).toBe(1);
    expect(status.stderr).toMatch(
      /the answer cannot be read \(Unknown type: 66\) \(EGARBLED\) \[CONNECTION_LOST\]/,
    );
    expect(status.stderr).toMatch(/^hint {2}What answers is no SQL Server, or something on the way/m);
  });

  it('rolls back the migration that it met, and does not lose a COMMIT that was done', async () => {
    const { run, history, tables } = await scriptedProject([
      on(/\bCOMMIT\b/, unknownToken, { times: 1 }),
      on(/CREATE TABLE second_two/, unknownToken, { times: 1 }),
    ]);
    const up = await run('migrate', 'up', '--json');
    expectNoStack(up);
    expect(up.exitCode).toBe(1);
    expect(up.json().results.map(({ status }) => status)).toEqual(['applied', 'failed', 'not-run']);
    expect(up.json().error?.message).toMatch(
      /2_second failed in up: the answer cannot be read .*\(EGARBLED\)/,
    );
    expect(history()).toEqual({ '1_first': 'applied' });
    expect(tables()).toEqual(['first_one']);
  });

  it('waits for a slow statement as long as it takes', async () => {
    const { run, history } = await scriptedProject(
      [on(/CREATE TABLE first_one/, delivers({ segments: 12, pause: 400 }), { times: 1 })],
      { url: 'connectTimeout=1' },
    );
    expect(await run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    expect(Object.keys(history())).toHaveLength(3);
  });
});
