import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** A database as initdb leaves it, as .tar.gz, made when the package was built: a second instead of five. */
export async function freshDatabase(): Promise<Blob> {
  return new Blob([await readFile(join(DIST, 'embedded-database.tar.gz'))]);
}
