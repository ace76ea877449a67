import { doneToken, routing, type ServerMessage } from './tokens.ts';
import type { Delivery } from './transport.ts';

// What a stand-in is to do otherwise than a healthy server. Everything that a client sends is a text: `PRELOGIN`,
// `LOGIN app shop`, the SQL of a batch or a procedure call, `BEGIN TRANSACTION`, `COMMIT TRANSACTION`,
// `ROLLBACK TRANSACTION`, `ATTENTION`. A rule says which texts it means, and what is done to them.

/** One thing that a client has sent, and what can be done about it. */
export interface Turn {
  readonly text: string;
  /** 1-based line of the text at which the rule's pattern was found. */
  readonly line: number;
  readonly session: number;
  /** Does what was asked, as a healthy server would, and resolves to the answer, which is not sent. */
  readonly perform: () => Promise<Buffer>;
  readonly send: (answer: Buffer, delivery?: Delivery) => Promise<void>;
  /** Sends bytes that are no message. */
  readonly sendRaw: (bytes: Buffer) => Promise<void>;
  /** An answer as it goes over the wire. */
  readonly toWire: (answer: Buffer) => Buffer;
  /** Answers with an error; it ends an open transaction, as XACT_ABORT has it. */
  readonly fail: (error: ServerMessage) => Promise<void>;
  readonly close: (how: Closing) => void;
  /** Rejects when the client cancels what it asked, or goes away. */
  readonly interrupted: Promise<never>;
}

/** In order, or with a reset (RST), which takes along what was not read. */
export type Closing = 'end' | 'reset';

export type Deed = (turn: Turn) => Promise<void> | void;

export interface Rule {
  readonly pattern: RegExp;
  readonly deed: Deed;
  /** How many of the texts that fit are left alone first. */
  readonly skip: number;
  /** How many are then meant. */
  readonly times: number;
}

/** A rule for texts that fit the pattern; rules are asked in their order, and the first that fits is followed. */
export function on(
  pattern: RegExp,
  deed: Deed,
  { skip = 0, times = Number.POSITIVE_INFINITY }: Partial<Pick<Rule, 'skip' | 'times'>> = {},
): Rule {
  return { pattern, deed, skip, times };
}

/** Answers with an error, or, up to severity 10, with a message; the line is that of the statement. */
export function fails(
  number: number,
  message: string,
  { severity = 16, state = 1 }: Partial<Pick<ServerMessage, 'severity' | 'state'>> = {},
): Deed {
  return (turn) => turn.fail({ number, message, severity, state, line: turn.line });
}

/** Closes the connection, before or after what was asked is done; it is not answered. */
export function closes(when: 'before' | 'after', how: Closing = 'end'): Deed {
  return async (turn) => {
    if (when === 'after') await turn.perform();
    turn.close(how);
  };
}

/** Never answers; a client that cancels is heard. */
export const hangs: Deed = (turn) => turn.interrupted;

/** Never answers, whatever the client does. */
export const isSilent: Deed = () => undefined;

/** Answers as a healthy server does, in pieces, or slowly. */
export function delivers(delivery: Delivery): Deed {
  return async (turn) => turn.send(await turn.perform(), delivery);
}

/** Answers with other bytes than those that a healthy server sends: `change` gets the packets. */
export function garbles(change: (wire: Buffer) => Buffer): Deed {
  return async (turn) => turn.sendRaw(change(turn.toWire(await turn.perform())));
}

/** Answers with other content than a healthy server: `change` gets the tokens. */
export function rewrites(change: (answer: Buffer) => Buffer): Deed {
  return async (turn) => turn.send(change(await turn.perform()));
}

/** Answers a login with the place of another server. */
export function redirects(port: () => number): Deed {
  const done = doneToken();
  return rewrites((answer) =>
    Buffer.concat([answer.subarray(0, -done.length), routing('127.0.0.1', port()), done]),
  );
}

/** Has something else happen while the client waits, and then answers. */
export function meanwhile(act: () => Promise<void> | void): Deed {
  return async (turn) => {
    await act();
    await turn.send(await turn.perform());
  };
}

/** The rules of one stand-in, with what is used up of them. */
export function followRules(rules: readonly Rule[]): (text: string) => { deed: Deed; line: number } | null {
  const met = new Map<Rule, number>();
  return (text) => {
    for (const rule of rules) {
      const found = rule.pattern.exec(text);
      if (found === null) continue;
      const count = (met.get(rule) ?? 0) + 1;
      met.set(rule, count);
      if (count <= rule.skip || count > rule.skip + rule.times) continue;
      return { deed: rule.deed, line: text.slice(0, found.index).split('\n').length };
    }
    return null;
  };
}
