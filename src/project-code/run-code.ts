import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Database } from '../database/database.ts';
import { statementFault } from '../database/statement-error.ts';
import { NOT_AWAITED, QuodsiDbError } from '../errors.ts';
import type { Code } from './code.ts';
import { type Attempt, badCode, codeError, notAwaitedError, ownError } from './code-error.ts';
import { tellQuiet } from './quiet.ts';
import { type SentStatement, type StatementWatch, watchStatements } from './statement-watch.ts';
import { forbidEnding, refuseTransactionControl } from './transaction-guard.ts';
import { codeWords } from './words.ts';

/** How long a cancelled statement may take to come back before the run goes on without it. Milliseconds. */
const CANCEL_PATIENCE = 10_000;

/** What code runs on. */
export interface RunOn {
  readonly database: Database;
  /** An instance or a transaction. */
  readonly knex: Knex;
  readonly signal: AbortSignal;
  readonly keepStatements: boolean;
  /** Told when the code keeps everybody waiting. */
  readonly onWait: (message: string) => void;
}

/**
 * Calls code on `knex`, an instance or a transaction, and waits until everything that it sent has come back. Resolves to
 * what it sent; throws MIGRATION_FAILED or SEED_FAILED (1), BAD_MIGRATION or BAD_SEED (78), or the reason of `signal`.
 */
export async function runCode(
  { database, knex, signal, keepStatements, onWait }: RunOn,
  code: Code,
): Promise<readonly SentStatement[]> {
  signal.throwIfAborted();
  const watch = watchStatements(knex, {
    keep: keepStatements,
    before: ({ sql }) => refuseTransactionControl(knex, database.dialect, code, sql),
  });
  const attempt = { dialect: database.dialect, code, watch };
  const allowEnding = forbidEnding(knex, code);
  const stopLooking = tellQuiet(code, watch, onWait);
  try {
    await unlessAborted(callCode(attempt, knex), signal, database, watch);
    const sent = [...watch.statements];
    // An error that the code caught may have ended its transaction: better known here than in the next statement.
    if (knex.isTransaction && watch.failures.length > 0) await knex.raw('SELECT 1');
    signal.throwIfAborted();
    return sent;
  } catch (error) {
    throw reasonOf(attempt, error, signal);
  } finally {
    stopLooking();
    allowEnding();
    watch.stop();
  }
}

/** The error to report, when `error` came up in a run that may also have been told to stop. */
function reasonOf(attempt: Attempt, error: unknown, signal: AbortSignal): unknown {
  const own = error instanceof QuodsiDbError ? ownError(attempt, error) : codeError(attempt, error);
  const reason: unknown = signal.aborted ? signal.reason : undefined;
  if (reason === undefined) return own;
  if (!(reason instanceof QuodsiDbError && reason.code === NOT_AWAITED)) return reason;
  // The cancelling of what ran is ours, and no news.
  const ours = attempt.watch.failures.some(
    (failure) => statementFault(attempt.dialect, failure.error, failure.sql).code === 'CANCELLED',
  );
  return own.code === codeWords[attempt.code.kind].failed && !ours
    ? own
    : notAwaitedError(attempt, reason.cause);
}

/**
 * Calls code and waits until everything that it sent has come back. Throws BAD_MIGRATION or BAD_SEED when it did not wait
 * for that itself, and what the code throws.
 */
export async function callCode(
  { code, watch }: Attempt & { readonly watch: StatementWatch },
  knex: Knex,
): Promise<void> {
  const result = code.call(knex);
  const { path } = code.file;
  if (Array.isArray(result)) {
    await Promise.allSettled(result);
    throw badCode(
      code,
      `${path}: ${code.name} returned an array`,
      'Return one promise: make the function async and await each statement.',
    );
  }
  if (typeof (result as PromiseLike<unknown> | undefined)?.then !== 'function') {
    throw badCode(
      code,
      `${path}: ${code.name} returned no promise`,
      `Nobody could tell when it is done. Write "export async function ${code.name}(knex)" and await each statement.`,
    );
  }
  await result;
  const awaited = watch.sent() - watch.running();
  const early = watch.inTransaction();
  await watch.idle();
  const neverRun = watch.neverRun();
  if (!early && awaited === watch.sent() && neverRun.length === 0) return;
  const what =
    neverRun.length > 0
      ? `${neverRun.length === 1 ? 'a statement was' : `${neverRun.length} statements were`} built and never run`
      : `it ended before its ${early ? 'transaction' : 'statements'} did`;
  throw badCode(
    code,
    `${path}: ${code.name} forgot an await: ${what}`,
    'Put "await" before every statement.',
    { details: neverRun },
  );
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
