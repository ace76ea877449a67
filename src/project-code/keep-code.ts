import type { Database, FreshSession } from '../database/database.ts';
import type { Deferral } from '../database/deferral.ts';
import { AFTER_CHANGES } from '../database/dialects/postgres-session.ts';
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

/** What is known of code before it runs in a transaction of its own. */
interface Prepared {
  /** The statements that record that it has run. */
  readonly record: readonly string[];
  /** What makes the session forget what a file of SQL did in it. */
  readonly forgetting: FreshSession;
}

const prepared = new WeakMap<Code, Prepared>();

/** Works out what does not depend on the server, for the time in which that is busy. Throws BAD_MIGRATION for a COMMIT in a file of SQL. */
export async function prepareCode(
  { dialect, fresh }: Database,
  code: Code,
  { done }: Recording,
): Promise<Prepared> {
  const known = prepared.get(code);
  if (known !== undefined) return known;
  const statements = textOf(code) ?? [];
  for (const { sql } of statements) refuseTransactionControl({ isTransaction: true }, dialect, code, sql);
  const record: string[] = [];
  await done(
    inlineSender(dialect, async (sql) => record.push(sql), true),
    'since-begin',
  );
  const onlyChangesSchema = statements.every(({ sql }) => mayWait(sql, dialect));
  const made = { record, forgetting: onlyChangesSchema ? AFTER_CHANGES : fresh };
  prepared.set(code, made);
  return made;
}

/** Keeps back the statements of a file of SQL for PostgreSQL, with the record that they have run. */
export async function keepCode(
  database: Database,
  deferral: Deferral,
  code: Code,
  statements: readonly CodeStatement[],
  recording: Recording,
): Promise<void> {
  const { path } = code.file;
  const { record, forgetting } = await prepareCode(database, code, recording);
  deferral.belongTo(code, true);
  for (const { sql, line } of statements) await deferral.keepFrom({ path, line }, sql);
  for (const sql of [...forgetting.first, ...record, ...forgetting.rest]) deferral.keep(sql);
}
