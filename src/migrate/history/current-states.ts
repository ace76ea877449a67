import type { Database } from '../../database/database.ts';
import { readLock } from '../lock/lock-holder.ts';
import type { MigrationFile, ReadMigrations } from '../source/migration-file.ts';
import type { History, OwnedRows } from './history.ts';
import { compareHistory, type MigrationState } from './history-check.ts';

/** Files and history side by side, and the history that was read. */
export interface CurrentStates {
  readonly states: readonly MigrationState[];
  readonly owned: OwnedRows;
}

/** Reads the migrations while the server reads its history. An error of the files comes first. */
export async function readFilesAndHistory(
  readFiles: ReadMigrations,
  history: History,
  database: Database,
): Promise<{ readonly files: readonly MigrationFile[]; readonly owned: OwnedRows }> {
  const asked = history.readOwned(database);
  const [files] = await Promise.allSettled([readFiles(), asked]);
  if (files.status === 'rejected') throw files.reason;
  return { files: files.value, owned: await asked };
}

/** The same as {@link currentStates}, with the files that are there. */
export async function readCurrentStates(
  database: Database,
  history: History,
  table: string,
  readFiles: ReadMigrations,
): Promise<CurrentStates & { readonly files: readonly MigrationFile[] }> {
  const { files, owned } = await readFilesAndHistory(readFiles, history, database);
  return { files, ...(await statesOf(database, history, table, files, owned)) };
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
  return statesOf(database, history, table, files, await history.readOwned(database));
}

async function statesOf(
  database: Database,
  history: History,
  table: string,
  files: readonly MigrationFile[],
  owned: OwnedRows,
): Promise<CurrentStates> {
  // An embedded folder that is open here is open nowhere else.
  const unclear = database.target.kind !== 'pglite' && owned.rows.some(({ state }) => state === 'running');
  if (!unclear) return { states: compareHistory(files, owned.rows), owned };
  const { held } = await readLock(database, table);
  // It may have ended between the two looks.
  const now = held ? owned : await history.readOwned(database);
  return { states: compareHistory(files, now.rows, held), owned: now };
}
