import type { Connection } from 'tedious';
import { mssqlConnectFault } from '../../database/dialects/mssql.ts';
import { runBatch } from '../../database/dialects/mssql-batch.ts';
import { closeTedious, connectTedious } from '../../database/dialects/mssql-connect.ts';
import { QuodsiDbError } from '../../errors.ts';
import type { MssqlTarget } from '../../target.ts';
import {
  connectForLock,
  type HeldLock,
  type LockOptions,
  lockLostError,
  lockName,
  lockTimeoutError,
} from './lock.ts';
import { mssqlHolder, mssqlHolderSql } from './lock-holder.ts';

/** Before the full wait, so that a person is told at once that there is one. Milliseconds. */
const FIRST_TRY = 250;

// https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sp-getapplock-transact-sql
const GRANTED = new Set([0, 1]);
const TIMED_OUT = -1;

export async function acquireMssqlLock(target: MssqlTarget, options: LockOptions): Promise<HeldLock> {
  const { command, signal } = options;
  const connection = await connectForLock(
    target.label,
    options,
    () => connectTedious(target, command, signal),
    mssqlConnectFault,
  );
  const cancel = (): void => {
    (connection as unknown as { cancel(): boolean }).cancel();
  };
  signal.addEventListener('abort', cancel);
  const lost = new AbortController();
  const onLoss = (): void => lost.abort(lockLostError());
  connection.once('end', onLoss);
  try {
    await waitForLock(connection, options);
  } catch (error) {
    await closeTedious(connection);
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  return {
    lost: lost.signal,
    // The end of the session frees the lock.
    async release() {
      connection.removeListener('end', onLoss);
      await closeTedious(connection);
    },
  };
}

async function waitForLock(connection: Connection, options: LockOptions): Promise<void> {
  options.signal.throwIfAborted();
  const first = Math.min(FIRST_TRY, options.timeout);
  if (await tryLock(connection, options.table, first)) return;
  if (options.timeout > first) {
    const holder = await readHolder(connection, options.table);
    // To cancel that question is not to be told as not knowing.
    options.signal.throwIfAborted();
    options.onWait(`waiting for the migration lock, held by ${holder?.description ?? 'another session'}`);
    if (await tryLock(connection, options.table, options.timeout - first)) return;
  }
  throw lockTimeoutError(await readHolder(connection, options.table), options.timeout);
}

/** False when the time is up. sp_getapplock does not raise: its return value decides. */
async function tryLock(connection: Connection, table: string, timeout: number): Promise<boolean> {
  const rows = await runBatch(
    connection,
    `DECLARE @result int;
EXEC @result = sp_getapplock @Resource = N'${lockName(table).replaceAll("'", "''")}', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = ${Math.round(timeout)};
SELECT @result AS result;`,
  );
  const result = Number(rows[0]?.result);
  if (GRANTED.has(result)) return true;
  if (result === TIMED_OUT) return false;
  const meaning: Record<number, string> = { [-2]: 'cancelled', [-3]: 'deadlock victim', [-999]: 'bad call' };
  throw new QuodsiDbError(
    'LOCK_FAILED',
    `sp_getapplock ended with ${result} (${meaning[result] ?? 'unknown'})`,
    {
      hint: 'The login needs EXECUTE on sp_getapplock, which every user has unless it was taken away.',
    },
  );
}

async function readHolder(connection: Connection, table: string): Promise<ReturnType<typeof mssqlHolder>> {
  try {
    return mssqlHolder(await runBatch(connection, mssqlHolderSql(table)));
  } catch {
    // Needs VIEW DATABASE STATE; some servers lack the view. Not knowing the holder is no reason to fail otherwise.
    return null;
  }
}
