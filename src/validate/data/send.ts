import type { Database } from '../../database/database.ts';
import { mssqlFault } from '../../database/dialects/mssql-errors.ts';
import { postgresFault } from '../../database/dialects/postgres-errors.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { QuodsiDbError } from '../../errors.ts';
import type { Sql } from './sql.ts';

export type Row = Readonly<Record<string, unknown>>;

/**
 * The rows of a SELECT, its values bound.
 *
 * @param about the table that is looked at, for the error
 * @throws QuodsiDbError with the fault's code
 */
export async function select(
  database: Database,
  about: string,
  { parts, values }: Sql,
): Promise<readonly Row[]> {
  const text = parts.map(escapeQuestionMarks).join('?');
  const result: unknown = await told(database, about, database.knex.raw(text, [...values]));
  return rowsOf(result);
}

/** The rows of the last of several statements of PostgreSQL, sent as one message, so that they share a session. */
export async function selectLast(database: Database, about: string, text: string): Promise<readonly Row[]> {
  const result: unknown = await told(database, about, database.knex.raw(escapeQuestionMarks(text)));
  return rowsOf(Array.isArray(result) ? result.at(-1) : result);
}

/** SQL Server's driver gives the rows, PostgreSQL's an object that has them. */
function rowsOf(result: unknown): readonly Row[] {
  return Array.isArray(result) ? result : ((result as { rows?: readonly Row[] }).rows ?? []);
}

async function told(database: Database, about: string, statement: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await statement;
  } catch (error) {
    const fault = database.dialect === 'mssql' ? mssqlFault(error) : postgresFault(error);
    // Knex puts the statement before the server's words.
    const message = fault.message.split(' - ').at(-1) ?? fault.message;
    throw new QuodsiDbError(fault.code, `the rows of ${about} cannot be read: ${message} (${fault.number})`, {
      hint: fault.hint ?? 'Run "validate schema" first: the table may not be as it is declared.',
      cause: error,
    });
  }
}
