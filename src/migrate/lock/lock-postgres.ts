import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { closePostgres, connectPostgres } from '../../database/dialects/postgres-connect.ts';
import { postgresFault } from '../../database/dialects/postgres-errors.ts';
import type { PostgresSession } from '../../database/other-session.ts';
import type { PostgresTarget } from '../../target.ts';
import {
  connectForLock,
  type HeldLock,
  type LockHolder,
  type LockOptions,
  lockKeys,
  lockLostError,
  lockTimeoutError,
} from './lock.ts';
import { POSTGRES_HOLDER_SQL, postgresHolder } from './lock-holder.ts';

const FIRST_POLL = 50;
const LONGEST_POLL = 500;

export async function acquirePostgresLock(target: PostgresTarget, options: LockOptions): Promise<HeldLock> {
  const { command, signal } = options;
  const client = await connectForLock(
    target.label,
    options,
    () => connectPostgres(target, command, signal),
    postgresFault,
  );
  const lost = new AbortController();
  const onLoss = (): void => lost.abort(lockLostError());
  client.on('error', onLoss);
  client.on('end', onLoss);
  try {
    await waitForLock(client, options);
  } catch (error) {
    // Of a break between two questions only the event tells: pg has no code for who asks then.
    const broken = lost.signal.aborted && !signal.aborted && !('code' in (error as Error));
    client.off('end', onLoss);
    await closePostgres(client);
    throw broken ? lost.signal.reason : error;
  }
  return {
    lost: lost.signal,
    // The end of the session frees the lock.
    async release() {
      client.off('error', onLoss);
      client.off('end', onLoss);
      await closePostgres(client);
    },
  };
}

/** The session does nothing but hold the lock: a server that ends those that idle is not to end this one. Since PostgreSQL 14. */
const STAY = `CASE WHEN current_setting('idle_session_timeout', true) IS NOT NULL
  THEN set_config('idle_session_timeout', '0', false) END`;

/**
 * Asks again and again instead of waiting inside pg_advisory_lock: a session that waits there holds a snapshot, and
 * CREATE INDEX CONCURRENTLY in the holder's migration would wait for it for ever.
 */
async function waitForLock(client: pg.Client, options: LockOptions): Promise<void> {
  const keys = lockKeys(options.table);
  const deadline = Date.now() + options.timeout;
  for (let poll = FIRST_POLL; ; poll = Math.min(poll * 1.5, LONGEST_POLL)) {
    options.signal.throwIfAborted();
    const { rows } = await client.query<{ held: boolean }>(
      `SELECT pg_try_advisory_lock(${keys.map((key) => `(${key})::int`).join(', ')}) AS held, ${STAY}`,
    );
    if (rows[0]?.held) return;
    const remaining = deadline - Date.now();
    if (remaining <= 0) throw lockTimeoutError(await readHolder(client, keys), options.timeout);
    if (poll === FIRST_POLL) {
      const holder = await readHolder(client, keys);
      options.onWait(`waiting for the migration lock, held by ${holder?.description ?? 'another session'}`);
    }
    await sleep(Math.min(poll, remaining), undefined, { signal: options.signal });
  }
}

async function readHolder(client: pg.Client, keys: readonly [number, number]): Promise<LockHolder | null> {
  const { rows } = await client.query<PostgresSession>(POSTGRES_HOLDER_SQL, [...keys]);
  return rows[0] === undefined ? null : postgresHolder(rows[0]);
}
