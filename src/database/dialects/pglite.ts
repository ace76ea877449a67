import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { messageOf, QuodsiDbError } from '../../errors.ts';
import type { EmbeddedTarget } from '../../target.ts';
import { askable } from '../ask.ts';
import { pgliteClientClass } from '../clients.ts';
import type { Database, OpenOptions } from '../database.ts';
import { acquireFolderLock, lockFolder, realFolder } from '../folder-lock.ts';
import { freshDatabase, unpackFreshDatabase } from '../fresh-database.ts';
import { createKnex, pgliteModule } from '../knex-load.ts';
import { postgresMessage } from '../server-message.ts';
import { NO_LIMITS } from '../statement-limits.ts';
import { deferWasmOptimizing } from '../wasm-tiering.ts';
import { freshSession } from './postgres-session.ts';

// All that PGlite makes in its folder. Exact, since a person's own file may well be named pg_backup.sql or my.conf.
const DATABASE_NAMES = new RegExp(
  `^(?:PG_VERSION|base|global|postgresql(?:\\.auto)?\\.conf|postmaster\\.(?:pid|opts)|pg_(?:${[
    'commit_ts|dynshmem|hba\\.conf|ident\\.conf|logical|multixact|notify|replslot|serial',
    'snapshots|stat|stat_tmp|subtrans|tblspc|twophase|wal|xact',
  ].join('|')}))$`,
);

/**
 * What PostgreSQL keeps of its tables in memory. Its own 128 MB are filled with zeros at each start, which is a third of what
 * opening takes, and are memory of the process; the files lie in the cache of the operating system anyway.
 */
const BUFFERS = '16MB';

export async function openPglite(target: EmbeddedTarget, options: OpenOptions): Promise<Database> {
  const folder = await usedFolder(target.folder, options);
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
  const { onStatement = () => undefined, onMessage = () => undefined } = options;
  let opened: PGlite | null = null;
  const opening = new Date();
  try {
    const pglite = await openFolder(folder, options.create);
    opened = pglite;
    const knex = createKnex(
      {
        client: pgliteClientClass((notice) => onMessage(postgresMessage(notice))),
        connection: { pglite },
      },
      onStatement,
    );
    const { rows } = await pglite.query<{
      version: string;
      database: string;
      login: string;
      defaultSchema: string | null;
    }>(
      `SELECT current_setting('server_version') AS version, current_database() AS database, current_user AS login,
              current_schema() AS "defaultSchema"`,
    );
    const fresh = freshSession({});
    return {
      knex,
      ...askable(knex),
      target,
      dialect: 'postgres',
      deferral: null,
      server: { product: 'PGlite', version: '', database: '', login: '', defaultSchema: null, ...rows[0] },
      // It has no clock of its own.
      clock: { before: opening, server: opening, after: opening },
      // There is no other session to wait for, and no clock that would stop a statement.
      limits: NO_LIMITS,
      fresh,
      lease: null,
      onStatement,
      waitForLocks: async () => undefined,
      // It runs in this thread: by the time that anyone can ask, the statement has ended.
      cancelRunning: async () => undefined,
      async freshSession() {
        await pglite.exec([...fresh.first, ...fresh.rest].join('; '));
      },
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
    // Whoever gets the lock next must find the folder closed.
    await opened?.close().catch(() => undefined);
    await release();
    throw folder === null ? error : folderError(folder, error);
  }
}

/** Whoever only reads finds the same in memory as in a folder that is not there yet, and leaves no trace. */
async function usedFolder(folder: string | null, { create }: OpenOptions): Promise<string | null> {
  if (folder === null || !(create || (await exists(folder)))) return null;
  // Two names of one folder share one lock.
  return realFolder(folder).catch((error: unknown) => {
    throw folderError(folder, error);
  });
}

async function openFolder(folder: string | null, create: boolean): Promise<PGlite> {
  deferWasmOptimizing();
  const { PGlite } = pgliteModule();
  const options = { startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${BUFFERS}`] };
  const inMemory = async (): Promise<PGlite> =>
    PGlite.create({ ...options, loadDataDir: await freshDatabase() });
  if (folder === null) return inMemory();

  // Present while a new database is written: what a crash left then is no database yet, and holds nothing.
  const unfinished = join(lockFolder(folder), 'unfinished');
  const isUnfinished = await exists(unfinished);
  if (!isUnfinished && (await exists(join(folder, 'PG_VERSION')))) return PGlite.create(folder, options);

  const names = await refuseForeignFolder(folder, isUnfinished);
  if (!create) return inMemory();
  // The names and not the folder itself, which may be a mount.
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await keepOutOfGit(dirname(folder));
  await writeFile(unfinished, '');
  await unpackFreshDatabase(folder);
  const pglite = await PGlite.create(folder, options);
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

/**
 * What lies in the folder, and may be deleted: nothing, or a half-made database where one was begun.
 * PGlite would write its files between whatever else is there.
 */
async function refuseForeignFolder(folder: string, isUnfinished: boolean): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const foreign = isUnfinished ? names.filter((name) => !DATABASE_NAMES.test(name)) : names;
  const [first] = foreign;
  if (first === undefined) return names;
  const why = isUnfinished
    ? `it holds ${first}, which belongs to no database, and the database that was begun there was never finished`
    : 'there is no PG_VERSION';
  throw new QuodsiDbError('NOT_A_DATABASE', `${folder} is not empty and holds no database (${why})`, {
    hint: 'Name an empty or new folder: --url pglite:<folder>.',
  });
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
  const isFull = /\bENOSPC\b|No space left on device/i.test(messageOf(error));
  return new QuodsiDbError(
    'UNREACHABLE',
    `the embedded database in ${folder} cannot be opened: ${messageOf(error)}`,
    {
      hint: isFull
        ? 'The disk is full: make room, and run the command again.'
        : 'Check that the folder can be written. A damaged folder can be set aside (rename it); the next run makes a new one.',
      cause: error,
    },
  );
}
