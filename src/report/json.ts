import { messageOf, QuodsiDbError } from '../errors.ts';

/** The one JSON document of a command. */
export interface Report {
  readonly command: string;
  /** Members beside `version`, `command` and `ok`. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly ok: boolean;
  readonly error?: unknown;
}

export function jsonReport({ command, members, ok, error }: Report): string {
  const failure = error === undefined ? {} : { error: errorMembers(error) };
  return JSON.stringify({ version: 1, command, ok, ...failure, ...members }, null, 2);
}

export interface ErrorMembers {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly details?: readonly string[];
}

/** An error as scripts read it. */
export function errorMembers(error: unknown): ErrorMembers {
  if (!(error instanceof QuodsiDbError)) {
    return { code: 'INTERNAL', message: messageOf(error) };
  }
  return {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.details.length === 0 ? {} : { details: error.details }),
  };
}
