import type { Token } from './expression-token.ts';
import type { Tree } from './expression-tree.ts';
import type { Dialect } from './model.ts';

/** Where the reading of an expression stands. `undefined` from any reader means: this is not understood here. */
export interface Cursor {
  readonly dialect: Dialect;
  readonly tokens: readonly Token[];
  position: number;
  /** How many expressions are being read, each inside the one before. */
  depth: number;
  /** Reads an expression whose operators bind at least that tightly. */
  readonly expression: (cursor: Cursor, power: number) => Tree | undefined;
}

export function peek(cursor: Cursor, ahead = 0): Token | undefined {
  return cursor.tokens[cursor.position + ahead];
}

export function nextIsSymbol(cursor: Cursor, symbol: string, ahead = 0): boolean {
  const token = peek(cursor, ahead);
  return token?.kind === 'symbol' && token.text === symbol;
}

export function nextIsKeyword(cursor: Cursor, keyword: string, ahead = 0): boolean {
  return peek(cursor, ahead)?.keyword === keyword;
}

/** Steps over a symbol if it comes next. */
export function takeSymbol(cursor: Cursor, symbol: string): boolean {
  const found = nextIsSymbol(cursor, symbol);
  if (found) cursor.position += 1;
  return found;
}

/** Steps over keywords if all of them come next. */
export function takeKeywords(cursor: Cursor, ...keywords: readonly string[]): boolean {
  const found = keywords.every((keyword, i) => nextIsKeyword(cursor, keyword, i));
  if (found) cursor.position += keywords.length;
  return found;
}

/** Reads `a, b, c` up to the symbol that closes it; nothing at all is an empty list. */
export function readList(cursor: Cursor, close: string): Tree[] | undefined {
  const items: Tree[] = [];
  if (takeSymbol(cursor, close)) return items;
  do {
    const item = cursor.expression(cursor, 0);
    if (item === undefined) return undefined;
    items.push(item);
  } while (takeSymbol(cursor, ','));
  return takeSymbol(cursor, close) ? items : undefined;
}
