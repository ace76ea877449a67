import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCodes, messageOf, QuodsiDbError } from '../../errors.ts';

/** A file that is to be written. Paths are relative to the project's folder, with slashes. */
export interface NewFile {
  readonly path: string;
  readonly content: string;
}

/** A file that is there already and gets something added. */
export interface ChangedFile extends NewFile {
  /** What was added, for a person. */
  readonly added: string;
}

export interface FilePlan {
  readonly created: readonly NewFile[];
  readonly changed: readonly ChangedFile[];
}

/**
 * Refuses to write over anything.
 *
 * @throws QuodsiDbError `FILES_EXIST` with exit code 4, whose details list what is there
 */
export function refuseExisting(folder: string, paths: readonly string[]): void {
  const existing = paths.filter((path) => existsSync(join(folder, path)));
  if (existing.length === 0) return;
  throw new QuodsiDbError(
    'FILES_EXIST',
    `nothing was written: ${existing.length === 1 ? `${existing[0]} exists` : `${existing.length} of the files exist`}`,
    {
      details: existing,
      hint: 'Move them away, or choose another folder with --cwd.',
      exitCode: exitCodes.refused,
    },
  );
}

/**
 * Writes all of the files or, where one cannot be written, none. Nothing can come in between: no signal is looked at before
 * it is done.
 *
 * @throws QuodsiDbError `FILES_EXIST`, `WRITE_FAILED`
 */
export function writeFiles(folder: string, { created, changed }: FilePlan): void {
  refuseExisting(
    folder,
    created.map(({ path }) => path),
  );
  const undo: (() => void)[] = [];
  let current = folder;
  try {
    for (const { path, content } of created) {
      current = path;
      const file = join(folder, path);
      const madeFolder = mkdirSync(dirname(file), { recursive: true });
      if (madeFolder !== undefined) undo.push(() => rmSync(madeFolder, { recursive: true, force: true }));
      undo.push(() => rmSync(file, { force: true }));
      writeFileSync(file, content, { flag: 'wx' });
    }
    for (const { path, content } of changed) {
      current = path;
      const file = join(folder, path);
      const before = readFileSync(file);
      undo.push(() => writeFileSync(file, before));
      writeFileSync(file, content);
    }
  } catch (cause) {
    for (const step of undo.reverse()) step();
    throw new QuodsiDbError('WRITE_FAILED', `${current} cannot be written: ${messageOf(cause)}`, {
      hint: 'Nothing was written. Check the rights of the folder and the space on its disk.',
      cause,
    });
  }
}
