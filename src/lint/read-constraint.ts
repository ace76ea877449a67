import type { Constraint, KeyColumn } from './statement.ts';
import {
  type Cursor,
  isKeyword,
  isSymbol,
  offsetOf,
  peek,
  splitRange,
  take,
  takeName,
  takeNames,
  takeParentheses,
  takeTableName,
  textBetween,
  within,
} from './statement-cursor.ts';

/**
 * Reads a constraint that stands by itself or behind a column, with the name before it; undefined where none comes next.
 *
 * @param column the column that it stands behind
 */
export function readConstraint(cursor: Cursor, column?: string): Constraint | undefined {
  const start = cursor.at;
  const offset = offsetOf(cursor);
  const name = take(cursor, 'constraint') ? takeName(cursor) : undefined;
  const base = { offset, ...(name === undefined ? {} : { name }) };
  const own = column === undefined ? [] : [keyColumn(column)];
  if (take(cursor, 'primary', 'key')) return readKey(cursor, { ...base, kind: 'primary-key' }, own);
  if (take(cursor, 'unique')) return readKey(cursor, { ...base, kind: 'unique' }, own);
  if (take(cursor, 'check')) {
    takeParentheses(cursor);
    skipConstraintEnd(cursor);
    return { ...base, kind: 'check' };
  }
  if (column === undefined && take(cursor, 'exclude')) return { ...base, kind: 'exclude' };
  const named = take(cursor, 'foreign', 'key');
  const columns = named && isSymbol(cursor, '(') ? takeNames(cursor) : own.map(({ text }) => text);
  if (take(cursor, 'references')) {
    const references = takeTableName(cursor);
    takeParentheses(cursor);
    skipConstraintEnd(cursor);
    if (references !== undefined) return { ...base, kind: 'foreign-key', columns, references };
  }
  cursor.at = start;
  return undefined;
}

function keyColumn(column: string): KeyColumn {
  return { column, desc: false, text: column };
}

/** `(a, b DESC, lower(c))` */
export function takeKeyColumns(cursor: Cursor): KeyColumn[] {
  const range = takeParentheses(cursor);
  if (range === undefined) return [];
  return splitRange(cursor, range.from, range.to).map(({ from, to }) => {
    const part = within(cursor, from, to);
    const name = takeName(part);
    const single = name !== undefined && !isSymbol(part, '(') && !isSymbol(part, '.');
    const words = part.tokens.slice(1).map(({ keyword }) => keyword);
    // NULLS FIRST and an operator class are another order, or another index.
    const more = words.filter((word) => word !== 'asc' && word !== 'desc');
    return {
      column: single && more.length === 0 ? name : undefined,
      desc: words.includes('desc'),
      text: single ? [name, ...more].join(' ') : textBetween(cursor, from, to),
    };
  });
}

type KeyStart = { readonly offset: number; readonly name?: string; readonly kind: 'primary-key' | 'unique' };

function readKey(cursor: Cursor, base: KeyStart, own: readonly KeyColumn[]): Constraint {
  const clustered = readClustered(cursor);
  const usingIndex = take(cursor, 'using', 'index') ? takeName(cursor) : undefined;
  // UNIQUE NULLS NOT DISTINCT
  if (take(cursor, 'nulls')) while (isKeyword(cursor, 'not') || isKeyword(cursor, 'distinct')) cursor.at += 1;
  const columns = isSymbol(cursor, '(') ? takeKeyColumns(cursor) : own;
  const online = readOptions(cursor);
  skipConstraintEnd(cursor);
  return {
    ...base,
    columns,
    online,
    ...(clustered === undefined ? {} : { clustered }),
    ...(usingIndex === undefined ? {} : { usingIndex }),
  };
}

export function readClustered(cursor: Cursor): boolean | undefined {
  if (take(cursor, 'clustered')) return true;
  return take(cursor, 'nonclustered') ? false : undefined;
}

/** `WITH (…) ON filegroup`; says whether ONLINE is on. */
export function readOptions(cursor: Cursor): boolean {
  let online = false;
  if (isKeyword(cursor, 'with') && isSymbol(cursor, '(', 1)) {
    cursor.at += 1;
    const range = takeParentheses(cursor);
    if (range !== undefined) online = /\bonline\s*=\s*on\b/i.test(textBetween(cursor, range.from, range.to));
  }
  if (isKeyword(cursor, 'on') && !isKeyword(cursor, 'update', 1) && !isKeyword(cursor, 'delete', 1)) {
    cursor.at += 1;
    takeName(cursor);
    takeParentheses(cursor);
  }
  return online;
}

const actions = new Set(['cascade', 'restrict', 'no', 'action', 'set', 'null', 'default']);
const matches = new Set(['full', 'partial', 'simple']);

/** ON DELETE, ON UPDATE, MATCH, DEFERRABLE …: said of a constraint, and of no interest here. */
function skipConstraintEnd(cursor: Cursor): void {
  for (;;) {
    if (take(cursor, 'on', 'delete') || take(cursor, 'on', 'update')) {
      while (actions.has(peek(cursor)?.keyword ?? '')) cursor.at += 1;
    } else if (take(cursor, 'match')) {
      if (matches.has(peek(cursor)?.keyword ?? '')) cursor.at += 1;
    } else if (
      !(
        take(cursor, 'not', 'for', 'replication') ||
        take(cursor, 'not', 'deferrable') ||
        take(cursor, 'deferrable') ||
        take(cursor, 'initially', 'deferred') ||
        take(cursor, 'initially', 'immediate') ||
        take(cursor, 'no', 'inherit') ||
        take(cursor, 'enforced') ||
        take(cursor, 'not', 'enforced')
      )
    ) {
      return;
    }
  }
}
