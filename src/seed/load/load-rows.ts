import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { onConnection } from '../../database/clients.ts';
import type { Database } from '../../database/database.ts';
import { assertNever } from '../../errors.ts';
import type { RowBatches, SeedRow, SeedTable } from '../seed-table.ts';
import { copyWriter } from './copy-text.ts';
import { loadError } from './load-error.ts';

/** Milliseconds. */
const PATIENCE = 2_000;

export interface LoadOptions {
  /** Ends the load with its reason; the caller's transaction then rolls back what was sent. */
  readonly signal: AbortSignal;
  /** Told after each batch how many rows of this call are on their way. */
  readonly onRows?: (total: number) => void;
}

/**
 * Loads rows into a table, or a temporary one, within the transaction and in the fastest way that the engine has: COPY, or
 * the bulk load of SQL Server with its constraints checked and its triggers fired, as an INSERT would. Batches are asked
 * for no faster than the server takes them. While they come, nothing else may run on the transaction.
 *
 * @returns the number of rows
 * @throws QuodsiDbError BAD_VALUE for a cell that cannot be stored, DUPLICATE_KEY, CONSTRAINT_VIOLATED, NO_SUCH_OBJECT and
 *   NO_SUCH_COLUMN where the migrations are not applied, other codes of statements; and the reason of the signal
 */
export async function loadRows(
  database: Database,
  trx: Knex.Transaction,
  table: SeedTable,
  batches: RowBatches,
  options: LoadOptions,
): Promise<number> {
  const { signal } = options;
  signal.throwIfAborted();
  try {
    return await cancelWhenStuck(database, signal, () => load(database, trx, table, batches, options));
  } catch (error) {
    // What a driver says of a load that was told to end is no news.
    signal.throwIfAborted();
    throw loadError(database, table, error);
  }
}

/** A load ends by itself soon after the signal, unless the server is waiting for something: then it is told to give up. */
async function cancelWhenStuck<T>(
  database: Database,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => void database.cancelRunning().catch(() => undefined), PATIENCE);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}

async function load(
  database: Database,
  trx: Knex.Transaction,
  table: SeedTable,
  batches: RowBatches,
  options: LoadOptions,
): Promise<number> {
  const { target } = database;
  const { signal } = options;
  switch (target.kind) {
    case 'mssql': {
      const { loadMssql } = await import('./load-mssql.ts');
      return loadMssql(database, trx, table, watched(batches, options));
    }
    case 'postgres': {
      const { copyToPostgres } = await import('./load-postgres.ts');
      return onConnection(trx, (connection) =>
        copyToPostgres(connection as Client, table, chunks(table, batches, options), signal),
      );
    }
    case 'pglite': {
      const { copyToPglite } = await import('./load-postgres.ts');
      return onConnection(trx, (connection) =>
        copyToPglite(connection as PGlite, table, chunks(table, batches, options), signal),
      );
    }
    default:
      return assertNever(target);
  }
}

/** The batches, with the signal heeded and progress told between them. */
async function* watched(
  batches: RowBatches,
  { signal, onRows }: LoadOptions,
): AsyncGenerator<readonly SeedRow[]> {
  let total = 0;
  for await (const batch of batches) {
    signal.throwIfAborted();
    yield batch;
    total += batch.length;
    onRows?.(total);
  }
}

async function* chunks(table: SeedTable, batches: RowBatches, options: LoadOptions): AsyncGenerator<Buffer> {
  const write = copyWriter(table);
  let before = 0;
  for await (const batch of watched(batches, options)) {
    yield* write(batch, before);
    before += batch.length;
    // Rows that are made without waiting for anything would keep signals and progress from being heard.
    await nextTurn();
  }
}
