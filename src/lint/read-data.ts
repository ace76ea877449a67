import type { Statement, TableName } from './statement.ts';
import {
  type Cursor,
  isKeyword,
  isSymbol,
  peek,
  skipPart,
  take,
  takeName,
  takeParentheses,
  takeSymbol,
  takeTableName,
} from './statement-cursor.ts';

/** Words that begin the next statement where SQL Server needs no semicolon. */
const starts = new Set(
  'alter create declare delete drop exec execute if insert merge print truncate update'.split(' '),
);

type DataKind = 'update' | 'delete' | 'truncate' | 'insert' | 'merge';

/** Reads a statement that changes rows, to its end; undefined where it is none. */
export function readDataStatement(cursor: Cursor, offset: number): Statement | undefined {
  const start = cursor.at;
  const kind = (['update', 'delete', 'truncate', 'insert', 'merge'] as const).find((word) =>
    take(cursor, word),
  );
  if (kind === undefined) return undefined;
  const written = readTarget(cursor, kind);
  const first = cursor.at;
  const end = statementEnd(cursor, kind);
  if (written === undefined || !isComplete(cursor, kind, first)) {
    cursor.at = start;
    return undefined;
  }
  const words = new Set(
    cursor.tokens
      .slice(first, end)
      .filter(({ kind }) => kind === 'word' || kind === 'quoted')
      .map(({ text }) => text.toLowerCase()),
  );
  const filtered = kind === 'insert' ? words.has('select') || words.has('exec') : words.has('where');
  cursor.at = first;
  const columns = kind === 'update' ? assignedColumns(cursor, end) : [];
  const table = behindAlias(cursor, written, first, end);
  cursor.at = end;
  return { kind, offset, table, columns, filtered, words };
}

/** Whether it goes on as such a statement does, and is not `FOR UPDATE` or the like. */
function isComplete(cursor: Cursor, kind: DataKind, first: number): boolean {
  if (kind !== 'update') return true;
  const next = cursor.tokens[first]?.keyword;
  // An alias may stand before SET.
  return next === 'set' || cursor.tokens.slice(first, first + 4).some(({ keyword }) => keyword === 'set');
}

const noTable = new Set(['set', 'on', 'of', 'to', 'select', 'nothing']);

function readTarget(cursor: Cursor, kind: DataKind): TableName | undefined {
  if (take(cursor, 'top')) {
    takeParentheses(cursor);
    take(cursor, 'percent');
  }
  if (kind === 'insert' || kind === 'merge') take(cursor, 'into');
  if (kind === 'delete') take(cursor, 'from');
  if (kind === 'truncate') take(cursor, 'table');
  take(cursor, 'only');
  if (noTable.has(peek(cursor)?.keyword ?? '')) return undefined;
  return takeTableName(cursor);
}

/** Index behind the last token of the statement. */
function statementEnd(cursor: Cursor, kind: DataKind): number {
  while (cursor.at < cursor.tokens.length && !isSymbol(cursor, ';')) {
    // The branches of a MERGE begin with the same words; it has to end with a semicolon.
    const next = peek(cursor)?.keyword ?? '';
    const before = cursor.tokens[cursor.at - 1]?.keyword;
    if (
      cursor.dialect === 'mssql' &&
      kind !== 'merge' &&
      starts.has(next) &&
      !(kind === 'insert' && before === 'into')
    ) {
      const fromProcedure = kind === 'insert' && (next === 'exec' || next === 'execute');
      if (!fromProcedure) break;
    }
    if (takeParentheses(cursor) === undefined) cursor.at += 1;
  }
  return cursor.at;
}

/** The columns before the equals signs behind SET. */
function assignedColumns(cursor: Cursor, end: number): string[] {
  const columns: string[] = [];
  while (cursor.at < end && !take(cursor, 'set')) cursor.at += 1;
  while (cursor.at < end) {
    const names: string[] = [];
    if (isSymbol(cursor, '(')) {
      const range = takeParentheses(cursor);
      const tokens = cursor.tokens.slice(range?.from, range?.to);
      columns.push(...tokens.filter(({ kind }) => kind !== 'symbol').map(({ text }) => text));
    }
    do {
      const name = takeName(cursor);
      if (name !== undefined) names.push(name);
    } while (takeSymbol(cursor, '.'));
    const column = names.at(-1);
    if (column !== undefined && isSymbol(cursor, '=')) columns.push(column);
    skipAssigned(cursor, end);
    if (!takeSymbol(cursor, ',')) break;
  }
  return columns;
}

function skipAssigned(cursor: Cursor, end: number): void {
  while (cursor.at < end && !isSymbol(cursor, ',')) {
    if (isKeyword(cursor, 'from') || isKeyword(cursor, 'where') || isKeyword(cursor, 'output')) {
      cursor.at = end;
      return;
    }
    if (takeParentheses(cursor) === undefined) cursor.at += 1;
  }
}

/** `UPDATE u SET … FROM users AS u`: the table that the alias stands for. */
function behindAlias(cursor: Cursor, written: TableName, first: number, end: number): TableName {
  if (written.schema !== undefined) return written;
  for (cursor.at = first; cursor.at < end; cursor.at += 1) {
    if (!isKeyword(cursor, 'from') && !isKeyword(cursor, 'join')) continue;
    cursor.at += 1;
    const table = takeTableName(cursor);
    take(cursor, 'as');
    if (table !== undefined && takeName(cursor)?.toLowerCase() === written.name.toLowerCase()) return table;
    cursor.at -= 1;
  }
  return written;
}

/** `SELECT … INTO table FROM …` of SQL Server; undefined where it makes no table. */
export function readSelectInto(cursor: Cursor, offset: number): Statement | undefined {
  if (!take(cursor, 'select')) return undefined;
  while (
    cursor.at < cursor.tokens.length &&
    !isSymbol(cursor, ';') &&
    !starts.has(peek(cursor)?.keyword ?? '')
  ) {
    if (take(cursor, 'into')) {
      const table = takeTableName(cursor);
      if (table === undefined) return undefined;
      return {
        kind: 'create-table',
        offset,
        table,
        columns: [],
        constraints: [],
        indexes: [],
        temporary: table.name.startsWith('#'),
        filled: true,
        complete: false,
      };
    }
    if (takeParentheses(cursor) === undefined) cursor.at += 1;
  }
  return undefined;
}

/** Moves to the semicolon that ends the statement. */
export function skipStatement(cursor: Cursor): void {
  while (cursor.at < cursor.tokens.length && !isSymbol(cursor, ';')) {
    skipPart(cursor);
    if (!isSymbol(cursor, ';')) cursor.at += 1;
  }
}
