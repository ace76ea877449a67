import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Answer, ok, problem } from '../check.ts';

/** The folder of the embedded database: whether it is there, and can be written. Nothing is made. */
export async function folderCheck(folder: string): Promise<Answer> {
  const there = await existing(folder);
  const what = there === folder ? folder : `${folder} is not there yet: the first "migrate up" makes it`;
  if (!(await stat(there)).isDirectory())
    return problem(`${there} is a file`, 'Name another folder: --url pglite:<folder>.');
  if (await isWritable(there)) return ok(what);
  return problem(
    there === folder
      ? `${folder} cannot be written`
      : `${folder} is not there, and ${there} cannot be written`,
    'Give this user the right to write there, or name another folder: --url pglite:<folder>.',
  );
}

/** The folder itself, or the nearest one above it that is there. */
export async function existing(folder: string): Promise<string> {
  const parent = dirname(folder);
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere || parent === folder ? folder : existing(parent);
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
