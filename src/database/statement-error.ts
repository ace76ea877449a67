import { QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';
import { mssqlFault } from './dialects/mssql-errors.ts';
import { postgresFault } from './dialects/postgres-errors.ts';
import { errorFacts, type Fault, innerErrors } from './fault.ts';
import { limitHint } from './statement-limits.ts';

// The statement of each error that a server has sent. Some drivers' errors carry nothing that tells them from others.
const statementOf = new WeakMap<object, string>();

/** Remembers that an error is the server's answer to a statement, for {@link statementError}. */
export function rememberStatementError(error: object, sql: string): void {
  statementOf.set(error, sql);
}

/** Reads the error of a statement, without the statement that Knex puts before the server's words. */
export function statementFault(dialect: Dialect, error: unknown, sql: string): Fault {
  const fault = dialect === 'mssql' ? mssqlFault(error) : postgresFault(error, sql);
  const hint = limitHint(error) ?? fault.hint;
  return { ...fault, hint, message: fault.message.replace(`${sql} - `, '') };
}

/** The error of a statement of the tool's own, for a person; anything else comes back as it is. */
export function statementError(dialect: Dialect, where: string, error: unknown): unknown {
  if (error instanceof QuodsiDbError || !(error instanceof Error)) return error;
  const sql = statementOf.get(error);
  const known = sql !== undefined || innerErrors(error).some((inner) => isDriverError(errorFacts(inner)));
  if (!known) return error;
  const fault = statementFault(dialect, error, sql ?? '');
  const statement = sql?.trim().split('\n', 1)[0]?.slice(0, 120);
  return new QuodsiDbError(fault.code, `${where}: ${fault.message} (${fault.number})`, {
    hint: fault.hint ?? 'Nothing more was run. See "quodsi-db migrate status".',
    details: statement === undefined ? [] : [`in the statement ${statement}`],
    cause: error,
  });
}

/** SQLSTATEs, and codes of tedious and the system (ECONNRESET); Node's own (ERR_…) are programming errors. */
function isDriverError({ code, number }: { code: string; number: number | undefined }): boolean {
  return (
    number !== undefined ||
    (/^(?:[0-9A-Z]{5}|E[A-Z]+)$/.test(code) && !/^E(?:NOENT|ACCES|PERM|ISDIR|NOTDIR)$/.test(code))
  );
}
