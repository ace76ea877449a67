import type { Knex } from 'knex';
import type { Database } from '../database/database.ts';
import { inTransaction } from '../database/in-transaction.ts';
import { statementFault } from '../database/statement-error.ts';
import { QuodsiDbError } from '../errors.ts';
import type { Code } from './code.ts';
import { commitError } from './code-error.ts';
import type { Recording } from './execute-code.ts';
import { codeWords } from './words.ts';

/** Code of the error that says: it is not known whether a COMMIT took effect. */
export const OUTCOME_UNKNOWN = 'OUTCOME_UNKNOWN';

/** What a COMMIT was to bring, and how to find out whether it did. */
export interface Landing {
  /** For a person: `migration 20260101_x`. */
  readonly what: string;
  /** How a person finds out later, as a sentence. */
  readonly later: string;
  readonly details?: readonly string[];
  readonly isDone: (knex: Knex) => Promise<boolean>;
  /** The error where it did not. */
  readonly notDone: () => QuodsiDbError;
}

/**
 * Whether the database remembers work as done, asked anew, on a fresh connection where the last one broke: of an answer
 * that was lost on its way only this tells the content.
 */
export async function readOutcome(
  { knex }: Database,
  { isDone }: Pick<Landing, 'isDone'>,
): Promise<boolean | 'unknown'> {
  try {
    return await isDone(knex);
  } catch {
    return 'unknown';
  }
}

/** The error of a COMMIT, or null where the server did it all the same. Its code may be OUTCOME_UNKNOWN. */
async function lostCommit(
  database: Database,
  landing: Landing,
  error: unknown,
): Promise<QuodsiDbError | null> {
  const done = await readOutcome(database, landing);
  if (done === true) return null;
  if (done === false) return landing.notDone();
  const fault = statementFault(database.dialect, error, 'COMMIT;');
  return new QuodsiDbError(
    OUTCOME_UNKNOWN,
    `the connection broke at the COMMIT of ${landing.what}, and whether it was done cannot be read: ${fault.message} (${fault.number})`,
    {
      ...(landing.details === undefined ? {} : { details: landing.details }),
      hint: `It took effect as a whole, or not at all: ${landing.later}`,
      cause: error,
    },
  );
}

/**
 * Runs work in a transaction. What an answer to COMMIT that is lost would have said is asked by `landing`; null where there is
 * nothing to lose. Throws what the work throws, and the error of the COMMIT, whose code may be OUTCOME_UNKNOWN.
 */
export async function committed<T>(
  database: Database,
  work: (trx: Knex.Transaction) => Promise<T>,
  landing: (result: T, error: unknown) => Landing | null,
): Promise<T> {
  let done: { readonly result: T } | undefined;
  try {
    await inTransaction(database.knex, async (trx) => {
      done = { result: await work(trx) };
    });
  } catch (error) {
    if (done === undefined) throw error;
    const asked = landing(done.result, error);
    const lost = asked === null ? null : await lostCommit(database, asked, error);
    if (lost !== null) throw lost;
  }
  if (done === undefined) throw new Error('the transaction ended without a result');
  return done.result;
}

/** Whether an error says that nobody knows what a COMMIT did: that is more than why a run was told to end. */
export function isUnknown(error: unknown): boolean {
  return error instanceof QuodsiDbError && error.code === OUTCOME_UNKNOWN;
}

/** The sentence for what a command shows. */
export function tellsLater(command: string): string {
  return `"quodsi-db ${command}" tells as soon as the server answers.`;
}

/** The same for code of the project; `together`: all of what is in that transaction, with that code as the last. */
export function commitFailure(
  database: Database,
  code: Code,
  { isDone }: Recording,
  error: unknown,
  together: readonly Code[] = [],
): Promise<QuodsiDbError | null> {
  const { kind, file } = code;
  const landing: Landing = {
    what: together.length > 1 ? `${together.length} ${kind}s` : `${kind} ${file.name}`,
    later: tellsLater(codeWords[kind].look),
    details: [`at ${file.path}`],
    isDone,
    notDone: () => commitError(database.dialect, code, error, together),
  };
  return lostCommit(database, landing, error);
}
