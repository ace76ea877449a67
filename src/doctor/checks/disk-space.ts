import { statfs } from 'node:fs/promises';
import { type Answer, ok, problem, warning } from '../check.ts';
import { existing } from './folder.ts';

const MEBIBYTE = 2 ** 20;
/** A new database takes about 40 MiB, and writes ahead what it changes. */
const NEEDED = 100 * MEBIBYTE;
const COMFORTABLE = 500 * MEBIBYTE;

/** Room on the disk of the embedded database. */
export async function diskSpaceCheck(folder: string): Promise<Answer> {
  const { bavail, bsize } = await statfs(await existing(folder));
  return judgeDiskSpace(bavail * bsize);
}

/** @param free bytes that this user may still write */
export function judgeDiskSpace(free: number): Answer {
  const room = `${free < 1024 * MEBIBYTE ? `${Math.floor(free / MEBIBYTE)} MiB` : `${(free / MEBIBYTE / 1024).toFixed(1)} GiB`} free`;
  const advice = 'Make room on that disk, or name a folder on another: --url pglite:<folder>.';
  if (free < NEEDED) return problem(`${room}: too little for a database`, advice);
  return free < COMFORTABLE ? warning(`${room}: little for a database`, advice) : ok(room);
}
