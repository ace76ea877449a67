import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { inTransaction } from '../../database/in-transaction.ts';
import { clientOf } from '../../database/knex-internals.ts';
import { rolledBack } from '../../project-code/rolled-back.ts';
import type { Inside } from './stage-rows.ts';

/** Runs the work in one transaction, which is rolled back: the result is returned all the same. */
export async function tryInTransaction<T>(
  database: Database,
  work: (inside: Inside) => Promise<T>,
): Promise<T> {
  let done: { readonly result: T } | undefined;
  await rolledBack(database, async (trx) => {
    done = { result: await work((part) => part(trx)) };
  });
  if (done === undefined) throw new Error('the transaction ended without a result');
  return done.result;
}

/** Runs each part in a transaction of its own, all on one connection: temporary tables outlive the parts. */
export async function inManyTransactions<T>(
  { knex }: Database,
  work: (inside: Inside) => Promise<T>,
): Promise<T> {
  const client = clientOf(knex);
  const connection = await client.acquireConnection();
  const config: Knex.TransactionConfig = { connection };
  try {
    return await work((part) => inTransaction(knex, part, config));
  } finally {
    await client.releaseConnection(connection);
  }
}
