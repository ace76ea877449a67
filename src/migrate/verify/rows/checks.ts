import type { Database } from '../../../database/database.ts';
import { escapeQuestionMarks } from '../../../database/question-marks.ts';
import { nativeType } from '../../../schema/column-type.ts';
import { quoteName } from '../../../schema/expression.ts';
import { tokenize } from '../../../schema/expression-token.ts';
import type { Column, Dialect, Expression, Table } from '../../../schema/model.ts';

/** A condition that rows have to meet, and the columns that it names. */
export interface RowCheck {
  readonly name: string;
  readonly expression: string;
  readonly columns: readonly string[];
  /** Texts and numbers that stand in it, as candidates for values. */
  readonly literals: readonly string[];
}

/**
 * The checks of a table, and those that it has after the migration, as far as they are about columns that are there now:
 * real rows would meet them too by the time that it is run.
 */
export function rowChecks(table: Table, later: Table | undefined, dialect: Dialect): RowCheck[] {
  const known = new Set(table.columns.map(({ name }) => name));
  const coming = (later?.columns ?? []).map(({ name }) => name).filter((name) => !known.has(name));
  const read = ({ name, expression }: { name: string; expression: Expression }): RowCheck[] => {
    if (typeof expression !== 'string') return [];
    const words = wordsOf(expression, dialect);
    if (coming.some((column) => words.names.has(fold(column, dialect)))) return [];
    const columns = [...known].filter((column) => words.names.has(fold(column, dialect)));
    return columns.length === 0 ? [] : [{ name, expression, columns, literals: words.literals }];
  };
  const checks = [...table.checks, ...(later?.checks ?? [])].flatMap(read);
  return checks.filter(
    (check, index) => checks.findIndex(({ expression }) => expression === check.expression) === index,
  );
}

const fold = (name: string, dialect: Dialect) => (dialect === 'mssql' ? name.toLowerCase() : name);

function wordsOf(
  expression: string,
  dialect: Dialect,
): { readonly names: ReadonlySet<string>; readonly literals: readonly string[] } {
  const names = new Set<string>();
  const literals: string[] = [];
  for (const { kind, text } of tokenize(expression, dialect) ?? roughTokens(expression)) {
    if (kind === 'word' || kind === 'quoted') names.add(fold(text, dialect));
    if (kind === 'string' || kind === 'national' || kind === 'number') literals.push(text);
  }
  return { names, literals };
}

/** What cannot be read exactly is tried out on the server anyway: here a word too many does no harm. */
function roughTokens(expression: string): { kind: 'string' | 'word'; text: string }[] {
  const strings = [...expression.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => ({
    kind: 'string' as const,
    text: text.replaceAll("''", "'"),
  }));
  const words = [...expression.matchAll(/[\p{L}_][\p{L}\p{N}_$]*/gu)].map(([text]) => ({
    kind: 'word' as const,
    text,
  }));
  return [...strings, ...words];
}

/**
 * The checks that a row with the given values (SQL, by column) does not meet, by the server's own judgement; null where it
 * gives none, as for text that is cast to a number in vain.
 */
export async function unmetChecks(
  { knex, dialect }: Database,
  checks: readonly RowCheck[],
  columns: readonly Column[],
  values: ReadonlyMap<string, string>,
): Promise<readonly RowCheck[] | null> {
  const row = columns.map(({ name, type }) => {
    return `CAST(${values.get(name) ?? 'NULL'} AS ${nativeType(type, dialect)}) AS ${quoteName(name, dialect)}`;
  });
  // A check is met by null too.
  const results = checks.map(
    ({ expression }, index) => `CASE WHEN NOT (${expression}) THEN 0 ELSE 1 END AS k${index}`,
  );
  // A value that is not asked for would not be looked at: a domain's own check is part of its cast.
  const sql = `SELECT ${['r.*', ...results].join(', ')} FROM (SELECT ${row.join(', ')}) AS r`;
  try {
    const result: unknown = await knex.raw(escapeQuestionMarks(sql));
    const rows = (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as [
      Record<string, number>,
    ];
    return checks.filter((_check, index) => rows[0][`k${index}`] === 0);
  } catch {
    return null;
  }
}
