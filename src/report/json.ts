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
  return jsonText({ version: 1, command, ok, ...failure, ...members });
}

/**
 * JSON for people and logs too: what JSON leaves as it is, though a terminal (DEL, C1, turns of the reading direction) or Azure Pipelines (`##vso[`) would act on
 * it, is written as an escape of the same meaning.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]|#(?=#\w*\[)/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
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
