import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';
import { literalSql, type Value } from './literal.ts';
import { quoteName } from './name.ts';

type NotNull = Exclude<Value, null>;

/**
 * What one column must be: a value or null, one of a list, or a comparison. `{ not: null }` is IS NOT NULL, `{ not: […] }`
 * none of the list; several comparisons in one object must all hold.
 */
export type ColumnCondition =
  | Value
  | readonly NotNull[]
  | {
      readonly not?: Value | readonly NotNull[];
      readonly gt?: NotNull;
      readonly gte?: NotNull;
      readonly lt?: NotNull;
      readonly lte?: NotNull;
    };

/**
 * A filter or check: by column, all of which must hold, as in `{ is_deleted: false, status: ['active', 'invited'] }`;
 * or the text of an expression, which goes to the server as it is (see `perEngine` where the engines' texts differ).
 */
export type Condition = string | { readonly [column: string]: ColumnCondition };

const comparisons = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** @throws QuodsiDbError `DDL_CONDITION` when it is empty, or a part of it is. */
export function conditionSql(dialect: Dialect, condition: Condition): string {
  if (typeof condition === 'string') {
    if (condition.trim() === '') throw badCondition('the text is empty');
    return condition;
  }
  const terms = Object.entries(condition).flatMap(([column, wanted]) => columnTerms(dialect, column, wanted));
  if (terms.length === 0) throw badCondition('it names no column');
  return terms.join(' AND ');
}

function columnTerms(dialect: Dialect, column: string, wanted: ColumnCondition): string[] {
  const name = quoteName(dialect, column);
  const literal = (value: Value) => literalSql(dialect, value);
  if (wanted === null) return [`${name} IS NULL`];
  if (typeof wanted !== 'object') return [`${name} = ${literal(wanted)}`];
  if (isList(wanted)) {
    if (wanted.length === 0) throw badCondition(`the list for ${column} is empty`);
    return [`${name} IN (${wanted.map(literal).join(', ')})`];
  }
  const terms: string[] = [];
  if (wanted.not === null) terms.push(`${name} IS NOT NULL`);
  else if (wanted.not !== undefined) {
    // Not NOT IN: the filter of a SQL Server index has no such form.
    // https://learn.microsoft.com/en-us/sql/t-sql/statements/create-index-transact-sql#where-filter_predicate
    const values = isList(wanted.not) ? wanted.not : [wanted.not];
    terms.push(...values.map((value) => `${name} <> ${literal(value)}`));
  }
  for (const [key, operator] of Object.entries(comparisons)) {
    const value = wanted[key as keyof typeof comparisons];
    if (value !== undefined) terms.push(`${name} ${operator} ${literal(value)}`);
  }
  if (terms.length === 0) throw badCondition(`the comparison for ${column} is empty`);
  return terms;
}

/** Array.isArray does not narrow a readonly array out of a union. */
function isList(value: unknown): value is readonly NotNull[] {
  return Array.isArray(value);
}

function badCondition(why: string): QuodsiDbError {
  return new QuodsiDbError('DDL_CONDITION', `a filter or check says nothing: ${why}`, {
    hint: 'Name at least one column and what it must be, or leave the filter out.',
    exitCode: exitCodes.config,
  });
}
