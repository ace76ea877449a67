import type { Knex } from 'knex';
import type { Database } from '../database/database.ts';
import { QuodsiDbError } from '../errors.ts';
import type { Code } from './code.ts';
import { codeWords } from './words.ts';

const ROLL_BACK = Symbol('roll back');

/** Runs work in a transaction that is rolled back, however the work ends. */
export async function rolledBack(
  database: Database,
  work: (trx: Knex.Transaction) => Promise<void>,
): Promise<void> {
  let failure: { error: unknown } | undefined;
  await database.knex
    .transaction(async (trx) => {
      await work(trx).catch((error: unknown) => {
        failure = { error };
      });
      throw ROLL_BACK;
    })
    .catch((error: unknown) => {
      if (error !== ROLL_BACK) failure ??= { error };
    });
  if (failure) throw failure.error;
}

/** The error of a dry run at code that has no transaction. */
export function notRehearsableError({ kind, file }: Code): QuodsiDbError {
  const hint = ['What comes before it was tried.', codeWords[kind].preview].join(' ').trim();
  return new QuodsiDbError(
    'NOT_TRANSACTIONAL',
    `${kind} ${file.name} runs without a transaction: a dry run cannot take it back`,
    { hint },
  );
}
