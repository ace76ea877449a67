import type { Knex } from 'knex';
import type { Sender } from '../database/ask.ts';
import { onConnection } from '../database/clients.ts';
import type { Database } from '../database/database.ts';
import { type Deferral, DeferredError, isAfterCommit } from '../database/deferral.ts';
import type { Code } from './code.ts';
import { deferredFailure, deferredIn } from './code-error.ts';
import { inlineSender } from './inline-sender.ts';
import { keepCode, prepareCode, textOf } from './keep-code.ts';
import { commitFailure, isUnknown } from './lost-answer.ts';
import { runCode } from './run-code.ts';
import type { Measured } from './since-start.ts';
import type { SentStatement } from './statement-watch.ts';
import { guardTransaction, isTransactionEnded, transactionEndedError } from './transaction-guard.ts';
import type { Transactions } from './transactions.ts';

/** What code needs beside itself to be run. */
export interface Runner {
  readonly database: Database;
  readonly signal: AbortSignal;
  /** Whether the statements are wanted afterwards; code may send more than memory holds. */
  readonly keepStatements: boolean;
  /** Told when the code keeps everybody waiting. */
  readonly onWait: (message: string) => void;
}

/** How the database remembers that code has run. */
export interface Recording {
  /** Before code that has no transaction. */
  readonly begun: (on: Sender) => Promise<void>;
  /** Whether `begun` has landed: asked when the answer to it was lost. */
  readonly isBegun: (knex: Knex) => Promise<boolean>;
  /**
   * After the code, on its transaction where it has one. Of code whose statements go out together with this one the server
   * is to measure how long it took.
   */
  readonly done: (on: Sender, durationMs: number | Measured) => Promise<void>;
  /** Whether `done` has landed: asked when the answer to it, or to COMMIT, was lost. */
  readonly isDone: (knex: Knex) => Promise<boolean>;
  /** After code that failed with part of its work committed. */
  readonly halfWay: (knex: Knex) => Promise<void>;
}

export interface Executed {
  readonly durationMs: number;
  readonly statements: readonly SentStatement[];
}

/** The transaction that code runs in. */
export interface Within {
  readonly trx: Knex.Transaction;
  /** What keeps statements back; null where all are sent at once. */
  readonly deferral: Deferral | null;
  /** Told how many milliseconds the code took, once its statements have run, where the transaction holds more than this code. */
  readonly onDuration?: (durationMs: number) => void;
}

/** Runs code and records it in one transaction: both happen, or neither. */
export async function executeInTransaction(
  runner: Runner,
  transactions: Transactions,
  code: Code,
  recording: Recording,
): Promise<Executed> {
  const { database, signal } = runner;
  const started = Date.now();
  // What was kept back has run with the COMMIT.
  const executed = (statements: readonly SentStatement[]): Executed => ({
    durationMs: Date.now() - started,
    statements,
  });
  const text = textOf(code);
  let failure: unknown;
  try {
    if (transactions.send !== null && text !== null) {
      await transactions.send(signal, async (deferral) => {
        try {
          await keepCode(database, deferral, code, text, recording);
        } catch (error) {
          // Of a long text the first part was sent.
          failure = signal.aborted ? signal.reason : deferredFailure(database.dialect, error);
          throw error;
        }
      });
      return executed([]);
    }
    const { statements } = await transactions.run({ batch: code.batch, signal }, async (trx, deferral) => {
      try {
        return await executeWithin(runner, { trx, deferral }, code, recording);
      } catch (error) {
        failure = error;
        throw error;
      }
    });
    return executed(statements);
  } catch (error) {
    if (isAfterCommit(deferredIn(error) ?? error) && !isTransactionEnded(failure))
      failure = transactionEndedError(code, failure ?? error);
    if (isTransactionEnded(failure)) await recordHalfWay(recording, database.knex);
    if (failure !== undefined) throw failure;
    if (error instanceof DeferredError) throw deferredFailure(database.dialect, error);
    // A statement that was to run with the COMMIT was cancelled.
    if (signal.aborted && error === signal.reason) throw error;
    // The answer to COMMIT may be lost on the way although the server did it: only the record knows.
    const lost = await commitFailure(database, code, recording, error);
    if (lost === null) return executed([]);
    if (!isUnknown(lost)) signal.throwIfAborted();
    throw lost;
  }
}

/**
 * Runs code and records it on a transaction that the caller began. Throws TRANSACTION_ENDED when the code has ended that
 * transaction.
 */
export async function executeWithin(
  { database, signal, keepStatements, onWait }: Runner,
  { trx, deferral, onDuration }: Within,
  code: Code,
  recording: Recording,
): Promise<Executed> {
  const started = Date.now();
  deferral?.belongTo(code, code.batch);
  const measured = onDuration === undefined ? 'since-begin' : 'since-mark';
  const guard = await guardTransaction(database, trx, deferral, measured);
  try {
    let executed: Executed;
    try {
      const statements = await runCode({ database, knex: trx, signal, keepStatements, onWait }, code);
      executed = { durationMs: Date.now() - started, statements };
      if (deferral === null) {
        const { durationMs } = executed;
        await guard.freshSession(() => recording.done(trx, durationMs));
      } else {
        const keep = async (sql: string): Promise<void> =>
          deferral.keep(sql, ([row]) => onDuration?.(Number(row?.duration_ms)));
        const { record } = await prepareCode(database, code, recording);
        // Behind all that the code has sent. Knex would take as long for these as for statements of the code.
        await onConnection(trx, () =>
          guard.freshSession(async () => {
            if (measured === 'since-begin') for (const sql of record) deferral.keep(sql);
            else await recording.done(inlineSender(database.dialect, keep, true), measured);
          }),
        );
      }
    } catch (error) {
      throw (await guard.endedByCode(true)) ? transactionEndedError(code, error) : error;
    }
    try {
      if (await guard.endedByCode(false)) throw transactionEndedError(code, undefined);
    } catch (error) {
      throw error instanceof DeferredError ? deferredFailure(database.dialect, error) : error;
    }
    return executed;
  } finally {
    guard.stop();
  }
}

/** Where the connection is gone the row stays as `begun` left it, which means the same. */
export async function recordHalfWay({ halfWay }: Recording, knex: Knex): Promise<void> {
  try {
    await halfWay(knex);
  } catch {
    // The error that led here is the one to report.
  }
}
