import type { Database } from '../database/database.ts';
import { statementError } from '../database/statement-error.ts';
import { rewritten } from '../errors.ts';
import type { SentStatement } from './statement-watch.ts';

/** What became of one migration or seed of a run. */
export interface CodeResult<Status extends string> {
  readonly name: string;
  readonly status: Status;
  /** Null where it did not run. Milliseconds. */
  readonly durationMs: number | null;
  readonly error: unknown;
  /** What it sent to the server; empty where it did not run, or where nobody asked for it. */
  readonly statements: readonly SentStatement[];
}

/** The result of code that has not run. */
export function withoutRun<Status extends string>(name: string, status: Status): CodeResult<Status> {
  return { name, status, durationMs: null, error: undefined, statements: [] };
}

/** How an error of code is told: as one of its statement where it is that, and by `redact` without passwords. */
export function toldError(
  { dialect, target }: Database,
  redact: (text: string) => string,
  error: unknown,
): Error {
  return rewritten(statementError(dialect, target.label, error), redact);
}
