import { ServerError } from './database.ts';
import { type Effect, type Statement, type StatementContext, statements } from './statements.ts';
import type { ServerMessage } from './tokens.ts';

/** What came of a message: the effects of its statements up to the one that failed, with a line of that one's own batch. */
export interface Outcome {
  readonly effects: readonly Effect[];
  readonly error: ServerError | undefined;
}

/**
 * Runs what a message asks, statement by statement, to the first that fails, or is not known. `failing` is the error of the
 * statement that begins at, or holds, a line of the text.
 */
export async function runStatements(
  text: string,
  context: StatementContext,
  failing?: { readonly line: number; readonly error: ServerMessage },
): Promise<Outcome> {
  const effects: Effect[] = [];
  const lineOf = (at: number): number => text.slice(0, at).split('\n').length;
  const failedAt = (line: number, error: ServerMessage): Outcome => ({
    effects,
    error: new ServerError({ ...error, line }),
  });
  for (let at = skipSpace(text, 0); at < text.length; ) {
    const line = lineOf(at);
    const inner = /EXEC\(N'((?:[^']|'')*)'\)(?=;\nIF @@ERROR)/y;
    inner.lastIndex = at;
    const batch = inner.exec(text);
    const known = batch === null ? findStatement(text, at) : null;
    const found = batch ?? known;
    if (found === null) return { effects, error: unknown(text.slice(at), line) };
    const end = at + found[0].length;
    if (failing !== undefined && failing.line <= lineOf(end))
      return failedAt(batch === null ? failing.line : failing.line - line + 1, failing.error);
    if (batch !== null) {
      const outcome = await runStatements((batch[1] ?? '').replaceAll("''", "'"), context);
      effects.push(...outcome.effects);
      if (outcome.error !== undefined) return { effects, error: outcome.error };
    } else if (known !== null) {
      const [, ...groups]: string[] = known;
      try {
        effects.push(await known.statement.run(groups, context));
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        return failedAt(line, error.token);
      }
    }
    at = skipSpace(text, end);
  }
  return failing === undefined ? { effects, error: undefined } : failedAt(failing.line, failing.error);
}

type Found = RegExpExecArray & { readonly statement: Statement };

function findStatement(text: string, at: number): Found | null {
  for (const statement of statements) {
    statement.pattern.lastIndex = at;
    const found = statement.pattern.exec(text);
    if (found !== null) return Object.assign(found, { statement });
  }
  return null;
}

function skipSpace(text: string, from: number): number {
  const space = /[\s;]*/y;
  space.lastIndex = from;
  return from + (space.exec(text)?.[0].length ?? 0);
}

/** Number of the error for a statement that the stand-in does not know; no server sends it. */
export const UNKNOWN_STATEMENT = 59_999;

function unknown(text: string, line: number): ServerError {
  const message = `the stand-in does not know the statement: ${text.slice(0, 300)}`;
  return new ServerError({ number: UNKNOWN_STATEMENT, message, line });
}
