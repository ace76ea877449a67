import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { type StandInDatabase, standInDatabase } from './database.ts';
import { followRules, type Rule } from './script.ts';
import { openSession, type Session } from './session.ts';
import type { Delivery } from './transport.ts';

/** A server for the real driver of SQL Server, which plays a script. It ends with its test. */
export interface StandIn {
  readonly port: number;
  readonly database: StandInDatabase;
  /** Everything that clients have sent, as text, in the order in which it came. */
  readonly heard: readonly { readonly session: number; readonly text: string }[];
  /** A connection string for it. */
  readonly url: (more?: UrlParts) => string;
  /** Resolves when a client has sent what fits. */
  readonly hears: (pattern: RegExp) => Promise<void>;
  /** Ends the session that holds an application lock; resolves when its client has noticed. */
  readonly endLockHolder: () => Promise<void>;
}

export interface UrlParts {
  readonly password?: string;
  readonly database?: string;
  readonly options?: string;
}

export interface StandInOptions {
  readonly database?: StandInDatabase;
  readonly tls?: boolean;
  /** How every answer comes that no rule says otherwise of. */
  readonly delivery?: Delivery;
}

export async function standIn(
  rules: readonly Rule[] = [],
  { database = standInDatabase(), tls = true, delivery = {} }: StandInOptions = {},
): Promise<StandIn> {
  const sessions = new Set<Session>();
  const heard: { session: number; text: string }[] = [];
  const problems: unknown[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((socket) => {
    const session = openSession(numberOfSessions(), socket, {
      database,
      tls,
      delivery,
      rule,
      heard: (id, text) => {
        heard.push({ session: id, text });
        for (const look of waiting) look();
      },
      problem: (error) => void problems.push(error),
    });
    sessions.add(session);
    socket.once('close', () => sessions.delete(session));
  });
  let count = 0;
  const numberOfSessions = (): number => {
    count += 1;
    return count;
  };
  const rule = followRules(rules);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
    expect(problems).toEqual([]);
  });

  return {
    port,
    database,
    heard,
    url({ password = database.password, database: name = database.name, options } = {}) {
      const query = options ?? 'encrypt=true&trustServerCertificate=true';
      return `mssql://${database.user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}?${query}`;
    },
    hears: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!heard.some(({ text }) => pattern.test(text))) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async endLockHolder() {
      const [holder] = database.locks.values();
      await [...sessions].find(({ id }) => id === holder?.session)?.end();
    },
  };
}
