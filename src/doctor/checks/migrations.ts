import type { MigrationFile } from '../../migrate/source/migration-file.ts';
import { type Answer, ok, warning } from '../check.ts';

/** What was read of the folder; one that cannot be read has an answer of its own, see failed. */
export function migrationsCheck(files: readonly MigrationFile[], place: string): Answer {
  if (files.length === 0)
    return warning(`there is none in ${place}`, 'Write one with "quodsi-db migrate make <name>".');
  return ok(`${files.length === 1 ? '1 migration' : `${files.length} migrations`} in ${place}`);
}
