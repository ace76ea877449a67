import { readConstraint } from './read-constraint.ts';
import type { ColumnDefinition, Constraint, DefaultValue } from './statement.ts';
import {
  type Cursor,
  isKeyword,
  isSymbol,
  offsetOf,
  peek,
  take,
  takeName,
  takeParentheses,
  textBetween,
} from './statement-cursor.ts';

/** Words behind a type or a default that belong to neither. */
const clauses = new Set(
  `as cascade check collate compression constraint default filestream first foreign generated hidden identity index masked
  not null persisted primary references restrict rowguidcol sparse storage unique using values`.split(/\s+/),
);
/** Words that begin another statement where SQL Server needs no semicolon before it. */
const statements = new Set(
  `alter begin create declare delete drop else end exec execute go if insert print raiserror return select set throw
  truncate update`.split(/\s+/),
);
const serial = /^(?:small|big)?serial[248]?$/i;

export function readColumn(cursor: Cursor): ColumnDefinition | undefined {
  const offset = offsetOf(cursor);
  const name = takeName(cursor);
  if (name === undefined) return undefined;
  const type = readType(cursor);
  const constraints: Constraint[] = [];
  const column = { name, offset, type };
  let nullable: boolean | undefined;
  let given: DefaultValue | undefined;
  let identity = serial.test(type);
  let computed = false;
  let serverGiven = /^(?:rowversion|timestamp)$/i.test(type) && cursor.dialect === 'mssql';
  for (;;) {
    const before = cursor.at;
    if (take(cursor, 'not', 'null')) nullable = false;
    else if (take(cursor, 'null')) nullable = true;
    else if (take(cursor, 'identity')) {
      takeParentheses(cursor);
      identity = true;
    } else if (take(cursor, 'as')) {
      computed = takeParentheses(cursor) !== undefined;
      serverGiven = true;
    } else if (take(cursor, 'generated')) {
      const kind = readGenerated(cursor);
      if (kind === 'identity') identity = true;
      else serverGiven = true;
      if (kind === 'computed') computed = true;
    } else if (take(cursor, 'collate')) takeName(cursor);
    else if (!take(cursor, 'not', 'for', 'replication') && !takeFlag(cursor)) {
      given ??= readDefault(cursor);
      if (cursor.at === before) {
        const constraint = readConstraint(cursor, name);
        if (constraint !== undefined) constraints.push(constraint);
      }
    }
    if (cursor.at === before) break;
  }
  return {
    ...column,
    ...(nullable === undefined ? {} : { nullable }),
    ...(given === undefined ? {} : { default: given }),
    identity,
    generated: identity || serverGiven,
    ...(computed ? { computed: true } : {}),
    constraints,
  };
}

/** The type as it is written: up to the next clause, comma or statement. */
export function readType(cursor: Cursor): string {
  const from = cursor.at;
  while (cursor.at < cursor.tokens.length && !endsPart(cursor) && !clauses.has(keywordAt(cursor))) {
    // `timestamp WITH TIME ZONE`, and the WITH (…) of SQL Server.
    if (isKeyword(cursor, 'with') && !isKeyword(cursor, 'time', 1)) break;
    if (takeParentheses(cursor) === undefined) cursor.at += 1;
  }
  return textBetween(cursor, from, cursor.at);
}

/** `[CONSTRAINT name] DEFAULT expression [WITH VALUES]` */
export function readDefault(cursor: Cursor): DefaultValue | undefined {
  const start = cursor.at;
  const offset = offsetOf(cursor);
  const name = take(cursor, 'constraint') ? takeName(cursor) : undefined;
  if (!take(cursor, 'default')) {
    cursor.at = start;
    return undefined;
  }
  const sql = readExpression(cursor);
  take(cursor, 'with', 'values');
  return { offset, sql, ...(name === undefined ? {} : { name }) };
}

export function readExpression(cursor: Cursor): string {
  const from = cursor.at;
  // The first word is of the expression whatever it is: DEFAULT NULL.
  do {
    if (takeParentheses(cursor) === undefined) cursor.at += 1;
  } while (
    cursor.at < cursor.tokens.length &&
    !endsPart(cursor) &&
    !clauses.has(keywordAt(cursor)) &&
    !isKeyword(cursor, 'for') &&
    !(isKeyword(cursor, 'with') && isKeyword(cursor, 'values', 1))
  );
  return textBetween(cursor, from, cursor.at);
}

const keywordAt = (cursor: Cursor): string => peek(cursor)?.keyword ?? '';

function endsPart(cursor: Cursor): boolean {
  return (
    isSymbol(cursor, ',') ||
    isSymbol(cursor, ')') ||
    isSymbol(cursor, ';') ||
    (cursor.dialect === 'mssql' && statements.has(keywordAt(cursor)))
  );
}

/** `ALWAYS AS IDENTITY (…)`, `BY DEFAULT AS IDENTITY`, `ALWAYS AS (…) STORED`, `ALWAYS AS ROW START` */
function readGenerated(cursor: Cursor): 'identity' | 'computed' | 'period' {
  if (!take(cursor, 'always')) take(cursor, 'by', 'default');
  take(cursor, 'as');
  const identity = take(cursor, 'identity');
  const period = take(cursor, 'row');
  if (period) cursor.at += 1;
  takeParentheses(cursor);
  if (!take(cursor, 'stored')) take(cursor, 'virtual');
  return identity ? 'identity' : period ? 'period' : 'computed';
}

function takeFlag(cursor: Cursor): boolean {
  return ['persisted', 'sparse', 'rowguidcol', 'filestream', 'hidden'].some((word) => take(cursor, word));
}
