import { type Literal, quoteName, renderLiteral } from '../../schema/expression.ts';
import type { Dialect } from '../../schema/model.ts';

/** SQL text with holes: `values` are what stands between the `parts`. */
export interface Sql {
  readonly parts: readonly [string, ...string[]];
  readonly values: readonly Literal[];
}

/** Text that is SQL already; never what came from outside. */
export function raw(text: string): Sql {
  return { parts: [text], values: [] };
}

/** A value, to be bound. */
export function value(literal: Literal): Sql {
  return { parts: ['', ''], values: [literal] };
}

export function name(dialect: Dialect, identifier: string): Sql {
  return raw(quoteName(identifier, dialect));
}

/** SQL with other SQL in it; it becomes one line, however it is written here. */
export function sql(strings: TemplateStringsArray, ...inserts: readonly Sql[]): Sql {
  const [first = raw(''), ...rest] = strings.map((text) => raw(text.replaceAll(/\s+/g, ' ')));
  return rest.reduce((left, text, i) => concat(concat(left, inserts[i] ?? raw('')), text), first);
}

export function join(list: readonly Sql[], separator: string): Sql {
  return list.reduce(
    (left, right, i) => (i === 0 ? right : concat(concat(left, raw(separator)), right)),
    raw(''),
  );
}

/** All of the conditions; true where there are none. */
export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0
    ? raw('1 = 1')
    : join(
        conditions.map((condition) => sql`(${condition})`),
        ' AND ',
      );
}

/** The text with the values in it, for a person to run. */
export function inlined({ parts, values }: Sql, dialect: Dialect): string {
  return parts.reduce((left, part, i) => `${left}${literalAt(values, i - 1, dialect)}${part}`);
}

function literalAt(values: readonly Literal[], index: number, dialect: Dialect): string {
  const literal = values[index];
  return literal === undefined ? '' : renderLiteral(literal, dialect);
}

function concat(left: Sql, right: Sql): Sql {
  const [first, ...rest] = right.parts;
  const [start, ...others] = left.parts;
  const last = others.pop();
  const parts: Sql['parts'] =
    last === undefined ? [start + first, ...rest] : [start, ...others, last + first, ...rest];
  return { parts, values: [...left.values, ...right.values] };
}

/** At most so many rows, in that order. */
export function limited(dialect: Dialect, columns: Sql, rest: Sql, order: Sql, rows: number): Sql {
  return dialect === 'mssql'
    ? sql`SELECT TOP (${raw(String(rows))}) ${columns} FROM ${rest} ORDER BY ${order}`
    : sql`SELECT ${columns} FROM ${rest} ORDER BY ${order} LIMIT ${raw(String(rows))}`;
}

export function asText(dialect: Dialect, expression: Sql): Sql {
  return dialect === 'mssql' ? sql`CAST(${expression} AS nvarchar(4000))` : sql`CAST(${expression} AS text)`;
}

/**
 * Text that is equal only to the very same text. Most collations of SQL Server ignore case, and all of them spaces at
 * the end. https://learn.microsoft.com/en-us/sql/t-sql/language-elements/string-comparison-assignment
 */
export function exactText(dialect: Dialect, expression: Sql): Sql {
  return dialect === 'mssql' ? sql`(${expression} + N'|') COLLATE Latin1_General_100_BIN2` : expression;
}

/** Text without what case and spaces around it add. */
export function foldedText(dialect: Dialect, expression: Sql): Sql {
  return dialect === 'mssql'
    ? sql`LOWER(LTRIM(RTRIM(${expression}))) COLLATE Latin1_General_100_BIN2`
    : sql`lower(btrim(${expression}))`;
}
