import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { DeferredError } from '../database/deferral.ts';
import { clientOf } from '../database/knex-internals.ts';
import { watchBuilders } from './builder-watch.ts';

/** A statement as it went to the server. */
export interface SentStatement {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

interface QueryEvent {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  /** Present, if undefined, on what a builder sends; not on what Knex itself sends around transactions. */
  readonly queryContext?: unknown;
}

/** A statement that the server refused, and the error that came back. */
export interface FailedStatement extends SentStatement {
  readonly error: unknown;
}

/** What a migration does with the Knex that it was given. */
export interface StatementWatch {
  /** Everything sent so far, in order; empty unless it is kept. */
  readonly statements: readonly SentStatement[];
  /** How many statements were sent. */
  sent(): number;
  /** Those of them that failed, in the order of failure. */
  readonly failures: readonly FailedStatement[];
  /** How many statements were sent and have not come back. */
  running(): number;
  /** Resolves when nothing runs any more, also nothing that what ran has started. */
  idle(): Promise<void>;
  /** Builders that were made and never run: Knex sends nothing before it is awaited. One line each. */
  neverRun(): readonly string[];
  /** Whether a transaction that was begun within it has not ended. */
  inTransaction(): boolean;
  stop(): void;
}

export interface WatchOptions {
  /** Whether statements are kept, and with them all their values. */
  readonly keep: boolean;
  /** Called before a statement is sent; what it throws is the statement's error. */
  readonly before: (statement: SentStatement) => void;
}

/** Watches a Knex instance or transaction until `stop` is called. */
export function watchStatements(
  knex: Knex,
  { keep = false, before = () => undefined }: Partial<WatchOptions> = {},
): StatementWatch {
  const client = clientOf(knex);
  const statements: SentStatement[] = [];
  let sent = 0;
  let running = 0;
  const failures: FailedStatement[] = [];

  const toStatement = (event: QueryEvent): SentStatement => ({
    sql: event.sql,
    bindings: event.bindings ?? [],
  });
  const onQuery = (event: QueryEvent): void => {
    // Knex tells of the beginning of a savepoint, and never of its end.
    if (!('queryContext' in event)) return;
    before(toStatement(event));
    if (keep) statements.push(toStatement(event));
    sent += 1;
    running += 1;
  };
  const onResponse = (): void => {
    running -= 1;
  };
  const onError = (error: unknown, event: QueryEvent): void => {
    if (!('queryContext' in event)) return;
    running -= 1;
    failures.push(
      error instanceof DeferredError
        ? { sql: error.statement.sql, bindings: [], error: error.serverError }
        : { ...toStatement(event), error },
    );
  };
  client.on('query', onQuery);
  client.on('query-response', onResponse);
  client.on('query-error', onError);
  const builders = watchBuilders(knex);

  return {
    statements,
    sent: () => sent,
    failures,
    running: () => running,
    async idle() {
      do await nextTurn();
      while (running > 0);
    },
    neverRun: builders.neverRun,
    inTransaction: builders.inTransaction,
    stop() {
      client.removeListener('query', onQuery);
      client.removeListener('query-response', onResponse);
      client.removeListener('query-error', onError);
      builders.stop();
    },
  };
}
