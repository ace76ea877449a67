import type { Socket } from 'node:net';
import { batchAnswer, procedureAnswer } from './answers.ts';
import { openView, ServerError, type StandInDatabase } from './database.ts';
import { type Message, packetType, toPackets } from './packets.ts';
import {
  asksForEncryption,
  type Login,
  parseLogin,
  parseRequest,
  preloginAnswer,
  type Request,
} from './requests.ts';
import { runStatements } from './run-statements.ts';
import type { Deed, Turn } from './script.ts';
import type { StatementContext } from './statements.ts';
import {
  doneToken,
  errorToken,
  loginAccepted,
  type ServerMessage,
  sessionReset,
  transactionBegun,
  transactionCommitted,
  transactionRolledBack,
} from './tokens.ts';
import { type Delivery, openTransport } from './transport.ts';

/** What a session needs of the stand-in that it belongs to. */
export interface SessionHost {
  readonly database: StandInDatabase;
  /** Whether the server can encrypt. */
  readonly tls: boolean;
  readonly delivery: Delivery;
  readonly rule: (text: string) => { readonly deed: Deed; readonly line: number } | null;
  readonly heard: (session: number, text: string) => void;
  /** Told of what should not happen: the client, or the stand-in, breaks the protocol. */
  readonly problem: (error: unknown) => void;
}

export interface Session {
  readonly id: number;
  readonly login: () => Login | undefined;
  /** Ends the connection; resolves when the client has noticed. */
  readonly end: () => Promise<void>;
  readonly destroy: () => void;
}

/** The client has cancelled, or is gone. */
class Interrupted extends Error {}

const NO_TRANSACTION = Buffer.alloc(8);

