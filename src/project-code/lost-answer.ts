import type { Database } from '../database/database.ts';
import { statementFault } from '../database/statement-error.ts';
import { QuodsiDbError } from '../errors.ts';
import type { Code } from './code.ts';
import { commitError } from './code-error.ts';
import type { Recording } from './execute-code.ts';
import { codeWords } from './words.ts';

/** Code of the error that says: it is not known whether a COMMIT took effect. */
export const OUTCOME_UNKNOWN = 'OUTCOME_UNKNOWN';

/**
 * Whether the database remembers code as done, asked anew, on a fresh connection where the last one broke: of an answer
 * that was lost on its way only this tells the content.
 */
export async function readOutcome({ knex }: Database, recording: Recording): Promise<boolean | 'unknown'> {
  try {
    return await recording.isDone(knex);
  } catch {
    return 'unknown';
  }
}

/** The error of a COMMIT, or null where the server did it all the same. Its code may be OUTCOME_UNKNOWN. */
export async function commitFailure(
  database: Database,
  code: Code,
  recording: Recording,
  error: unknown,
): Promise<QuodsiDbError | null> {
  const done = await readOutcome(database, recording);
  if (done === true) return null;
  if (done === false) return commitError(database.dialect, code, error);
  const { kind, file } = code;
  const fault = statementFault(database.dialect, error, 'COMMIT;');
  return new QuodsiDbError(
    OUTCOME_UNKNOWN,
    `the connection broke at the COMMIT of ${kind} ${file.name}, and whether it was done cannot be read: ${fault.message} (${fault.number})`,
    {
      details: [`at ${file.path}`],
      hint: `It took effect as a whole, or not at all: "quodsi-db ${codeWords[kind].look}" tells as soon as the server answers.`,
      cause: error,
    },
  );
}
