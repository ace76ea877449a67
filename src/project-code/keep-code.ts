import type { Database } from '../database/database.ts';
import type { Deferral } from '../database/deferral.ts';
import type { Code, CodeStatement } from './code.ts';
import type { Recording } from './execute-code.ts';
import { inlineSender } from './inline-sender.ts';
import { mayWait } from './may-wait.ts';
import { MARK_START } from './since-start.ts';

/** The statements of a file of SQL of which none has an answer that anyone can want; null for other code. */
export function waitingStatements({ dialect }: Database, code: Code): readonly CodeStatement[] | null {
  const { statements, batch } = code;
  return batch && statements?.every(({ sql }) => mayWait(sql, dialect)) ? statements : null;
}

/** Keeps back those statements, with the record that they have run. */
export async function keepCode(
  { dialect, onStatement }: Database,
  deferral: Deferral,
  code: Code,
  statements: readonly CodeStatement[],
  { done }: Recording,
): Promise<void> {
  const { path } = code.file;
  const keepOwn = async (sql: string): Promise<void> => {
    onStatement(sql);
    deferral.keep(sql);
  };
  deferral.belongTo(code, true);
  await keepOwn(`SELECT ${MARK_START}`);
  for (const { sql, line } of statements) {
    onStatement(sql);
    deferral.keepFrom({ path, line }, sql);
  }
  await keepOwn('DISCARD TEMP');
  await done(inlineSender(dialect, keepOwn, true), 'measured');
}
