import { DeferredError } from './deferral.ts';
import { innerErrors } from './fault.ts';

/** How long one statement may take. Milliseconds; 0 is without limit. */
export interface StatementLimits {
  /** From when it is sent to when it is done. */
  readonly statement: number;
  /** For each lock that it waits for. */
  readonly lock: number;
  /**
   * Whether `lock` does not count outside a transaction, where giving up leaves half of the work: CREATE INDEX CONCURRENTLY
   * waits for the end of every older transaction, and blocks nobody meanwhile.
   */
  readonly lockInTransactionsOnly: boolean;
  /** Of which somebody said that there is to be none: one that the server has for the login does not hold either. */
  readonly lifted: readonly ('statement' | 'lock')[];
}

export const NO_LIMITS: StatementLimits = {
  statement: 0,
  lock: 0,
  lockInTransactionsOnly: false,
  lifted: [],
};

/** A duration for a person: `1.5 s`, `2 min`. */
export function limitText(milliseconds: number): string {
  if (milliseconds >= 120_000 && milliseconds % 60_000 === 0) return `${milliseconds / 60_000} min`;
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${milliseconds / 1_000} s`;
}

// What to do about an error, where only the connection that it came from knows.
const hints = new WeakMap<object, string>();

/** The hint that {@link explainLimits} left on an error; undefined where it knew nothing. */
export function limitHint(error: unknown): string | undefined {
  return innerErrors(error).flatMap((each) => (isObject(each) ? (hints.get(each) ?? []) : []))[0];
}

export interface LimitedSession {
  readonly limits: StatementLimits;
  /** What of the limits an error says to be reached. */
  readonly reached: (error: unknown) => 'statement' | 'lock' | null;
  /** Who keeps the session waiting now, for a person; null where nobody does, or the server does not tell. */
  readonly readBlocker: () => Promise<string | null>;
  readonly onWait: (message: string) => void;
}

/**
 * Sends a statement, and leaves on its error what to do where it reached a limit. Who blocks it can be asked only while it
 * waits: on another connection, once half of the time is over.
 */
export async function explainLimits<T>(session: LimitedSession, send: () => Promise<T>): Promise<T> {
  const { limits, onWait, reached } = session;
  if (limits.statement === 0 && limits.lock === 0) return send();
  let asked: Promise<string | null> = Promise.resolve(null);
  const ask = async (): Promise<string | null> => {
    const blocker = await session.readBlocker().catch(() => null);
    if (blocker !== null)
      onWait(`waiting for a lock, held by ${blocker}; gives up after ${limitText(limits.lock)}`);
    return blocker;
  };
  const timer =
    limits.lock === 0
      ? undefined
      : setTimeout(() => {
          asked = ask();
        }, limits.lock / 2);
  try {
    return await send();
  } catch (error) {
    clearTimeout(timer);
    const inside = error instanceof DeferredError ? error.serverError : error;
    const limit = reached(inside);
    // Somebody else may have cancelled it, or another limit than ours.
    if (limit !== null && limits[limit] > 0 && isObject(inside))
      hints.set(
        inside,
        limit === 'lock' ? lockHint(limits.lock, await asked) : statementHint(limits.statement),
      );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function lockHint(limit: number, blocker: string | null): string {
  const who =
    blocker === null ? 'Another session holds a lock on the object' : `The lock is held by ${blocker}`;
  const waited = `After ${limitText(limit)} it gave up, since whoever comes behind a statement that waits has to wait too.`;
  return `${who}. ${waited} Run again when that is done, or at a quieter time; wait longer with --statement-lock-timeout, or statementLockTimeout in the config where a command lacks the flag; 0 is as long as it takes.`;
}

function statementHint(limit: number): string {
  return `A statement may take ${limitText(limit)} here. Give it longer with --statement-timeout (0: without limit), or have it do less at once: rows in portions, an index online or concurrently.`;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
