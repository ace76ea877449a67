import type { Database } from '../../database/database.ts';
import { readLock } from '../lock/lock-holder.ts';
import type { MigrationFile } from '../source/migration-file.ts';
import type { History } from './history.ts';
import { compareHistory, type MigrationState } from './history-check.ts';

/**
 * Files and history side by side, read without the migration lock. A migration that runs outside a transaction shows
 * in the history before it is done; whether it stopped half-way or runs just now, only the lock tells.
 */
export async function currentStates(
  database: Database,
  history: History,
  table: string,
  files: readonly MigrationFile[],
): Promise<MigrationState[]> {
  const rows = (await history.read(database.knex)) ?? [];
  // An embedded folder that is open here is open nowhere else.
  const unclear = database.target.kind !== 'pglite' && rows.some(({ state }) => state === 'running');
  if (!unclear) return compareHistory(files, rows);
  const { held } = await readLock(database, table);
  // It may have ended between the two looks.
  return compareHistory(files, held ? rows : ((await history.read(database.knex)) ?? []), held);
}