export function openSession(id: number, socket: Socket, host: SessionHost): Session {
  const { database } = host;
  const view = openView(database);
  let login: Login | undefined;
  let descriptor = NO_TRANSACTION;
  let transactions = 0;
  let xactAbort = false;
  let interrupt: (() => void) | undefined;
  let handling = Promise.resolve();
  const held: string[] = [];

  const transport = openTransport(socket, (message) => {
    if (message.type === packetType.attention) interrupt?.();
    handling = handling.then(() => handle(message)).catch(host.problem);
  });
  void transport.closed.then(() => {
    interrupt?.();
    view.rollBack();
    for (const resource of held) {
      const holder = database.locks.get(resource);
      database.locks.delete(resource);
      holder?.free();
    }
  });

  /** The token that tells of it, where there was a transaction. */
  const rollBack = (): Buffer => {
    if (!view.inTransaction()) return Buffer.alloc(0);
    view.rollBack();
    const token = transactionRolledBack(descriptor);
    descriptor = NO_TRANSACTION;
    return token;
  };
  const failure = (error: ServerMessage, before: Buffer = Buffer.alloc(0)): Buffer => {
    const ended = xactAbort && error.severity > 10 ? rollBack() : Buffer.alloc(0);
    return Buffer.concat([before, errorToken(error), ended, doneToken({ error: error.severity > 10 })]);
  };

  async function handle(message: Message): Promise<void> {
    const { text, perform, failAt, onSend } = read(message);
    host.heard(id, text);
    const interrupted = new Promise<never>((_resolve, reject) => {
      interrupt = () => reject(new Interrupted());
    });
    interrupted.catch(() => undefined);
    const rule = host.rule(text);
    const send = async (answer: Buffer, delivery = host.delivery): Promise<void> => {
      const sending = transport.send(toPackets(packetType.reply, answer, delivery.packets), delivery);
      onSend?.(sending);
      await sending;
    };
    const turn: Turn = {
      text,
      line: rule?.line ?? 1,
      session: id,
      perform: async () => {
        try {
          return await perform(interrupted);
        } catch (error) {
          if (error instanceof ServerError) return failure(error.token);
          throw error;
        }
      },
      send,
      sendRaw: (bytes) => transport.send(bytes, {}),
      toWire: (answer) => toPackets(packetType.reply, answer),
      async fail(error) {
        // After a fatal error the server ends the connection.
        await send(await (failAt?.(error, interrupted) ?? failure(error)), {
          ...host.delivery,
          isLast: error.severity >= 20,
        });
      },
      close: (how) => transport[how](),
      interrupted,
    };
    try {
      if (rule !== null) await rule.deed(turn);
      else await send(await turn.perform());
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      // What was cancelled is answered, and the cancelling too.
      await send(Buffer.concat([xactAbort ? rollBack() : Buffer.alloc(0), doneToken({ error: true })]));
    } finally {
      interrupt = undefined;
    }
  }

  interface Asked {
    readonly text: string;
    readonly perform: (interrupted: Promise<never>) => Promise<Buffer> | Buffer;
    /** Does what comes before the statement of a batch that fails, and resolves to the answer with its error. */
    readonly failAt?: (error: ServerMessage, interrupted: Promise<never>) => Promise<Buffer> | Buffer;
    /** Told when the answer begins to be sent, with the promise of its end. */
    readonly onSend?: (sending: Promise<void>) => void;
  }

  function read(message: Message): Asked {
    if (message.ignored) return { text: 'IGNORED', perform: () => doneToken({ error: true }) };
    if (message.type === packetType.attention)
      return { text: 'ATTENTION', perform: () => doneToken({ attention: true }) };
    if (message.type === packetType.prelogin) {
      const encrypted = host.tls && asksForEncryption(message.payload);
      return {
        text: 'PRELOGIN',
        perform: () => preloginAnswer(encrypted),
        ...(encrypted ? { onSend: transport.startTls } : {}),
      };
    }
    if (message.type === packetType.login) {
      const asked = parseLogin(message.payload);
      return {
        text: `LOGIN ${asked.user} ${asked.database}`,
        perform: () => logIn(asked),
        onSend: (sending) => void sending.then(endIfRefused, host.problem),
      };
    }
    const request = parseRequest(message);
    const isBatch = request.kind === 'batch' && request.text.includes('quodsi_db_at');
    return {
      text: request.text,
      perform: (interrupted) => answer(request, message.reset, interrupted),
      ...(isBatch
        ? { failAt: (error, interrupted) => answer(request, message.reset, interrupted, error) }
        : {}),
    };
  }

  function endIfRefused(): void {
    if (login === undefined) transport.end();
  }

  function logIn(asked: Login): Buffer {
    const refused = new ServerError({
      number: 18456,
      severity: 14,
      message: `Login failed for user '${asked.user}'.`,
    });
    if (asked.user !== database.user || asked.password !== database.password) throw refused;
    if (asked.database !== database.name) {
      const message = `Cannot open database "${asked.database}" requested by the login. The login failed.`;
      const missing = new ServerError({ number: 4060, severity: 11, message });
      return Buffer.concat([errorToken(missing.token), failure(refused.token)]);
    }
    login = asked;
    return Buffer.concat([loginAccepted(database.name), doneToken()]);
  }

  async function answer(
    request: Request,
    reset: boolean,
    interrupted: Promise<never>,
    failing?: ServerMessage,
  ): Promise<Buffer> {
    if (login === undefined) throw new Error('a request came before the login');
    const before: Buffer[] = [];
    if (reset) {
      before.push(rollBack(), sessionReset());
      xactAbort = false;
    } else if (!request.descriptor.equals(descriptor)) {
      const message =
        'New request is not allowed to start because it should come with valid transaction descriptor.';
      throw new ServerError({ number: 3989, message });
    }
    if (request.kind === 'transaction') return changeTransaction(request.text);
    const set = /\bset xact_abort (on|off)\b/i.exec(request.text)?.[1];
    if (set !== undefined) xactAbort = set.toLowerCase() === 'on';
    const context: StatementContext = {
      database,
      view,
      values: request.values,
      session: { id, login: login.user, application: login.application },
      hold: (resource) => {
        held.push(resource);
        let free: () => void = () => undefined;
        const freed = new Promise<void>((resolve) => {
          free = resolve;
        });
        const { user = '', application = '' } = login ?? {};
        database.locks.set(resource, {
          session: id,
          application,
          login: user,
          since: new Date(),
          freed,
          free,
        });
      },
      interrupted,
    };
    const { effects, error } = await runStatements(
      request.text,
      context,
      failing && { line: failing.line, error: failing },
    );
    if (error !== undefined) {
      const done = effects.length === 0 ? Buffer.alloc(0) : batchAnswer(effects, true);
      return failure(error.token, Buffer.concat([...before, done]));
    }
    return Buffer.concat([
      ...before,
      request.kind === 'rpc' ? procedureAnswer(effects) : batchAnswer(effects),
    ]);
  }

  function changeTransaction(text: string): Buffer {
    if (text.startsWith('BEGIN')) {
      view.begin();
      transactions += 1;
      descriptor = Buffer.from([transactions, 0, 0, 0, id, 0, 0, 0]);
      return Buffer.concat([transactionBegun(descriptor), doneToken()]);
    }
    if (!view.inTransaction()) {
      const name = text.split(' ')[0];
      const message = `The ${name} TRANSACTION request has no corresponding BEGIN TRANSACTION.`;
      throw new ServerError({ number: name === 'COMMIT' ? 3902 : 3903, message });
    }
    if (text.startsWith('ROLLBACK')) return Buffer.concat([rollBack(), doneToken()]);
    view.commit();
    const committed = transactionCommitted(descriptor);
    descriptor = NO_TRANSACTION;
    return Buffer.concat([committed, doneToken()]);
  }

  return {
    id,
    login: () => login,
    async end() {
      transport.end();
      await transport.closed;
    },
    destroy: () => socket.destroy(),
  };
}
