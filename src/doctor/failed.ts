import { exitCodes, messageOf, QuodsiDbError } from '../errors.ts';
import { type Answer, type CheckResult, skipped } from './check.ts';

/** The answer where looking itself failed: what happened, and what to do. It ends with the exit code of the error. */
export function failed(error: unknown): Answer {
  if (error instanceof QuodsiDbError) {
    return {
      status: 'problem',
      message: [error.message, ...error.details].join('; '),
      ...(error.hint === undefined ? {} : { advice: error.hint }),
      exitCode: error.exitCode,
      error,
    };
  }
  return {
    status: 'problem',
    message: `failed: ${messageOf(error)}`,
    advice: 'This is a bug in quodsi-db: please report it.',
    exitCode: exitCodes.failed,
    error,
  };
}

/** What can no longer be looked at. */
export function skipAll(ids: readonly string[], why: string): CheckResult[] {
  return ids.map((id) => ({ id, ...skipped(why) }));
}
