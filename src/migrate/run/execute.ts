import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { type Deferral, DeferredError } from '../../database/deferral.ts';
import { statementFault } from '../../database/statement-error.ts';
import { QuodsiDbError } from '../../errors.ts';
import type { Dialect } from '../../target.ts';
import type { Entry, History } from '../history/history.ts';
import type { Direction, Migration } from '../source/load-migration.ts';
import { withTransaction } from './deferring.ts';
import { deferredIn, migrationError, type Step } from './migration-error.ts';
import { runMigration } from './run-migration.ts';
import type { SentStatement } from './statement-watch.ts';
import {
  guardTransaction,
  isTransactionEnded,
  refuseOpenTransaction,
  transactionEndedError,
} from './transaction-guard.ts';

/** What a step needs beside its migration. */
export interface Execution {
  readonly database: Database;
  readonly history: History;
  readonly signal: AbortSignal;
  /** Whether the statements are wanted afterwards; a migration may send more than memory holds. */
  readonly keepStatements: boolean;
  /** Takes passwords out of a text: what a migration throws is printed, and kept in the log. */
  readonly redact: (text: string) => string;
}

export interface Executed {
  readonly durationMs: number;
  readonly statements: readonly SentStatement[];
}

/** The transaction that a migration runs in. */
export interface Within {
  readonly trx: Knex.Transaction;
  /** What keeps statements back; null where all are sent at once. */
  readonly deferral: Deferral | null;
  /** Told how many milliseconds the migration took, once its statements have run. */
  readonly onDuration?: (durationMs: number) => void;
}

/** Runs a migration and changes its history row in one transaction: both happen, or neither. */
export async function executeInTransaction(
  execution: Execution,
  migration: Migration,
  direction: Direction,
): Promise<Executed> {
  const started = Date.now();
  let failure: unknown;
  try {
    const executed = await withTransaction(
      execution.database,
      { batch: migration.batch, signal: execution.signal },
      async (trx, deferral) => {
        try {
          return await executeWithin(execution, { trx, deferral }, migration, direction);
        } catch (error) {
          failure = error;
          throw error;
        }
      },
    );
    // What was kept back has run with the COMMIT.
    return { ...executed, durationMs: Date.now() - started };
  } catch (error) {
    if (isTransactionEnded(failure)) await recordHalfWay(execution, migration, direction);
    if (failure !== undefined) throw failure;
    if (error instanceof DeferredError) throw deferredFailure(execution.database.dialect, error);
    // The answer to COMMIT may be lost on the way although the server did it: only the history knows.
    if (await landed(execution, migration, direction)) {
      return { durationMs: Date.now() - started, statements: [] };
    }
    execution.signal.throwIfAborted();
    throw commitError(execution, migration, error);
  }
}

/** COMMIT itself may fail: a deferred constraint is checked by it, and the connection may break at it. */
function commitError({ database }: Execution, migration: Migration, error: unknown): QuodsiDbError {
  const fault = statementFault(database.dialect, error, 'COMMIT;');
  return new QuodsiDbError(
    'MIGRATION_FAILED',
    `migration ${migration.file.name} could not be committed: ${fault.message} (${fault.number})`,
    {
      details: [`at ${migration.file.path}`],
      hint: fault.hint ?? 'Correct the migration and run it again. See "quodsi-db migrate status".',
      cause: error,
    },
  );
}

/**
 * Runs a migration and changes its history row on a transaction that the caller began. Throws TRANSACTION_ENDED when the
 * migration has ended that transaction.
 */
