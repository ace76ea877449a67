import type { Knex } from 'knex';

/**
 * Runs work in a transaction, and throws what the work throws: where the connection has broken Knex would tell instead that it
 * cannot roll back.
 */
export async function inTransaction<T>(
  knex: Knex,
  work: (trx: Knex.Transaction) => Promise<T>,
  config?: Knex.TransactionConfig,
): Promise<T> {
  let failure: { readonly error: unknown } | undefined;
  const remembering = async (trx: Knex.Transaction): Promise<T> => {
    try {
      return await work(trx);
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  try {
    return await knex.transaction(remembering, config);
  } catch (error) {
    throw failure === undefined ? error : failure.error;
  }
}
