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
  const text = JSON.stringify({ version: 1, command, ok, ...failure, ...members }, null, 2);
  // JSON leaves these as they are, and a terminal obeys them: C1 controls, and turns of the reading direction.
  return text.replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
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
