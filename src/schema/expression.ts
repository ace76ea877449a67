import type { ColumnType } from './column-type.ts';
import { isNumeric } from './column-type.ts';
import type { Dialect } from './model.ts';

export type Literal = string | number | boolean;

/** SQL text for what the other kinds cannot say. */
export interface SqlText {
  readonly kind: 'sql';
  readonly mssql: string;
  readonly postgres: string;
  /** Columns that the text names. */
  readonly columns: readonly string[];
}

/** What a column gets when an insert leaves it out. */
export type DefaultExpression =
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'now' }
  | { readonly kind: 'new-uuid' }
  | SqlText;

/** What holds for a row: a check, or the filter of an index. */
export type Condition =
  | { readonly kind: 'equals'; readonly column: string; readonly value: Literal }
  | { readonly kind: 'one-of'; readonly column: string; readonly values: readonly string[] }
  | { readonly kind: 'json'; readonly column: string }
  | SqlText;

/** The expressions an entity is declared with. They state the intent; each engine has its own SQL for it. */
export const expressions = {
  /** The present moment in UTC by the server's clock. */
  now: { kind: 'now' },
  newUuid: { kind: 'new-uuid' },
  equals: (column: string, value: Literal): Condition => ({ kind: 'equals', column, value }),
  /** The column has one of the values. On a column of its own, `oneOf` says the same and gives the row its type. */
  oneOf: (column: string, values: readonly string[]): Condition => ({ kind: 'one-of', column, values }),
  /** The column holds a JSON object or array. */
  json: (column: string): Condition => ({ kind: 'json', column }),
  /** SQL text, the same for both engines or one for each, and the columns that it names. */
  sql: (text: string | { mssql: string; postgres: string }, columns: readonly string[] = []): SqlText =>
    typeof text === 'string'
      ? { kind: 'sql', mssql: text, postgres: text, columns }
      : { kind: 'sql', ...text, columns },
} as const;

export function conditionColumns(condition: Condition): readonly string[] {
  return condition.kind === 'sql' ? condition.columns : [condition.column];
}

export function renderDefault(expression: DefaultExpression, type: ColumnType, dialect: Dialect): string {
  switch (expression.kind) {
    case 'literal':
      // A decimal's default is written as text ('1.0'), which keeps its digits; in SQL it is a number.
      return typeof expression.value === 'string' && isNumeric(type)
        ? expression.value
        : renderLiteral(expression.value, dialect);
    case 'now':
      return dialect === 'mssql' ? 'sysutcdatetime()' : 'now()';
    case 'new-uuid':
      return dialect === 'mssql' ? 'newid()' : 'gen_random_uuid()';
    case 'sql':
      return expression[dialect];
  }
}

export function renderCondition(condition: Condition, dialect: Dialect): string {
  switch (condition.kind) {
    case 'equals':
      return `${quoteName(condition.column, dialect)} = ${renderLiteral(condition.value, dialect)}`;
    case 'one-of': {
      const values = condition.values.map((value) => renderLiteral(value, dialect)).join(', ');
      return `${quoteName(condition.column, dialect)} IN (${values})`;
    }
    case 'json': {
      const column = quoteName(condition.column, dialect);
      // ISJSON accepts objects and arrays only, so PostgreSQL is held to the same. IS JSON needs version 16; the
      // cast works on 14 too, and refuses malformed text with error 22P02 where a check would raise 23514.
      // To json, not jsonb: jsonb also refuses escapes such as \u0000, which ISJSON accepts.
      // https://learn.microsoft.com/en-us/sql/t-sql/functions/isjson-transact-sql
      return dialect === 'mssql'
        ? `ISJSON(${column}) = 1`
        : `json_typeof((${column})::json) IN ('object', 'array')`;
    }
    case 'sql':
      return condition[dialect];
  }
}

export function renderLiteral(value: Literal, dialect: Dialect): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return dialect === 'mssql' ? (value ? '1' : '0') : String(value);
  const quoted = `'${value.replaceAll("'", "''")}'`;
  // Without N, SQL Server reads a literal in the database's code page and loses what that page lacks.
  return dialect === 'mssql' && /[^ -~]/.test(value) ? `N${quoted}` : quoted;
}

/** The name as an identifier, always quoted. */
export function quoteName(name: string, dialect: Dialect): string {
  return dialect === 'mssql' ? `[${name.replaceAll(']', ']]')}]` : `"${name.replaceAll('"', '""')}"`;
}