export async function executeWithin(
  execution: Execution,
  { trx, deferral, onDuration }: Within,
  migration: Migration,
  direction: Direction,
): Promise<Executed> {
  const { database, history, signal, keepStatements } = execution;
  const started = Date.now();
  deferral?.belongTo({ migration, direction } satisfies Step, migration.batch);
  const guard = await guardTransaction(database.dialect, trx, deferral);
  try {
    let executed: Executed;
    try {
      const statements = await runMigration(
        { database, knex: trx, signal, keepStatements },
        migration,
        direction,
      );
      executed = { durationMs: Date.now() - started, statements };
      const entry = entryOf(migration, direction, deferral === null ? executed.durationMs : 'measured');
      await guard.freshSession();
      const record = (): Promise<void> =>
        direction === 'up' ? history.add(trx, 'applied', entry) : history.remove(trx, entry);
      await (deferral === null
        ? record()
        : deferral.keeping(record, ([row]) => onDuration?.(Number(row?.duration_ms))));
    } catch (error) {
      throw (await guard.endedByMigration(true)) ? transactionEndedError(migration, error) : error;
    }
    try {
      if (await guard.endedByMigration(false)) throw transactionEndedError(migration, undefined);
    } catch (error) {
      throw error instanceof DeferredError ? deferredFailure(database.dialect, error) : error;
    }
    return executed;
  } finally {
    guard.stop();
  }
}

/** Runs a migration that asked for no transaction; if it does not end, its row says so until a person settles it. */
export async function executeAlone(
  execution: Execution,
  migration: Migration,
  direction: Direction,
): Promise<Executed> {
  const { database, history, signal, keepStatements } = execution;
  const { knex } = database;
  const started = Date.now();
  const entry = (): Entry => entryOf(migration, direction, Date.now() - started);
  if (direction === 'up') await history.add(knex, 'running', entry());
  else await history.update(knex, 'running', entry());
  let statements: readonly SentStatement[];
  try {
    statements = await runMigration({ database, knex, signal, keepStatements }, migration, direction);
    await refuseOpenTransaction(database, migration);
    await database.freshSession();
  } catch (error) {
    await recordHalfWay(execution, migration, direction);
    throw halfWayError(migration, error);
  }
  if (direction === 'up') await history.update(knex, 'applied', entry());
  else await history.remove(knex, entry());
  return { durationMs: Date.now() - started, statements };
}

/** A statement that was kept back has failed when it was sent with one of the tool's own. */
export function deferredFailure(dialect: Dialect, error: unknown): unknown {
  const deferred = deferredIn(error);
  if (deferred === undefined) return error;
  if (deferred.statement.own) return deferred.serverError;
  return migrationError({ dialect, ...deferred.statement.of, watch: { failures: [] } }, deferred);
}

function entryOf(
  migration: Migration,
  direction: Direction,
  durationMs: NonNullable<Entry['durationMs']>,
): Entry {
  const { name, checksum } = migration.file;
  return { event: direction === 'up' ? 'applied' : 'reverted', name, checksum, durationMs };
}

/** Leaves the row in the state `failed`; where the connection is gone it stays `running`, which means the same. */
export async function recordHalfWay(
  { database, history }: Execution,
  migration: Migration,
  direction: Direction,
): Promise<void> {
  const entry: Entry = {
    ...entryOf(migration, direction, 0),
    event: 'failed',
    detail: `${direction} stopped half-way, outside a transaction`,
  };
  try {
    const rows = (await history.read(database.knex)) ?? [];
    if (rows.some((row) => row.name === entry.name)) await history.update(database.knex, 'failed', entry);
    else await history.add(database.knex, 'failed', entry);
  } catch {
    // The error that led here is the one to report.
  }
}

function halfWayError(migration: Migration, error: unknown): unknown {
  if (!(error instanceof QuodsiDbError)) return error;
  const { name } = migration.file;
  return new QuodsiDbError(error.code, error.message, {
    details: error.details,
    hint: [
      error.hint,
      `It ran without a transaction, so that its first statements may have taken effect. Finish the work or take it back by hand, then: quodsi-db migrate mark ${name} --applied | --reverted.`,
    ]
      .filter((line) => line !== undefined)
      .join('\n'),
    exitCode: error.exitCode,
    cause: error.cause,
  });
}

async function landed(
  { database, history }: Execution,
  migration: Migration,
  direction: Direction,
): Promise<boolean> {
  try {
    const rows = (await history.read(database.knex)) ?? [];
    const present = rows.some((row) => row.name === migration.file.name);
    return direction === 'up' ? present : !present;
  } catch {
    return false;
  }
}
