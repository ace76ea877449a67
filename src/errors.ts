/**
 * Exit codes of the command line. They are part of its contract: pipelines branch on them.
 */
export const exitCodes = {
  ok: 0,
  /** A migration, seed or statement failed; the database is unreachable or refused the login; a bug. */
  failed: 1,
  /** A check found something. */
  findings: 2,
  /** The migration lock was not free within the lock timeout. */
  locked: 3,
  /** Destructive or protected, and nobody consented. */
  refused: 4,
  /** The history does not fit the files. */
  history: 5,
  /** Unknown command, flag or value. */
  usage: 64,
  /** Bad configuration, connection string, migration, entity or seed file. */
  config: 78,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Code of the error that says: something failed that nobody had waited for. Its cause is the failure. */
export const NOT_AWAITED = 'NOT_AWAITED';

export interface ErrorDetails {
  /** What to do about it, as an instruction to a person. */
  readonly hint?: string;
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
  /** Further lines for a person: statements, file positions, names of objects. */
  readonly details?: readonly string[];
}

/**
 * A failure that the tool foresaw: what happened, on which object (`message`), and what to do (`hint`).
 * Anything else that is thrown is a bug, and is reported as one with its stack.
 */
export class QuodsiDbError extends Error {
  /** Stable identifier in upper snake case, for scripts: `LOCK_TIMEOUT`, `LOGIN_FAILED` … */
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly details: readonly string[];

  constructor(code: string, message: string, options: ErrorDetails = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'QuodsiDbError';
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? exitCodes.failed;
    this.details = options.details ?? [];
  }
}

/** The same error with all that a person reads of it rewritten. Its cause stays as it is. */
export function rewritten(error: unknown, change: (text: string) => string): Error {
  if (error instanceof QuodsiDbError) {
    return new QuodsiDbError(error.code, change(error.message), {
      ...(error.hint === undefined ? {} : { hint: change(error.hint) }),
      details: error.details.map(change),
      exitCode: error.exitCode,
      cause: error.cause,
    });
  }
  const same = new Error(change(messageOf(error)));
  same.stack = change(stackOf(error) || messageOf(error));
  return same;
}

/** What a thrown value says; never empty. Anything may be thrown, also what throws when it is looked at. */
export function messageOf(thrown: unknown): string {
  return attempt(() => ownMessage(thrown)) || attempt(() => nameOf(thrown)) || 'something was thrown';
}

/** The stack of a thrown value; empty where it has none. */
export function stackOf(thrown: unknown): string {
  return attempt(() => (thrown instanceof Error ? (thrown.stack ?? '') : ''));
}

function attempt(read: () => unknown): string {
  try {
    const text = read();
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}

function ownMessage(thrown: unknown): unknown {
  if (typeof thrown === 'string') return thrown;
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const { message, errors } = thrown as { message?: unknown; errors?: unknown };
  // An AggregateError without words of its own is the sum of its parts.
  return !message && Array.isArray(errors) ? errors.map(messageOf).join('; ') : message;
}

function nameOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.name;
  if (thrown === '') return 'an empty string was thrown';
  if (typeof thrown === 'object' && thrown !== null) return 'an object without a message was thrown';
  return `${String(thrown)} was thrown`;
}

/** Closes a `switch` over a union: a new member that nobody handles is then a type error. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
