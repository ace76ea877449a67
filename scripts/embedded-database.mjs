// The archive that new embedded databases begin with.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/** What initdb makes, as .tar.gz. It takes seconds, so that it is kept for as long as the version of PGlite stays. */
export async function embeddedDatabase(root) {
  const modules = join(root, 'node_modules');
  const { version } = JSON.parse(
    readFileSync(join(modules, '@electric-sql', 'pglite', 'package.json'), 'utf8'),
  );
  const folder = join(modules, '.cache', 'quodsi-db');
  const path = join(folder, `pglite-${version}.tar.gz`);
  try {
    return readFileSync(path);
  } catch {
    const archive = await initdb();
    mkdirSync(folder, { recursive: true });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, archive);
    renameSync(unfinished, path);
    return archive;
  }
}

async function initdb() {
  const pglite = await PGlite.create();
  try {
    const archive = await pglite.dumpDataDir('gzip');
    return Buffer.from(await archive.arrayBuffer());
  } finally {
    await pglite.close();
  }
}
