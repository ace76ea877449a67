import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Project } from '../config/load.ts';

/** As many characters as the history keeps of it. */
const LONGEST = 255;

/**
 * What the history calls the project: the config's `project`, or the name of the package that the migrations are in. Not
 * that of the folder which a command runs in: two applications of one repository may share the migrations of a third.
 * Null where neither says anything, as in a container that has only the migrations.
 */
export function projectName({ project }: Pick<Project, 'project'>, directory: string): string | null {
  return project ?? packageNameAbove(directory);
}

/** The name in the nearest package.json that has one, from a folder upwards. */
export function packageNameAbove(directory: string): string | null {
  for (let folder = directory; ; folder = dirname(folder)) {
    const name = nameIn(join(folder, 'package.json'));
    if (name !== null) return name;
    if (dirname(folder) === folder) return null;
  }
}

function nameIn(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    const { name } = JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown };
    return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, LONGEST) : null;
  } catch {
    // A package.json that cannot be read is for others to complain about.
    return null;
  }
}
