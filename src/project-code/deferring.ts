import type { Knex } from 'knex';
import type { Database } from '../database/database.ts';
import { type Deferral, deferOn } from '../database/deferral.ts';
import { clientOf } from '../database/knex-internals.ts';
import { deferredIn } from './code-error.ts';
import { inlineBindings } from './inline-bindings.ts';
import { mayWait } from './may-wait.ts';

/**
 * Runs `work` in a transaction. Where the server can be sent several statements at once, and `batch` allows it, those whose
 * answer nobody waits for are kept back: the last of them go with the COMMIT. Throws the reason of `signal` when that comes
 * before all has run.
 */
export async function withTransaction<T>(
  database: Database,
  { batch, signal }: { readonly batch: boolean; readonly signal: AbortSignal },
  work: (trx: Knex.Transaction, deferral: Deferral | null) => Promise<T>,
): Promise<T> {
  const { knex, dialect, deferral: server } = database;
  if (server === null || !batch) {
    return knex.transaction((trx) => {
      // Knex goes on where a BEGIN has failed.
      if (trx.isCompleted()) throw new Error('the transaction was not begun');
      return work(trx, null);
    });
  }
  const client = clientOf(knex);
  const connection = await client.acquireConnection();
  const deferral = deferOn(connection as object, {
    dialect: server,
    mayWait: (sql) => mayWait(sql, dialect),
    inline: (sql, bindings) => inlineBindings(dialect, sql, bindings),
  });
  // What is kept back runs with the COMMIT, when nobody listens to the signal any more.
  const cancel = (): void => void database.cancelRunning().catch(() => undefined);
  let failure: { readonly error: unknown } | undefined;
  const workThenWatch = async (trx: Knex.Transaction): Promise<T> => {
    const result = await work(trx, deferral);
    signal.throwIfAborted();
    signal.addEventListener('abort', cancel, { once: true });
    if (!server.joins)
      await deferral.flush().catch((error: unknown) => {
        failure = { error };
        throw error;
      });
    return result;
  };
  try {
    return await knex.transaction(workThenWatch, { connection });
  } catch (error) {
    // Knex may tell of the rollback instead, where the connection has broken.
    if (failure !== undefined) throw signal.aborted ? signal.reason : failure.error;
    if (!server.joins || deferredIn(error) === undefined) throw error;
    // Where a statement fails before the COMMIT that it went with, Knex is told first, and rolls back a little later.
    await client.query(connection, 'ROLLBACK').catch(() => undefined);
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', cancel);
    deferral.stop();
    await client.releaseConnection(connection);
  }
}
