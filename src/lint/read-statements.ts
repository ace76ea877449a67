import type { Dialect } from '../schema/model.ts';
import { readAlterTable } from './read-alter-table.ts';
import { readCreateTable } from './read-create-table.ts';
import { readDataStatement, readSelectInto, skipStatement } from './read-data.ts';
import { readExecute, readVariable, type Variables } from './read-execute.ts';
import { readAlterIndex, readCreateIndex, readDropIndex } from './read-index.ts';
import { outsideTransaction } from './read-outside-transaction.ts';
import type { Statement } from './statement.ts';
import {
  type Cursor,
  offsetOf,
  openCursor,
  peek,
  take,
  takeName,
  takeParentheses,
  takeSymbol,
  takeTableName,
} from './statement-cursor.ts';

/** Texts that run texts that run texts. */
const DEEPEST = 3;

/**
 * What the statements of a text do: a batch of SQL Server, or a statement of PostgreSQL. What is not understood is passed
 * over. Statements behind an IF are taken as run; bodies of procedures, functions, triggers and views are not.
 */
export function readStatements(sql: string, dialect: Dialect, depth = 0): Statement[] {
  if (depth > DEEPEST) return [];
  const cursor = openCursor(sql, dialect);
  const variables: Variables = new Map();
  const statements: Statement[] = [];
  while (cursor.at < cursor.tokens.length) {
    if (takeParentheses(cursor) !== undefined) continue;
    const before = cursor.at;
    const read = startsStatement(cursor) ? readStatement(cursor, variables, depth) : undefined;
    if (read === undefined) cursor.at = before + 1;
    else {
      const start = cursor.tokens[before]?.start ?? 0;
      statements.push(...read.map((statement) => ({ ...statement, start })));
      if (cursor.at === before) cursor.at += 1;
    }
  }
  const dropped = defaultDroppedByQuery(cursor);
  return dropped === undefined ? statements : [dropped, ...statements];
}

/** Words behind which a verb begins no statement: `ON UPDATE`, `AFTER INSERT`, `GRANT DELETE`. */
const noStart = new Set('after before deny for grant instead of on or revoke rename'.split(' '));

function startsStatement(cursor: Cursor): boolean {
  const previous = cursor.tokens[cursor.at - 1];
  if (previous === undefined) return true;
  if (previous.kind === 'symbol')
    return previous.text === ';' || previous.text === ')' || previous.text === ':';
  return !noStart.has(previous.keyword ?? '');
}

/** Undefined where nothing is read here. */
function readStatement(cursor: Cursor, variables: Variables, depth: number): Statement[] | undefined {
  const offset = offsetOf(cursor);
  const one = (statement: Statement | undefined): Statement[] | undefined =>
    statement === undefined ? undefined : [statement];
  const mssql = cursor.dialect === 'mssql';
  const outside = outsideTransaction(cursor, offset);
  if (outside !== undefined) return [outside];
  switch (peek(cursor)?.keyword) {
    case 'create':
      return readCreate(cursor, offset);
    case 'alter':
      cursor.at += 1;
      if (take(cursor, 'table')) return readAlterTable(cursor, offset);
      if (!mssql && take(cursor, 'index')) return readAlterIndex(cursor, offset);
      return skipRoutine(cursor) ? [] : undefined;
    case 'drop':
      cursor.at += 1;
      if (take(cursor, 'table')) return readDropTable(cursor, offset, false);
      if (take(cursor, 'materialized', 'view')) return readDropTable(cursor, offset, true);
      return take(cursor, 'index') ? readDropIndex(cursor, offset) : undefined;
    case 'exec':
    case 'execute':
      cursor.at += 1;
      return mssql
        ? readExecute(cursor, offset, variables, (sql) => readStatements(sql, 'mssql', depth + 1))
        : undefined;
    case 'declare':
    case 'set':
      cursor.at += 1;
      if (mssql) readVariable(cursor, variables);
      return [];
    case 'do':
      return mssql ? undefined : readBlock(cursor, depth);
    case 'select':
      return mssql ? one(readSelectInto(cursor, offset)) : undefined;
    case 'grant':
    case 'revoke':
    case 'comment':
      if (mssql) return undefined;
      skipStatement(cursor);
      return [];
    default:
      return one(readDataStatement(cursor, offset));
  }
}

