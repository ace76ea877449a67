import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import { findMigration } from '../migrate/plan.ts';
import { type MigrationFile, readMigrations } from '../migrate/source/migration-file.ts';

/** Migrations to look at, and those around them that say what was there before. */
export interface LintFiles {
  readonly directory: string;
  /** All of the folder, in order. */
  readonly files: readonly MigrationFile[];
  readonly chosen: readonly MigrationFile[];
}

/**
 * The migrations that arguments name: paths of files, a folder, or names with or without extension; all where there is none.
 *
 * @param directory folder of the project's migrations
 * @throws QuodsiDbError with exit code 64 for what is no migration, and for files of several folders
 */
export async function chooseLintFiles(
  directory: string,
  asked: readonly string[],
  cwd: string,
  from: string | undefined,
): Promise<LintFiles> {
  const named = asked.map((text) => ({ text, path: resolve(cwd, text), kind: kindOf(resolve(cwd, text)) }));
  const folders = new Set(
    named.flatMap(({ path, kind }) => (kind === 'file' ? [dirname(path)] : kind === 'folder' ? [path] : [])),
  );
  if (folders.size > 1) {
    throw usage(
      'the files are in several folders',
      'Migrations of one folder belong together: name those of one.',
    );
  }
  const [folder = directory] = folders;
  const files = await readMigrations(folder);
  const chosen = new Set<MigrationFile>();
  for (const { text, path, kind } of named) {
    if (kind === 'folder') for (const file of files) chosen.add(file);
    else if (kind === 'none') chosen.add(findMigration(files, text));
    else chosen.add(fileAt(files, path));
  }
  const first = from === undefined ? undefined : findMigration(files, from).name;
  return {
    directory: folder,
    files,
    chosen: files
      .filter((file) => asked.length === 0 || chosen.has(file))
      .filter(({ name }) => first === undefined || name > first),
  };
}

function fileAt(files: readonly MigrationFile[], path: string): MigrationFile {
  const found = files.find((file) => file.path === path);
  if (found !== undefined) return found;
  throw usage(
    `${basename(path)} is not a migration`,
    'Migrations end in .ts, .js, .mjs, .cjs or .sql, and their names begin with no dot.',
  );
}

function kindOf(path: string): 'file' | 'folder' | 'none' {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 'none' : stat.isDirectory() ? 'folder' : 'file';
}

function usage(message: string, hint: string): QuodsiDbError {
  return new QuodsiDbError('USAGE', message, { hint, exitCode: exitCodes.usage });
}
