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

/** Closes a `switch` over a union: a new member that nobody handles is then a type error. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
