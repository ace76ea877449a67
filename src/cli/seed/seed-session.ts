import { exitCodes } from '../../errors.ts';
import { exitCodeOf, type Options } from '../command.ts';
import type { Context } from '../context.ts';
import { type Session, withSession } from '../project-database.ts';
import { readTableFaults, requireTables } from './require-tables.ts';

/**
 * Opens the project's database for rows of `tenants` and `users`, once it has a place for them. An embedded folder that is
 * not there yet has none, and is not made.
 *
 * @param looked whether it was found to have a place already, and to be this project's
 */
export function withSeedSession<T>(
  context: Context,
  options: Options,
  { looked, dryRun }: { readonly looked: boolean; readonly dryRun: boolean },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return withSession(context, options, { writes: false, changes: !dryRun }, async (session) => {
    if (!looked) await requireTables(context, session);
    try {
      return await work(session);
    } catch (error) {
      // A column that the rows know nothing of, and that has to have a value, shows only now.
      const isOfDatabase = exitCodeOf(error) === exitCodes.failed && !context.signal.aborted;
      const faults = isOfDatabase ? await readTableFaults(session).catch(() => null) : null;
      throw faults?.error(error) ?? error;
    }
  });
}
