import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { messageOf, QuodsiDbError } from '../errors.ts';
import { unpackArchive } from './unpack-archive.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const ARCHIVE = 'embedded-database.tar.gz';

/** A database as initdb leaves it, as .tar.gz, made when the package was built: a second instead of five. */
export async function freshDatabase(): Promise<Blob> {
  return new Blob([await readArchive()]);
}

/** Writes that database into a folder that holds nothing of one. */
export async function unpackFreshDatabase(folder: string): Promise<void> {
  await unpackArchive(unzipped(await readArchive()), folder);
}

function unzipped(archive: Buffer): Buffer {
  try {
    return gunzipSync(archive);
  } catch (error) {
    throw damaged(error);
  }
}

async function readArchive(): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(join(DIST, ARCHIVE));
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(cause: unknown): QuodsiDbError {
  return new QuodsiDbError('DAMAGED_PACKAGE', `${join(DIST, ARCHIVE)} cannot be read: ${messageOf(cause)}`, {
    hint: 'New embedded databases begin with it. Install quodsi-db again.',
    cause,
  });
}
