import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { messageOf, QuodsiDbError } from '../../errors.ts';
import type { EmbeddedTarget } from '../../target.ts';
import { pgliteClientClass } from '../clients.ts';
import type { Database, OpenOptions } from '../database.ts';
import { acquireFolderLock, lockFolder } from '../folder-lock.ts';
import { createKnex, pgliteModule } from '../knex-internals.ts';

export async function openPglite(target: EmbeddedTarget, options: OpenOptions): Promise<Database> {
  // Whoever only reads finds the same in memory as in a folder that is not there yet, and leaves no trace.
  const folder =
    target.folder !== null && (options.create || (await exists(target.folder))) ? target.folder : null;
  const release =
    folder === null
      ? async () => undefined
      : await acquireFolderLock(folder, {
          command: options.command,
          timeout: options.lockTimeout,
          signal: options.signal,
          onWait: options.onWait,
        }).catch((error: unknown) => {
          throw folderError(folder, error);
        });
  try {
    const pglite = await openFolder(folder);
    const knex = createKnex({
      client: pgliteClientClass(),
      connection: { pglite },
      // A statement's values may be secret: they stay out of error messages.
      compileSqlOnError: false,
      // An error then carries the line of the migration that built its statement.
      asyncStackTraces: true,
    });
    const { rows } = await pglite.query<{ version: string; database: string; login: string }>(
      `SELECT current_setting('server_version') AS version, current_database() AS database, current_user AS login`,
    );
    return {
      knex,
      target,
      dialect: 'postgres',
      server: { product: 'PGlite', version: '', database: '', login: '', ...rows[0] },
      // It runs in this thread: by the time that anyone can ask, the statement has ended.
      cancelRunning: async () => undefined,
      async close() {
        try {
          await knex.destroy();
          if (!pglite.closed) await pglite.close();
        } finally {
          await release();
        }
      },
    };
  } catch (error) {
    await release();
    throw folder === null ? error : folderError(folder, error);
  }
}

async function openFolder(folder: string | null): Promise<PGlite> {
  const { PGlite } = pgliteModule();
  if (folder === null) return PGlite.create({ loadDataDir: await freshDatabase() });

  // Present while a new database is written: what a crash left then is no database yet, and holds nothing.
  const unfinished = join(lockFolder(folder), 'unfinished');
  if (await exists(unfinished)) {
    await rm(folder, { recursive: true, force: true });
    await rm(unfinished, { force: true });
  }
  if (await exists(join(folder, 'PG_VERSION'))) return PGlite.create(folder);

  await refuseForeignFolder(folder);
  await mkdir(dirname(folder), { recursive: true });
  await keepOutOfGit(dirname(folder));
  await writeFile(unfinished, '');
  const pglite = await PGlite.create(folder, { loadDataDir: await freshDatabase() });
  await rm(unfinished, { force: true });
  return pglite;
}

/** The default place lies in the project: its content belongs into no repository. */
async function keepOutOfGit(parent: string): Promise<void> {
  if (basename(parent) !== '.quodsi-db') return;
  await writeFile(join(parent, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** A database as initdb leaves it, made when the package was built: a second instead of five. */
async function freshDatabase(): Promise<Blob> {
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs');
  return dataDir();
}

/** PGlite would write its files between whatever lies in the folder already. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length > 0) {
    throw new QuodsiDbError(
      'NOT_A_DATABASE',
      `${folder} is not empty and holds no database (there is no PG_VERSION)`,
      {
        hint: 'Name an empty or new folder: --url pglite:<folder>.',
      },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

function folderError(folder: string, error: unknown): unknown {
  if (error instanceof QuodsiDbError || (error as Error | null)?.name === 'AbortError') return error;
  return new QuodsiDbError(
    'UNREACHABLE',
    `the embedded database in ${folder} cannot be opened: ${messageOf(error)}`,
    {
      hint: 'Check that the folder can be written. A damaged folder can be set aside (rename it); the next run makes a new one.',
      cause: error,
    },
  );
}
