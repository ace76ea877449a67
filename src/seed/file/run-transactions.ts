import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { clientOf } from '../../database/knex-internals.ts';
import { type Landing, lostCommit } from '../../project-code/lost-answer.ts';
import type { Inside } from './stage-rows.ts';

const ROLL_BACK = Symbol('roll back');

/**
 * Runs the work in one transaction, which is rolled back where `keep` is false: the result is returned all the same. What an
 * answer to COMMIT that is lost would have said is asked by `landing`; null where there is nothing to lose.
 */
export async function inOneTransaction<T>(
  database: Database,
  keep: boolean,
  work: (inside: Inside) => Promise<T>,
  landing: (error: unknown) => Landing | null,
): Promise<T> {
  let done: { result: T } | undefined;
  try {
    await database.knex.transaction(async (trx) => {
      done = { result: await work((part) => part(trx)) };
      if (!keep) throw ROLL_BACK;
    });
  } catch (error) {
    if (done === undefined) throw error;
    const asked = keep ? landing(error) : null;
    const lost = asked === null ? null : await lostCommit(database, asked, error);
    if (lost !== null) throw lost;
  }
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
    return await work((part) => knex.transaction(part, config));
  } finally {
    await client.releaseConnection(connection);
  }
}
