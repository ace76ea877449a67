import type { Project } from '../config/load.ts';
import type { StatementLimits } from '../database/statement-limits.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Target } from '../target.ts';
import type { Options } from './command.ts';

/**
 * Milliseconds that a statement of a migration waits for a lock, where nothing says otherwise. Who comes behind a statement
 * that waits has to wait too: so long, at most, does an application stand still.
 */
export const DEFAULT_LOCK_WAIT = 10_000;

/** The same for a command that only reads: nobody has to wait behind it, but a pipeline does for its answer. */
export const READING_LOCK_WAIT = 30_000;

/**
 * The limits of a command's statements: its flags, or the config. Throws USAGE, exit code 64, for a time limit on the
 * embedded database, which runs in this thread and cannot be stopped; one of the config, meant for servers, is not heeded there.
 *
 * @param lock milliseconds, where neither says anything and a transaction would be rolled back
 */
export function statementLimits(
  options: Options,
  { limits }: Pick<Project, 'limits'>,
  target: Target,
  lock: number,
): StatementLimits {
  const flag = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const statement = flag(options.statementTimeout);
  if (target.kind === 'pglite' && statement !== null && statement > 0) {
    throw new QuodsiDbError(
      'USAGE',
      'the embedded database cannot stop a statement: --statement-timeout cannot hold',
      {
        hint: 'Leave the flag out, or try it on a server. Ctrl-C ends the run when the statement has ended.',
        exitCode: exitCodes.usage,
      },
    );
  }
  const said = {
    statement: statement ?? limits.statement,
    lock: flag(options.statementLockTimeout) ?? limits.lock,
  };
  return {
    statement: said.statement ?? 0,
    lock: said.lock ?? lock,
    lockInTransactionsOnly: said.lock === null && lock > 0,
    lifted: (['statement', 'lock'] as const).filter((limit) => said[limit] === 0),
  };
}
