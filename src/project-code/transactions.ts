import type { Knex } from 'knex';
import type { Database } from '../database/database.ts';
import { type Deferral, type DeferralDialect, deferOn } from '../database/deferral.ts';
import { clientOf } from '../database/knex-internals.ts';
import { rememberStatementError } from '../database/statement-error.ts';
import { deferredIn } from './code-error.ts';
import { mayWait } from './may-wait.ts';

/** What runs in a transaction; `deferral` keeps statements back, null where all are sent at once. */
type Work<T> = (trx: Knex.Transaction, deferral: Deferral | null) => Promise<T>;

/** Keeps statements back. */
export type Keep = (deferral: Deferral) => Promise<void>;

export interface TransactionOptions {
  /** Whether statements may be kept back. */
  readonly batch: boolean;
  readonly signal: AbortSignal;
}

/** Transactions of one database, one after the other. */
export interface Transactions {
  /**
   * Runs `work` in a transaction. Where the server can be sent several statements at once, and `batch` allows it, those whose
   * answer nobody waits for are kept back: the last of them go with the COMMIT. Throws the reason of `signal` when that comes
   * before all has run.
   */
  run<T>(options: TransactionOptions, work: Work<T>): Promise<T>;
  /**
   * Keeps back all that `keep` asks for, and sends it with the COMMIT in one message, without Knex. Throws a
   * {@link DeferredError}, the error of the COMMIT, or the reason of `signal`. Null where the server is not sent texts.
   */
  readonly send: ((signal: AbortSignal, keep: Keep) => Promise<void>) | null;
  /** Gives back the connection that is kept from one transaction to the next. */
  end(): Promise<void>;
}

/** Transactions for as long as `work` runs. */
export async function withTransactions<T>(
  database: Database,
  work: (transactions: Transactions) => Promise<T>,
): Promise<T> {
  const transactions = transactionsOf(database);
  try {
    return await work(transactions);
  } finally {
    await transactions.end();
  }
}

function transactionsOf(database: Database): Transactions {
  const { deferral: server, lease } = database;
  let chain: Chain | undefined;
  const end = async (): Promise<void> => {
    const ended = chain;
    chain = undefined;
    await ended?.end();
  };
  const openAnew = async (joining: DeferralDialect): Promise<KnexChain> => {
    await end();
    const opened = await openKnexChain(database, joining);
    chain = opened;
    return opened;
  };
  const ending = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      await end();
      throw error;
    }
  };
  return {
    async run({ batch, signal }, work) {
      if (server?.joins && batch) {
        const { trx, deferral } = isKnexes(chain) ? chain : await openAnew(server);
        return ending(async () => {
          const result = await begun(database, deferral, signal, () => work(trx, deferral));
          // What is kept back runs when nobody listens to the signal any more.
          await cancellable(database, signal, () => commit(database, deferral));
          return result;
        });
      }
      await end();
      return server !== null && batch
        ? inFlushed(database, server, signal, work)
        : database.knex.transaction((trx) => {
            refuseUnbegun(trx);
            return work(trx, null);
          });
    },
    send:
      server?.joins && lease !== null
        ? async (signal, keep) => {
            chain ??= await openChain(database, server, lease);
            const { deferral } = chain;
            await ending(() =>
              cancellable(database, signal, async () => {
                await begun(database, deferral, signal, () => keep(deferral));
                await commit(database, deferral);
              }),
            );
          }
        : null,
    end,
  };
}

/** Knex goes on where a BEGIN has failed. */
function refuseUnbegun(trx: Knex.Transaction): void {
  if (trx.isCompleted()) throw new Error('the transaction was not begun');
}

/** A connection on which one transaction after the other is begun and committed. */
interface Chain {
  readonly deferral: Deferral;
  /** Rolls back what is open, and gives the connection back. */
  readonly end: () => Promise<void>;
}

/** Knex takes all of it for one transaction: to make one of its own takes it a millisecond. */
interface KnexChain extends Chain {
  readonly trx: Knex.Transaction;
}

function isKnexes(chain: Chain | undefined): chain is KnexChain {
  return chain !== undefined && 'trx' in chain;
}

/** One without Knex, whose loading alone takes as long as fifty migrations. */
async function openChain(
  database: Database,
  server: DeferralDialect,
  lease: NonNullable<Database['lease']>,
): Promise<Chain> {
  const { connection, release } = await lease();
  const deferral = deferTo(database, connection, server);
  return {
    deferral,
    async end() {
      await deferral.rollBack();
      deferral.stop();
      await release();
    },
  };
}

async function openKnexChain(database: Database, server: DeferralDialect): Promise<KnexChain> {
  const { connection, deferral, release } = await deferring(database, server);
  try {
    const config = { connection };
    const trx = await (database.knex.transaction(undefined, config) as unknown as Promise<Knex.Transaction>);
    refuseUnbegun(trx);
    return {
      trx,
      deferral,
      async end() {
        try {
          await trx.rollback();
        } catch {
          // The connection has broken: there is nothing to roll back on it.
        } finally {
          await release();
        }
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Runs work in the next transaction of a chain, which is not committed yet. */
async function begun<T>(
  database: Database,
  deferral: Deferral,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  if (deferral.begin()) database.onStatement('BEGIN;');
  const result = await work();
  signal.throwIfAborted();
  return result;
}

async function commit(database: Database, deferral: Deferral): Promise<void> {
  try {
    database.onStatement('COMMIT;');
    await deferral.commit();
  } catch (error) {
    const deferred = deferredIn(error);
    rememberStatementError(deferred?.serverError ?? (error as Error), deferred?.statement.sql ?? 'COMMIT;');
    throw error;
  }
}

/** A transaction whose statements are sent before the COMMIT, which the server takes only by itself. */
async function inFlushed<T>(
  database: Database,
  server: DeferralDialect,
  signal: AbortSignal,
  work: Work<T>,
): Promise<T> {
  const { connection, deferral, release } = await deferring(database, server);
  let failure: { readonly error: unknown } | undefined;
  try {
    return await database.knex.transaction(
      async (trx) => {
        refuseUnbegun(trx);
        const result = await work(trx, deferral);
        signal.throwIfAborted();
        await cancellable(database, signal, () => deferral.flush()).catch((error: unknown) => {
          failure = { error };
          throw error;
        });
        return result;
      },
      { connection },
    );
  } catch (error) {
    // Knex may tell of the rollback instead, where the connection has broken.
    if (failure !== undefined) throw signal.aborted ? signal.reason : failure.error;
    throw error;
  } finally {
    await release();
  }
}

/** Has the server give up what runs when the signal comes; then throws its reason instead of the error of a statement. */
async function cancellable(
  database: Database,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const cancel = (): void => void database.cancelRunning().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await work();
  } catch (error) {
    throw signal.aborted && deferredIn(error) !== undefined ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** A connection of Knex on which statements are kept back, until `release` gives it back. */
async function deferring(database: Database, server: DeferralDialect) {
  const client = clientOf(database.knex);
  const connection = (await client.acquireConnection()) as object;
  const deferral = deferTo(database, connection, server);
  const release = async (): Promise<void> => {
    deferral.stop();
    await client.releaseConnection(connection);
  };
  return { connection, deferral, release };
}

function deferTo({ dialect, onStatement }: Database, connection: object, server: DeferralDialect): Deferral {
  return deferOn(connection, {
    dialect: server,
    mayWait: (sql) => mayWait(sql, dialect),
    onStatement,
  });
}
