import { readClustered, readOptions, takeKeyColumns } from './read-constraint.ts';
import type { IndexDefinition, Statement } from './statement.ts';
import {
  type Cursor,
  isKeyword,
  isSymbol,
  offsetOf,
  peek,
  take,
  takeName,
  takeNames,
  takeParentheses,
  takeSymbol,
  takeTableName,
  textBetween,
} from './statement-cursor.ts';

/** Behind CREATE: `[UNIQUE] [CLUSTERED] INDEX [CONCURRENTLY] [IF NOT EXISTS] [name] ON table (…)` */
export function readCreateIndex(cursor: Cursor, offset: number): Statement | undefined {
  const unique = take(cursor, 'unique');
  const clustered = readClustered(cursor);
  if (!take(cursor, 'index')) return undefined;
  const concurrently = take(cursor, 'concurrently');
  take(cursor, 'if', 'not', 'exists');
  const name = isKeyword(cursor, 'on') ? undefined : takeName(cursor);
  if (!take(cursor, 'on')) return undefined;
  take(cursor, 'only');
  const table = takeTableName(cursor);
  if (table === undefined) return undefined;
  const index = readIndex(cursor, { offset, name, unique, clustered });
  return {
    kind: 'create-index',
    offset,
    table,
    index: { ...index, online: index.online || concurrently },
  };
}

/** Within CREATE TABLE of SQL Server, behind INDEX: `name [UNIQUE] [CLUSTERED] (…)` */
export function readInlineIndex(cursor: Cursor, offset: number): IndexDefinition {
  const name = takeName(cursor);
  const unique = take(cursor, 'unique');
  return readIndex(cursor, { offset, name, unique, clustered: readClustered(cursor) });
}

interface IndexStart {
  readonly offset: number;
  readonly name: string | undefined;
  readonly unique: boolean;
  readonly clustered: boolean | undefined;
}

function readIndex(cursor: Cursor, { offset, name, unique, clustered }: IndexStart): IndexDefinition {
  const method = take(cursor, 'using') ? takeName(cursor) : undefined;
  const columns = takeKeyColumns(cursor);
  const include = take(cursor, 'include') ? takeNames(cursor) : [];
  if (take(cursor, 'nulls')) while (isKeyword(cursor, 'not') || isKeyword(cursor, 'distinct')) cursor.at += 1;
  let online = cursor.dialect === 'mssql' && readOptions(cursor);
  // Fill factor and the like.
  if (cursor.dialect === 'postgres' && isKeyword(cursor, 'with') && isSymbol(cursor, '(', 1)) {
    cursor.at += 1;
    takeParentheses(cursor);
  }
  const filter = readFilter(cursor);
  if (cursor.dialect === 'mssql') online = readOptions(cursor) || online;
  return {
    offset,
    unique,
    // Another method is another index, even on the same columns.
    columns:
      method === undefined || method === 'btree'
        ? columns
        : columns.map((column) => ({ ...column, column: undefined, text: `${method} ${column.text}` })),
    include,
    online,
    ...(name === undefined ? {} : { name }),
    ...(clustered === undefined ? {} : { clustered }),
    ...(filter === undefined ? {} : { filter }),
  };
}

/** Up to the end of the statement, or the options of SQL Server behind it. */
function readFilter(cursor: Cursor): string | undefined {
  if (!take(cursor, 'where')) return undefined;
  const from = cursor.at;
  const ends = (): boolean => {
    if (isSymbol(cursor, ';') || isSymbol(cursor, ')') || isSymbol(cursor, ',')) return true;
    if (cursor.dialect !== 'mssql') return false;
    const keyword = peek(cursor)?.keyword ?? '';
    return /^(?:with|on|create|alter|drop|exec|execute|insert|update|delete|if|end|declare|set|print)$/.test(
      keyword,
    );
  };
  while (cursor.at < cursor.tokens.length && !ends()) {
    if (takeParentheses(cursor) === undefined) cursor.at += 1;
  }
  return textBetween(cursor, from, cursor.at);
}

/** Behind DROP INDEX: `name ON table, …`, `schema.name, …`, and the old `table.name` of SQL Server. */
export function readDropIndex(cursor: Cursor, offset: number): Statement[] {
  const concurrently = take(cursor, 'concurrently');
  take(cursor, 'if', 'exists');
  const statements: Statement[] = [];
  do {
    const name = takeTableName(cursor);
    if (name === undefined) break;
    const table = take(cursor, 'on') ? takeTableName(cursor) : undefined;
    const online = cursor.dialect === 'mssql' ? readOptions(cursor) : concurrently;
    const old = cursor.dialect === 'mssql' && table === undefined && name.schema !== undefined;
    const owner = old ? { name: name.schema ?? '' } : table;
    statements.push({
      kind: 'drop-index',
      offset,
      name: name.name,
      online,
      ...(owner === undefined ? {} : { table: owner }),
    });
  } while (takeSymbol(cursor, ','));
  return statements;
}

/** Behind ALTER INDEX: only a renaming changes what the schema is. */
export function readAlterIndex(cursor: Cursor, offset = offsetOf(cursor)): Statement[] {
  take(cursor, 'if', 'exists');
  const index = takeTableName(cursor);
  if (index === undefined || !take(cursor, 'rename', 'to')) return [];
  const to = takeName(cursor);
  return to === undefined ? [] : [{ kind: 'rename-object', offset, name: index.name, to }];
}
