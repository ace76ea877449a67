import type { Database } from '../database/database.ts';
import type { Deferral } from '../database/deferral.ts';
import { DISCARD, FRESH_SESSION } from '../database/dialects/postgres-session.ts';
import type { Code, CodeStatement } from './code.ts';
import type { Recording } from './execute-code.ts';
import { inlineSender } from './inline-sender.ts';
import { mayWait } from './may-wait.ts';
import { refuseTransactionControl } from './transaction-guard.ts';

/** Settings by which PostgreSQL reads the text of the statements behind: all of one message is read before any of it runs. */
const READS_ANEW =
  /\b(?:standard_conforming_strings|backslash_quote|client_encoding|SET\s+(?:SESSION\s+|LOCAL\s+)?NAMES)\b/i;

/** The statements of a file of SQL that may go out in one message, since nobody looks at an answer; null for other code. */
export function textOf({ batch, statements }: Code): readonly CodeStatement[] | null {
  return batch && statements?.every(({ sql }) => !READS_ANEW.test(sql)) ? statements : null;
}

/** Keeps back the statements of a file of SQL for PostgreSQL, with the record that they have run. */
export async function keepCode(
  { dialect }: Database,
  deferral: Deferral,
  code: Code,
  statements: readonly CodeStatement[],
  { done }: Recording,
): Promise<void> {
  const { path } = code.file;
  for (const { sql } of statements) refuseTransactionControl({ isTransaction: true }, dialect, code, sql);
  deferral.belongTo(code, true);
  for (const { sql, line } of statements) await deferral.keepFrom({ path, line }, sql);
  const onlyChangesSchema = statements.every(({ sql }) => mayWait(sql, dialect));
  for (const sql of onlyChangesSchema ? DISCARD : FRESH_SESSION) deferral.keep(sql);
  const keep = async (sql: string): Promise<void> => deferral.keep(sql);
  await done(inlineSender(dialect, keep, true), 'since-begin');
}
