import { type Cursor, nextIsSymbol, peek, takeKeywords, takeSymbol } from './expression-cursor.ts';
import type { Token } from './expression-token.ts';
import { parseSqlType, printSqlType } from './sql-type.ts';

const secondWords: Readonly<Record<string, readonly string[]>> = {
  double: ['precision'],
  character: ['varying'],
  char: ['varying'],
  bit: ['varying'],
  binary: ['varying'],
  national: ['character', 'char', 'text'],
};

/** Reads the type of a cast under its canonical name; undefined where none comes. */
export function readType(cursor: Cursor): string | undefined {
  let name = namePart(peek(cursor));
  if (name === undefined) return undefined;
  let last = peek(cursor)?.keyword ?? '';
  cursor.position += 1;
  while (takeSymbol(cursor, '.')) {
    const part = namePart(peek(cursor));
    if (part === undefined) return undefined;
    cursor.position += 1;
    name += `.${part}`;
    last = '';
  }
  for (let word = secondWord(cursor, last); word !== undefined; word = secondWord(cursor, last)) {
    name += ` ${word}`;
    last = word === 'varying' ? '' : word;
    cursor.position += 1;
  }
  const args = readArguments(cursor);
  if (args === undefined) return undefined;
  name += args;
  for (const zone of ['with', 'without']) {
    if (takeKeywords(cursor, zone, 'time', 'zone')) name += ` ${zone} time zone`;
  }
  while (cursor.dialect === 'postgres' && takeSymbol(cursor, '[')) {
    if (peek(cursor)?.kind === 'number') cursor.position += 1;
    if (!takeSymbol(cursor, ']')) return undefined;
    name += '[]';
  }
  return printSqlType(parseSqlType(name, cursor.dialect, true));
}

const secondWord = (cursor: Cursor, first: string) => {
  const word = peek(cursor)?.keyword;
  return word !== undefined && secondWords[first]?.includes(word) ? word : undefined;
};

/** Quotes are kept where the name would mean something else without them, as in "char" of PostgreSQL. */
function namePart(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return token.text;
  if (token?.kind !== 'quoted') return undefined;
  return /^[a-z_][a-z\d_]*$/.test(token.text) && token.text !== 'char'
    ? token.text
    : `"${token.text.replaceAll('"', '""')}"`;
}

function readArguments(cursor: Cursor): string | undefined {
  if (!nextIsSymbol(cursor, '(')) return '';
  cursor.position += 1;
  const args: string[] = [];
  do {
    const token = peek(cursor);
    if (token?.kind !== 'number' && token?.keyword !== 'max') return undefined;
    args.push(token.text.toLowerCase());
    cursor.position += 1;
  } while (takeSymbol(cursor, ','));
  return takeSymbol(cursor, ')') ? `(${args.join(',')})` : undefined;
}
