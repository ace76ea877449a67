import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Database } from '../database/database.ts';
import { statementFault } from '../database/statement-error.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';
import { type Direction, type Migration, positionIn } from './load-migration.ts';
import { type SentStatement, type StatementWatch, watchStatements } from './statement-watch.ts';

/** How long a cancelled statement may take to come back before the run goes on without it. Milliseconds. */
const CANCEL_PATIENCE = 10_000;

/**
 * Calls a migration's up or down on `knex`, an instance or a transaction, and waits until everything that it sent has
 * come back. Resolves to what it sent; throws MIGRATION_FAILED (1), BAD_MIGRATION (78), or the reason of `signal`.
 */
export async function runMigration(
  database: Database,
  knex: Knex,
  migration: Migration,
  direction: Direction,
  signal: AbortSignal,
): Promise<readonly SentStatement[]> {
  signal.throwIfAborted();
  const watch = watchStatements(knex);
  try {
    await unlessAborted(callMigration(knex, migration, direction), signal, database, watch);
    const unawaited = watch.running();
    await watch.idle();
    refuseForgotten(migration, direction, unawaited, watch);
    return watch.statements;
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof QuodsiDbError
      ? error
      : migrationError(database.dialect, migration, direction, error, watch);
  } finally {
    watch.stop();
  }
}

async function callMigration(knex: Knex, migration: Migration, direction: Direction): Promise<void> {
  const result = migration[direction]?.(knex);
  const { path } = migration.file;
  if (Array.isArray(result)) {
    await Promise.allSettled(result);
    throw badMigration(
      `${path}: ${direction} returned an array`,
      'Return one promise: make the function async and await each statement.',
    );
  }
  if (typeof (result as PromiseLike<unknown> | undefined)?.then !== 'function') {
    throw badMigration(
      `${path}: ${direction} returned no promise`,
      `Nobody could tell when it is done. Write "export async function ${direction}(knex)" and await each statement.`,
    );
  }
  await result;
}

function refuseForgotten(
  migration: Migration,
  direction: Direction,
  unawaited: number,
  watch: StatementWatch,
): void {
  const neverRun = watch.neverRun();
  if (unawaited === 0 && neverRun.length === 0) return;
  const { path } = migration.file;
  const what =
    neverRun.length > 0
      ? `${neverRun.length === 1 ? 'a statement was' : `${neverRun.length} statements were`} built and never run`
      : 'it ended before its statements did';
  throw badMigration(
    `${path}: ${direction} forgot an await: ${what}`,
    'Put "await" before every statement. The migration was rolled back.',
    neverRun,
  );
}

function badMigration(message: string, hint: string, details: readonly string[] = []): QuodsiDbError {
  return new QuodsiDbError('BAD_MIGRATION', message, { hint, details, exitCode: exitCodes.config });
}

/** Waits for `work`, or, when the signal comes, for the server to give up what is running; then throws its reason. */
async function unlessAborted(
  work: Promise<void>,
  signal: AbortSignal,
  database: Database,
  watch: StatementWatch,
): Promise<void> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      const cancelled = database.cancelRunning().then(() => watch.idle());
      Promise.race([cancelled, sleep(CANCEL_PATIENCE, undefined, { ref: false })]).then(
        () => reject(signal.reason),
        () => reject(signal.reason),
      );
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  // What is left of the work ends on its own, against a transaction that is closed by then.
  work.catch(() => undefined);
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  signal.throwIfAborted();
}

/** The error of a statement or of the migration's own code, with the place that it came from. */
function migrationError(
  dialect: Dialect,
  migration: Migration,
  direction: Direction,
  error: unknown,
  watch: StatementWatch,
): QuodsiDbError {
  const { name, path } = migration.file;
  const statement = watch.failed();
  const position = placeOf(error, path);
  const at = `${path}${position}`;
  if (statement === null) {
    const message = error instanceof Error ? error.message : String(error);
    return new QuodsiDbError('MIGRATION_FAILED', `migration ${name} failed in ${direction}: ${message}`, {
      details: [`at ${at}`],
      hint: 'The error came from the code of the migration, not from the database.',
      cause: error,
    });
  }
  const fault = statementFault(dialect, error, statement.sql);
  return new QuodsiDbError(
    'MIGRATION_FAILED',
    `migration ${name} failed in ${direction}: ${fault.message} (${fault.number})`,
    {
      details: [`at ${at}`, 'in the statement', ...excerpt(statement.sql, fault.line)],
      hint: fault.hint ?? 'Correct the migration and run it again.',
      cause: error,
    },
  );
}

function placeOf(error: unknown, path: string): string {
  const { migrationPosition } = (error ?? {}) as { migrationPosition?: { line: number } };
  return migrationPosition ? `:${migrationPosition.line}` : (positionIn(error, path) ?? '');
}

/** At most nine lines of a statement, around the one that the server names. */
function excerpt(sql: string, line: number | undefined): string[] {
  const lines = sql.trimEnd().split('\n');
  const first = Math.max(0, Math.min((line ?? 1) - 5, lines.length - 9));
  return lines.slice(first, first + 9).map((text, index) => {
    const marker = lines.length > 1 && first + index + 1 === line ? '>' : ' ';
    return `${marker} ${text.length > 160 ? `${text.slice(0, 159)}…` : text}`;
  });
}
