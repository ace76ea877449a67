import type { Database } from '../../database/database.ts';
import { readLock } from '../lock/lock-holder.ts';
import type { MigrationFile } from '../source/migration-file.ts';
import type { History, OwnedRows } from './history.ts';
import { compareHistory, type MigrationState } from './history-check.ts';

/** Files and history side by side, and the history that was read. */
export interface CurrentStates {
  readonly states: readonly MigrationState[];
  readonly owned: OwnedRows;
}

/**
 * Files and history side by side, read without the migration lock. A migration that runs outside a transaction shows
 * in the history before it is done; whether it stopped half-way or runs just now, only the lock tells.
 */
export async function currentStates(
  database: Database,
  history: History,
  table: string,
  files: readonly MigrationFile[],
): Promise<CurrentStates> {
  const owned = await history.readOwned(database);
  // An embedded folder that is open here is open nowhere else.
  const unclear = database.target.kind !== 'pglite' && owned.rows.some(({ state }) => state === 'running');
  if (!unclear) return { states: compareHistory(files, owned.rows), owned };
  const { held } = await readLock(database, table);
  // It may have ended between the two looks.
  const now = held ? owned : await history.readOwned(database);
  return { states: compareHistory(files, now.rows, held), owned: now };
}
