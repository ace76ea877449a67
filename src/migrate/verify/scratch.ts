import { randomBytes } from 'node:crypto';
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

const inMemory: Target = {
  kind: 'pglite',
  dialect: 'postgres',
  folder: null,
  label: 'pglite:memory',
  secrets: [],
};

/**
 * Hands a scratch database to `work`, under its migration lock, and takes it away, or empties it, on every path.
 * Throws SCRATCH_NOT_EMPTY (4), and with exit code 1 SCRATCH_NOT_CREATED, SCRATCH_NOT_DROPPED, SCRATCH_NOT_EMPTIED.
 */
export async function withScratchDatabase<T>(
  place: ScratchPlace,
  options: ScratchOptions,
  work: (database: Database, lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const { open, lock, note } = options;
  const locked = (database: Database): Promise<T> =>
    withMigrationLock(database, lock, ({ lost }) => work(database, lost));
  switch (place.kind) {
    case 'memory':
      return withDatabase(inMemory, open, locked);
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

/** The first error is the one to throw. */
async function cleanedUp<T>(
  work: () => Promise<T>,
  cleanUp: () => Promise<void>,
  note: (message: string) => void,
): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await cleanUp().catch((second: unknown) => note(messageOf(second)));
    throw error;
  }
  await cleanUp();
  return result;
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
  try {
    if (server.dialect === 'postgres') await server.knex.raw(`${drop} WITH (FORCE)`);
    else {
      // A connection of a migration's own, or of somebody who looks at it, would be in the way. Babelfish has no ALTER DATABASE.
      if (server.server.product !== 'Babelfish')
        await server.knex.raw(`ALTER DATABASE ${quoted} SET SINGLE_USER WITH ROLLBACK IMMEDIATE`);
      await server.knex.raw(drop);
    }
  } catch (error) {
    const { message, number } = statementFault(server.dialect, error, drop);
    throw new QuodsiDbError(
      'SCRATCH_NOT_DROPPED',
      `${server.target.label}: the scratch database ${name} could not be dropped: ${message} (${number})`,
      { hint: `Drop it by hand: ${drop}`, cause: error },
    );
  }
}
