import type { Dialect } from '../schema/model.ts';
import type { TableName } from './statement.ts';
import { type PlacedToken, placedTokens } from './token.ts';

/** A place in the words of a text, which moves on as they are read. */
export interface Cursor {
  readonly dialect: Dialect;
  readonly sql: string;
  readonly tokens: readonly PlacedToken[];
  /** Index of the next token. */
  at: number;
}

export function openCursor(sql: string, dialect: Dialect): Cursor {
  return { dialect, sql, tokens: placedTokens(sql, dialect), at: 0 };
}

export function peek(cursor: Cursor, ahead = 0): PlacedToken | undefined {
  return cursor.tokens[cursor.at + ahead];
}

/** Where the next token starts. */
export function offsetOf(cursor: Cursor): number {
  return peek(cursor)?.start ?? cursor.sql.length;
}

export function isKeyword(cursor: Cursor, word: string, ahead = 0): boolean {
  return peek(cursor, ahead)?.keyword === word;
}

export function isSymbol(cursor: Cursor, text: string, ahead = 0): boolean {
  const token = peek(cursor, ahead);
  return token?.kind === 'symbol' && token.text === text;
}

/** Reads the keywords if they come next, all of them. */
export function take(cursor: Cursor, ...words: readonly string[]): boolean {
  if (!words.every((word, index) => isKeyword(cursor, word, index))) return false;
  cursor.at += words.length;
  return true;
}

export function takeSymbol(cursor: Cursor, text: string): boolean {
  if (!isSymbol(cursor, text)) return false;
  cursor.at += 1;
  return true;
}

/** A name, quoted or not; undefined where none comes next. */
export function takeName(cursor: Cursor): string | undefined {
  const token = peek(cursor);
  if (token?.kind !== 'word' && token?.kind !== 'quoted') return undefined;
  cursor.at += 1;
  return token.text;
}

/** `table`, `schema.table` or `database.schema.table`. */
export function takeTableName(cursor: Cursor): TableName | undefined {
  const parts: string[] = [];
  do {
    // `tempdb..#t` has nothing between its dots.
    if (isSymbol(cursor, '.')) continue;
    const part = takeName(cursor);
    if (part === undefined) return undefined;
    parts.push(part);
  } while (takeSymbol(cursor, '.'));
  return tableNameOf(parts);
}

export function tableNameOf(parts: readonly string[]): TableName | undefined {
  const name = parts.at(-1);
  const schema = parts.at(-2);
  if (name === undefined) return undefined;
  return schema === undefined ? { name } : { schema, name };
}

/** Moves behind the closing parenthesis of the one that comes next; says where its content stands. */
export function takeParentheses(cursor: Cursor): { readonly from: number; readonly to: number } | undefined {
  if (!isSymbol(cursor, '(')) return undefined;
  const from = cursor.at + 1;
  let depth = 0;
  for (; cursor.at < cursor.tokens.length; cursor.at += 1) {
    if (isSymbol(cursor, '(')) depth += 1;
    else if (isSymbol(cursor, ')')) {
      depth -= 1;
      if (depth === 0) {
        cursor.at += 1;
        return { from, to: cursor.at - 1 };
      }
    }
  }
  return { from, to: cursor.tokens.length };
}

/** The text between two tokens, the second not included. */
export function textBetween(cursor: Cursor, from: number, to: number): string {
  const [first, last] = [cursor.tokens[from], cursor.tokens[to - 1]];
  return first === undefined || last === undefined || to <= from
    ? ''
    : cursor.sql.slice(first.start, last.end);
}

/** Index ranges of the parts of a range that commas separate, outside of parentheses. */
export function splitRange(cursor: Cursor, from: number, to: number): { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  let start = from;
  let depth = 0;
  for (let index = from; index < to; index += 1) {
    const token = cursor.tokens[index];
    if (token?.kind !== 'symbol') continue;
    if (token.text === '(') depth += 1;
    else if (token.text === ')') depth -= 1;
    else if (token.text === ',' && depth === 0) {
      parts.push({ from: start, to: index });
      start = index + 1;
    }
  }
  if (start < to) parts.push({ from: start, to });
  return parts;
}

/** `(a, b)`: the names, without whatever else stands beside them. */
export function takeNames(cursor: Cursor): string[] {
  const range = takeParentheses(cursor);
  if (range === undefined) return [];
  return splitRange(cursor, range.from, range.to).flatMap(({ from }) => {
    const token = cursor.tokens[from];
    return token?.kind === 'word' || token?.kind === 'quoted' ? [token.text] : [];
  });
}

/** Moves to the next comma, closing parenthesis or semicolon outside of parentheses. */
export function skipPart(cursor: Cursor): void {
  while (cursor.at < cursor.tokens.length) {
    if (isSymbol(cursor, ',') || isSymbol(cursor, ')') || isSymbol(cursor, ';')) return;
    if (takeParentheses(cursor) === undefined) cursor.at += 1;
  }
}

/** A cursor over a range of the same text. */
export function within(cursor: Cursor, from: number, to: number): Cursor {
  return { ...cursor, tokens: cursor.tokens.slice(from, to), at: 0 };
}
