import { extname } from 'node:path';
import {
  type CodeFile,
  hasCodeFiles,
  readAnyCodeFiles,
  readCodeFiles,
} from '../../project-code/code-file.ts';

/** A migration as it lies in the folder, not yet loaded. */
export type MigrationFile = CodeFile;

/**
 * Reads the migrations of a folder, in the order in which they run.
 * Throws with exit code 78: MIGRATIONS_UNREADABLE, NO_MIGRATIONS, DUPLICATE_MIGRATION, BAD_MIGRATION.
 */
export function readMigrations(directory: string): Promise<MigrationFile[]> {
  return readCodeFiles(directory, 'migration');
}

/** The same for a folder in which there may be none yet. */
export function readAnyMigrations(directory: string): Promise<MigrationFile[]> {
  return readAnyCodeFiles(directory, 'migration');
}

/** Reads the migrations of a folder, at each call anew. */
export type ReadMigrations = () => Promise<readonly MigrationFile[]>;

/** Begins at once to read the migrations of a folder, for the first call: while a server answers, nothing else is to be done. */
export function readAhead(directory: string): ReadMigrations {
  let begun: Promise<MigrationFile[]> | undefined = readMigrations(directory);
  // Told to whoever asks, and to nobody where nobody does.
  begun.catch(() => undefined);
  return () => {
    const files = begun ?? readMigrations(directory);
    begun = undefined;
    return files;
  };
}

/** Whether there is a migration in the folder; also true of a folder that cannot be read, which readMigrations refuses. */
export function hasMigrations(directory: string): Promise<boolean> {
  return hasCodeFiles(directory, 'migration');
}

/** Whether the migration is written in SQL, and not a module. */
export function isSql({ path }: MigrationFile): boolean {
  return extname(path).toLowerCase() === '.sql';
}
