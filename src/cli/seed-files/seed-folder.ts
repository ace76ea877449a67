import { existsSync } from 'node:fs';
import type { Project } from '../../config/load.ts';
import {
  type CodeFile,
  hasCodeFiles,
  readAnyCodeFiles,
  readCodeFiles,
} from '../../project-code/code-file.ts';

/** Whether the project has seed files; also true of a folder that the config names and nobody can read. */
export async function hasSeedFiles({ seeds: { directory, explicit } }: Project): Promise<boolean> {
  return (explicit || existsSync(directory)) && hasCodeFiles(directory, 'seed');
}

/** The project's seed files in the order in which they run; none where there is no folder. Throws SEEDS_UNREADABLE (78). */
export async function readAnySeeds({ seeds: { directory, explicit } }: Project): Promise<CodeFile[]> {
  return explicit || existsSync(directory) ? readAnyCodeFiles(directory, 'seed') : [];
}

/** The same where there has to be one. Throws SEEDS_UNREADABLE, NO_SEEDS, DUPLICATE_SEED, BAD_SEED, exit code 78. */
export function readSeeds({ seeds: { directory } }: Project): Promise<CodeFile[]> {
  return readCodeFiles(directory, 'seed');
}
