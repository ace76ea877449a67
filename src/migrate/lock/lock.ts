import { createHash } from 'node:crypto';
import { type Database, endAlongside, endedAlongside } from '../../database/database.ts';
import type { Fault } from '../../database/fault.ts';
import { CONNECT_RETRY, connectWithRetry } from '../../database/retry.ts';
import { assertNever, exitCodes, QuodsiDbError } from '../../errors.ts';

/** Who holds the migration lock, as far as the server tells. */
export interface LockHolder {
  /** For a person: `quodsi-db migrate up, login app, from 10.0.0.5, since …`. */
  readonly description: string;
  /** The server's number of the session, to end it by. */
  readonly session: number | null;
}

export interface LockOptions {
  /** The history table: migrations of another table do not wait for these. */
  readonly table: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly command: string;
  readonly signal: AbortSignal;
  readonly onWait: (message: string) => void;
  /** What can be done until the lock is there, and is done before the work. Its error ends the wait. */
  readonly meanwhile?: () => Promise<void>;
}

/** The lock while it is held. */
export interface MigrationLock {
  /** Aborts, with a LOCK_LOST error as its reason, when the connection that holds the lock dies. */
  readonly lost: AbortSignal;
}

/** A lock as a server gives it: by session, so that it ends with its connection, however that ends. */
export interface HeldLock extends MigrationLock {
  release(): Promise<void>;
}

/** The name of the lock within its database. */
export function lockName(table: string): string {
  return `quodsi-db:${table}`;
}

/** Two 32-bit keys for PostgreSQL's advisory locks. */
export function lockKeys(table: string): readonly [number, number] {
  const digest = createHash('sha256').update(lockName(table)).digest();
  return [digest.readInt32BE(0), digest.readInt32BE(4)];
}

/**
 * Runs `work` while no other process migrates this database. Throws LOCK_TIMEOUT, exit code 3, with the holder where
 * the server tells. An embedded folder is this process's own as long as it is open, so that there is nothing to lock.
 */
export async function withMigrationLock<T>(
  database: Database,
  options: LockOptions,
  work: (lock: MigrationLock) => Promise<T>,
): Promise<T> {
  // It may have been held before.
  await endedAlongside(database);
  const lock = await acquire(database, options);
  try {
    return await work(lock);
  } finally {
    // The server takes its time to end a session, and there is another to be ended.
    endAlongside(database, lock.release());
  }
}

/** Waits for the lock, and does what can be done meanwhile. */
async function acquire(database: Database, options: LockOptions): Promise<HeldLock> {
  const failed = new AbortController();
  let doing: Promise<void> | undefined;
  const meanwhile = async (): Promise<void> => {
    doing ??= options.meanwhile?.();
    doing?.catch((error: unknown) => failed.abort(error));
  };
  const signal = AbortSignal.any([options.signal, failed.signal]);
  let lock: HeldLock | undefined;
  try {
    lock = await acquireFrom(database, { ...options, signal, meanwhile });
    await unlessAborted(AbortSignal.any([options.signal, lock.lost]), doing);
    return lock;
  } catch (error) {
    await lock?.release();
    throw failed.signal.aborted ? failed.signal.reason : error;
  }
}

/** Waits for what may never end, such as code that is loaded, or throws the reason of the signal. */
async function unlessAborted(signal: AbortSignal, doing: Promise<void> | undefined): Promise<void> {
  signal.throwIfAborted();
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([doing, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function acquireFrom(database: Database, options: LockOptions): Promise<HeldLock> {
  const { target } = database;
  switch (target.kind) {
    case 'mssql':
      return (await import('./lock-mssql.ts')).acquireMssqlLock(target, options);
    case 'postgres':
      return (await import('./lock-postgres.ts')).acquirePostgresLock(target, options);
    case 'pglite':
      await options.meanwhile?.();
      return { lost: new AbortController().signal, release: async () => undefined };
    default:
      return assertNever(target);
  }
}

/** Opens the connection of a lock, tried again while the server starts, and begins what can be done meanwhile. */
export function connectForLock<Connection>(
  label: string,
  { signal, onWait, meanwhile }: LockOptions,
  connect: () => Promise<Connection>,
  explain: (error: unknown) => Fault,
): Promise<Connection> {
  const retry = { retryFor: CONNECT_RETRY, retryAll: false, signal, onWait };
  const connecting = connectWithRetry(connect, explain, label, retry);
  void meanwhile?.();
  return connecting;
}

export function lockTimeoutError(holder: LockHolder | null, timeout: number): QuodsiDbError {
  const who = holder === null ? 'the server does not tell by whom' : holder.description;
  return new QuodsiDbError('LOCK_TIMEOUT', `the migration lock is held: ${who}`, {
    hint: `Waited ${timeout / 1000} s. Run again when it is done, or wait longer with --lock-timeout. When it hangs: quodsi-db migrate lock status, then quodsi-db migrate lock release.`,
    exitCode: exitCodes.locked,
  });
}

export function lockLostError(): QuodsiDbError {
  return new QuodsiDbError('LOCK_LOST', 'the connection for the migration lock has ended', {
    hint: 'Check the network and the server log (was the session killed?), then run the command again.',
  });
}
