import { readColumn } from './read-column.ts';
import { readConstraint } from './read-constraint.ts';
import { readInlineIndex } from './read-index.ts';
import type { ColumnDefinition, Constraint, IndexDefinition, Statement } from './statement.ts';
import {
  type Cursor,
  isKeyword,
  isSymbol,
  offsetOf,
  skipPart,
  take,
  takeParentheses,
  takeSymbol,
  takeTableName,
  within,
} from './statement-cursor.ts';

/** Behind CREATE: `[TEMPORARY] TABLE [IF NOT EXISTS] name (…)` */
export function readCreateTable(cursor: Cursor, offset: number): Statement | undefined {
  take(cursor, 'global');
  take(cursor, 'local');
  const temporary = take(cursor, 'temporary') || take(cursor, 'temp');
  take(cursor, 'unlogged');
  if (!take(cursor, 'table')) return undefined;
  take(cursor, 'if', 'not', 'exists');
  const table = takeTableName(cursor);
  if (table === undefined) return undefined;
  const body = readBody(cursor);
  const filled = take(cursor, 'as') && !isKeyword(cursor, 'edge') && !isKeyword(cursor, 'node');
  return {
    kind: 'create-table',
    offset,
    table,
    ...body,
    complete: body.complete && !filled,
    filled,
    temporary: temporary || isTemporary(table.name),
  };
}

/** `#t` and `@t` of SQL Server. */
function isTemporary(name: string): boolean {
  return name.startsWith('#') || name.startsWith('@');
}

interface Body {
  readonly columns: ColumnDefinition[];
  readonly constraints: Constraint[];
  readonly indexes: IndexDefinition[];
  complete: boolean;
}

function readBody(cursor: Cursor): Body {
  const body: Body = { columns: [], constraints: [], indexes: [], complete: true };
  // PARTITION OF, OF type: the columns stand elsewhere.
  if (!isSymbol(cursor, '(')) {
    if (!isKeyword(cursor, 'as')) body.complete = false;
    return body;
  }
  const range = takeParentheses(cursor);
  if (range === undefined) return body;
  const inner = within(cursor, range.from, range.to);
  while (inner.at < inner.tokens.length) {
    const before = inner.at;
    readElement(inner, body);
    skipPart(inner);
    takeSymbol(inner, ',');
    if (inner.at === before) inner.at += 1;
  }
  return body;
}

function readElement(cursor: Cursor, body: Body): void {
  if (take(cursor, 'like')) {
    body.complete = false;
    return;
  }
  if (take(cursor, 'period')) return;
  if (isKeyword(cursor, 'index')) {
    const offset = offsetOf(cursor);
    cursor.at += 1;
    body.indexes.push(readInlineIndex(cursor, offset));
    return;
  }
  const constraint = readConstraint(cursor);
  if (constraint !== undefined) {
    body.constraints.push(constraint);
    return;
  }
  const column = readColumn(cursor);
  if (column !== undefined) body.columns.push(column);
}
