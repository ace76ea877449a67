import { type Token, tokenAt } from '../schema/expression-token.ts';
import type { Dialect } from '../schema/model.ts';

export interface PlacedToken extends Token {
  /** Where it starts in the text. */
  readonly start: number;
  /** The position behind it. */
  readonly end: number;
}

/** The words of any SQL text. What is not known becomes a symbol of one character. */
export function placedTokens(sql: string, dialect: Dialect): readonly PlacedToken[] {
  const tokens: PlacedToken[] = [];
  let position = 0;
  while (position < sql.length) {
    const read = sql.startsWith('/*', position) ? undefined : tokenAt(sql, position, dialect);
    if (read === undefined || read.token === 'unreadable') {
      const end = commentEnd(sql, position) ?? read?.end ?? position + 1;
      if (!sql.startsWith('/*', position)) {
        tokens.push({ kind: 'symbol', text: sql.slice(position, end), start: position, end });
      }
      position = end;
      continue;
    }
    if (read.token !== 'nothing') tokens.push({ ...read.token, start: position, end: read.end });
    position = read.end;
  }
  return tokens;
}

/** Both servers nest block comments, which a pattern cannot follow. */
function commentEnd(sql: string, start: number): number | undefined {
  if (!sql.startsWith('/*', start)) return undefined;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let match = marks.exec(sql); match !== null; match = marks.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return sql.length;
}