function readCreate(cursor: Cursor, offset: number): Statement[] | undefined {
  cursor.at += 1;
  if (!take(cursor, 'or', 'alter')) take(cursor, 'or', 'replace');
  if (take(cursor, 'materialized', 'view')) return readMaterializedView(cursor, offset);
  if (skipRoutine(cursor)) return [];
  const start = cursor.at;
  const table = readCreateTable(cursor, offset);
  if (table !== undefined) return [table];
  cursor.at = start;
  const index = readCreateIndex(cursor, offset);
  if (index === undefined) return undefined;
  // https://learn.microsoft.com/en-us/sql/relational-databases/indexes/guidelines-for-online-index-operations
  const text = cursor.sql.slice(offset, cursor.tokens[cursor.at - 1]?.end);
  return /\bresumable\s*=\s*on\b/i.test(text)
    ? [index, { kind: 'outside-transaction', offset, what: 'a RESUMABLE index operation' }]
    : [index];
}

const routines = new Set(['function', 'proc', 'procedure', 'trigger', 'view', 'rule', 'event']);

/** What such an object does is not done now. SQL Server takes the rest of the batch for its body. */
function skipRoutine(cursor: Cursor): boolean {
  if (!routines.has(peek(cursor)?.keyword ?? '')) return false;
  if (cursor.dialect === 'mssql') cursor.at = cursor.tokens.length;
  else skipStatement(cursor);
  return true;
}

/** It has indexes as a table has, and columns that are not known here. */
function readMaterializedView(cursor: Cursor, offset: number): Statement[] {
  take(cursor, 'if', 'not', 'exists');
  const table = takeTableName(cursor);
  skipStatement(cursor);
  if (table === undefined) return [];
  const nothing = { columns: [], constraints: [], indexes: [] };
  return [
    { kind: 'create-table', offset, table, ...nothing, temporary: false, filled: false, complete: false },
  ];
}

function readDropTable(cursor: Cursor, offset: number, derived: boolean): Statement[] {
  take(cursor, 'if', 'exists');
  const statements: Statement[] = [];
  do {
    const table = takeTableName(cursor);
    if (table !== undefined) statements.push({ kind: 'drop-table', offset, table, derived });
  } while (takeSymbol(cursor, ','));
  return statements;
}

/** `DO $$ … $$`: its statements are run now. */
function readBlock(cursor: Cursor, depth: number): Statement[] | undefined {
  cursor.at += 1;
  if (take(cursor, 'language')) takeName(cursor);
  const body = peek(cursor);
  if (body?.kind !== 'string') return undefined;
  cursor.at += 1;
  const quote = /^\$[^$]*\$/.exec(cursor.sql.slice(body.start))?.[0].length ?? 1;
  return readStatements(body.text, 'postgres', depth + 1).map((statement) => ({
    ...statement,
    offset: body.start + quote + statement.offset,
    nested: true,
  }));
}

/**
 * SQL Server: a batch that looks a default's name up and drops it, as Knex and `quodsi-db/ddl` do. Table and column are among
 * the strings in it.
 */
function defaultDroppedByQuery(cursor: Cursor): Statement | undefined {
  if (cursor.dialect !== 'mssql') return undefined;
  const catalog = cursor.tokens.some(({ text }) => text.toLowerCase() === 'default_constraints');
  if (!catalog) return undefined;
  const names = cursor.tokens
    .filter(({ kind }) => kind === 'string' || kind === 'national')
    .flatMap(({ text }) => openCursor(text, 'mssql').tokens)
    .filter(({ kind }) => kind === 'word' || kind === 'quoted')
    .map(({ text }) => text.toLowerCase());
  return { kind: 'drop-default-by-query', offset: 0, names: new Set(names) };
}
