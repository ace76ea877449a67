import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type OpenOptions, withDatabase } from '../../database/database.ts';
import { statementFault } from '../../database/statement-error.ts';
import { messageOf, QuodsiDbError } from '../../errors.ts';
import { quoteName } from '../../schema/expression.ts';
import type { Target } from '../../target.ts';
import { type LockOptions, withMigrationLock } from '../lock/lock.ts';
import { emptyDatabase, requireEmpty } from './empty-database.ts';
import { inDatabase } from './scratch-target.ts';

/** Where the scratch database is. */
export type ScratchPlace =
  /** A new one on the server of a database that is open, dropped afterwards. */
  | { readonly kind: 'server'; readonly server: Database }
  /** An empty one, left empty. */
  | { readonly kind: 'given'; readonly target: Target }
  /** A PGlite that ends with the process. */
  | { readonly kind: 'memory' };

export interface ScratchOptions {
  readonly open: OpenOptions;
  readonly lock: LockOptions;
  /** Told what could not be cleaned up where another error is the one to report. */
  readonly note: (message: string) => void;
}

/** A server may take a moment to notice that a connection was closed. */
const DROP_ATTEMPTS = 20;
/** Milliseconds. */
const DROP_PAUSE = 250;

const inMemory: Target = {
  kind: 'pglite',
  dialect: 'postgres',
  folder: null,
  label: 'pglite:memory',
  secrets: [],
};

export interface ScratchResult<T> {
  readonly value: T;
  /** SCRATCH_NOT_DROPPED or SCRATCH_NOT_EMPTIED: the work is done, and something of it is still there. */
  readonly leftover: unknown;
}

/**
 * Hands a scratch database to `work`, under its migration lock, and takes it away, or empties it, on every path.
 * Throws SCRATCH_NOT_EMPTY (4) and SCRATCH_NOT_CREATED (1).
 */
export async function withScratchDatabase<T>(
  place: ScratchPlace,
  options: ScratchOptions,
  work: (database: Database, lost: AbortSignal) => Promise<T>,
): Promise<ScratchResult<T>> {
  const { open, lock, note } = options;
  const locked = (database: Database): Promise<T> =>
    withMigrationLock(database, lock, ({ lost }) => work(database, lost));
  switch (place.kind) {
    case 'memory':
      return { value: await withDatabase(inMemory, open, locked), leftover: undefined };
    case 'given':
      return withDatabase(place.target, open, (database) =>
        withMigrationLock(database, lock, async ({ lost }) => {
          await requireEmpty(database);
          return cleanedUp(
            () => work(database, lost),
            () => emptyDatabase(database),
            note,
          );
        }),
      );
    case 'server': {
      const { server } = place;
      const name = `quodsi_db_verify_${randomBytes(8).toString('hex')}`;
      open.signal.throwIfAborted();
      await createDatabase(server, name);
      return cleanedUp(
        () => withDatabase(inDatabase(server.target, name), open, locked),
        () => dropDatabase(server, name),
        note,
      );
    }
  }
}

/** An error of the work itself is the one to throw. */
async function cleanedUp<T>(
  work: () => Promise<T>,
  cleanUp: () => Promise<void>,
  note: (message: string) => void,
): Promise<ScratchResult<T>> {
  let value: T;
  try {
    value = await work();
  } catch (error) {
    await cleanUp().catch((second: unknown) => note(messageOf(second)));
    throw error;
  }
  try {
    await cleanUp();
    return { value, leftover: undefined };
  } catch (leftover) {
    return { value, leftover };
  }
}

async function createDatabase(server: Database, name: string): Promise<void> {
  if (server.server.product === 'Azure SQL') {
    throw new QuodsiDbError('SCRATCH_NOT_CREATED', 'a database on Azure SQL is not made for a moment', {
      hint: 'It takes minutes and is paid for. Name an empty one: --scratch-url <url>.',
    });
  }
  const quoted = quoteName(name, server.dialect);
  // template1 may hold objects of the administrator's own.
  const sql =
    server.dialect === 'postgres'
      ? `CREATE DATABASE ${quoted} TEMPLATE template0`
      : `CREATE DATABASE ${quoted}${await collationClause(server)}`;
  try {
    await server.knex.raw(sql);
  } catch (error) {
    const { message, number } = statementFault(server.dialect, error, sql);
    throw new QuodsiDbError(
      'SCRATCH_NOT_CREATED',
      `${server.target.label}: no scratch database can be made: ${message} (${number})`,
      {
        hint: 'Let the login create databases (PostgreSQL: ALTER ROLE … CREATEDB; SQL Server: GRANT CREATE ANY DATABASE TO …), or name an empty one: --scratch-url <url>, or pglite:memory.',
        cause: error,
      },
    );
  }
}

/** Names and keys are compared as in the database that the migrations are for. Babelfish has one collation for all. */
async function collationClause({ knex, server }: Database): Promise<string> {
  if (server.product === 'Babelfish') return '';
  const [row]: readonly { collation: string | null }[] = await knex.raw(
    `SELECT CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS nvarchar(128)) AS collation`,
  );
  return /^\w+$/.test(row?.collation ?? '') ? ` COLLATE ${row?.collation}` : '';
}

async function dropDatabase(server: Database, name: string): Promise<void> {
  const quoted = quoteName(name, server.dialect);
  const drop = `DROP DATABASE ${quoted}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await dropOnce(server, quoted, drop);
      return;
    } catch (error) {
      if (attempt < DROP_ATTEMPTS) await sleep(DROP_PAUSE);
      else throw dropError(server, name, drop, error);
    }
  }
}

async function dropOnce({ knex, dialect, server }: Database, quoted: string, drop: string): Promise<void> {
  if (dialect === 'postgres') {
    await knex.raw(`${drop} WITH (FORCE)`);
    return;
  }
  // Connections that were just closed, or those of somebody who looks at it, are in the way. Babelfish has no ALTER DATABASE.
  if (server.product !== 'Babelfish') {
    await knex.raw(`ALTER DATABASE ${quoted} SET SINGLE_USER WITH ROLLBACK IMMEDIATE`);
  }
  await knex.raw(drop);
}

function dropError(server: Database, name: string, drop: string, error: unknown): QuodsiDbError {
  const { message, number } = statementFault(server.dialect, error, drop);
  return new QuodsiDbError(
    'SCRATCH_NOT_DROPPED',
    `${server.target.label}: the scratch database ${name} could not be dropped: ${message} (${number})`,
    { hint: `Drop it by hand: ${drop}`, cause: error },
  );
}
