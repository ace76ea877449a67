import type { Database } from '../database/database.ts';
import { statementError, statementFault } from '../database/statement-error.ts';
import { messageOf, QuodsiDbError } from '../errors.ts';
import type { Code } from './code.ts';
import { type Executed, type Recording, type Runner, recordHalfWay } from './execute-code.ts';
import { OUTCOME_UNKNOWN, readOutcome, tellsLater } from './lost-answer.ts';
import { runCode } from './run-code.ts';
import type { SentStatement } from './statement-watch.ts';
import { refuseOpenTransaction } from './transaction-guard.ts';
import { codeWords } from './words.ts';

/** Runs code that asked for no transaction; if it does not end, its row says so until a person settles it. */
export async function executeAlone(
  { database, signal, keepStatements, onWait }: Runner,
  code: Code,
  recording: Recording,
): Promise<Executed> {
  const { knex } = database;
  const started = Date.now();
  await begin(database, code, recording);
  let statements: readonly SentStatement[];
  try {
    if (database.limits.lockInTransactionsOnly) await database.waitForLocks();
    statements = await runCode({ database, knex, signal, keepStatements, onWait }, code);
    await refuseOpenTransaction(database, code);
    await unlessLost(database, database.freshSession());
  } catch (error) {
    await recordHalfWay(recording, knex);
    throw halfWayError(code, told(database, error));
  }
  await finish(database, code, recording, Date.now() - started);
  return { durationMs: Date.now() - started, statements };
}

/** An answer that was lost is read: what is there goes on, and what is not has done nothing. */
async function begin(database: Database, code: Code, recording: Recording): Promise<void> {
  try {
    await recording.begun(database.knex);
  } catch (error) {
    const begun = await readOutcome(database, { isDone: recording.isBegun });
    if (begun === true) return;
    const known = told(database, error);
    if (begun === false || !(known instanceof QuodsiDbError)) throw known;
    const { settle, look } = codeWords[code.kind];
    throw explained(known, [
      `Nothing of it has run. Where "quodsi-db ${look}" shows half of it all the same, ${settle(code.file.name)}.`,
    ]);
  }
}

/** All of the code has run, and only the record is to say so: where that is known not to have landed, once more. */
async function finish(
  database: Database,
  code: Code,
  recording: Recording,
  durationMs: number,
): Promise<void> {
  try {
    await recording.done(database.knex, durationMs);
  } catch (error) {
    const done = await readOutcome(database, recording);
    if (done === true) return;
    const known = told(database, error);
    if (done === 'unknown') throw unknownEnd(code, known);
    try {
      await recording.done(database.knex, durationMs);
    } catch {
      throw halfWayError(code, known);
    }
  }
}

/** A session that has ended has forgotten everything. */
async function unlessLost({ dialect }: Database, forgetting: Promise<void>): Promise<void> {
  try {
    await forgetting;
  } catch (error) {
    if (statementFault(dialect, error, '').code !== 'CONNECTION_LOST') throw error;
  }
}

function told({ dialect, target }: Database, error: unknown): unknown {
  return statementError(dialect, target.label, error);
}

function unknownEnd({ kind, file }: Code, error: unknown): QuodsiDbError {
  const { look, settle } = codeWords[kind];
  return new QuodsiDbError(
    OUTCOME_UNKNOWN,
    `all of ${kind} ${file.name} has run, and whether that is recorded cannot be read: ${messageOf(error)}`,
    {
      details: [`at ${file.path}`],
      hint: `${tellsLater(look)} Where it shows half of it, ${settle(file.name)}.`,
      cause: error,
    },
  );
}

function halfWayError({ kind, file }: Code, error: unknown): unknown {
  if (!(error instanceof QuodsiDbError)) return error;
  // That of a signal, whose exit code is 128 and its number, says that everything was rolled back.
  const hint = error.exitCode > 128 ? [] : [error.hint];
  const { wayOut } = codeWords[kind];
  return explained(error, [
    ...hint,
    `It ran without a transaction, so that its first statements may have taken effect. ${wayOut(file.name)}`,
  ]);
}

function explained(error: QuodsiDbError, hint: readonly (string | undefined)[]): QuodsiDbError {
  const { code, message, details, exitCode, cause } = error;
  return new QuodsiDbError(code, message, {
    details,
    hint: hint.filter((line) => line !== undefined).join('\n'),
    exitCode,
    cause,
  });
}
