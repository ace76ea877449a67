import { nativeType } from '../schema/column-type.ts';
import type { Condition, DefaultExpression, Literal, SqlText } from '../schema/expression.ts';
import { expressions, renderCondition, renderDefault } from '../schema/expression.ts';
import type { ExpressionContext } from '../schema/expression-canonical.ts';
import { compareExpressions } from '../schema/expression-compare.ts';
import { readExpression } from '../schema/expression-read.ts';
import { isOperation, type Tree } from '../schema/expression-tree.ts';
import type { Column } from '../schema/model.ts';

// What the server stores is SQL text. Where an entity has a word for it, the word is what is written: it holds on the other
// engine too. A word is taken only if its own SQL means the same as what is stored.

/** The default that a column is declared with. */
export function declaredDefault(
  column: Pick<Column, 'type'>,
  sql: string,
  context: ExpressionContext,
): Literal | DefaultExpression {
  const { dialect } = context;
  const place = { context, defaultOf: nativeType(column.type, dialect) };
  const means = (value: DefaultExpression) =>
    compareExpressions({ sql: renderDefault(value, column.type, dialect), ...place }, { sql, ...place }) ===
    'equal';
  const { kind } = column.type;
  if ((kind === 'timestamp' || kind === 'native') && means(expressions.now)) return expressions.now;
  if (kind === 'uuid' && means(expressions.newUuid)) return expressions.newUuid;
  const { tree } = readExpression({ sql, ...place });
  for (const value of tree === undefined ? [] : literals(tree, column)) {
    if (means({ kind: 'literal', value })) return value;
  }
  return sqlText(sql, context, place.defaultOf);
}

/** Values of the column's type that the expression may be. */
function literals(tree: Tree, { type }: Pick<Column, 'type'>): Literal[] {
  switch (type.kind) {
    case 'boolean':
      return [true, false];
    case 'int':
    case 'bigint':
    case 'decimal':
      return tree.kind === 'number' && /^-?\d+(?:\.\d+)?$/.test(tree.value) ? [numeral(tree.value)] : [];
    case 'string':
      return tree.kind === 'string' && tree.value.length <= type.length ? [tree.value] : [];
    case 'native':
      if (tree.kind === 'number' && Number.isFinite(Number(tree.value))) return [Number(tree.value)];
      return tree.kind === 'string' ? [tree.value] : [];
    default:
      return tree.kind === 'string' ? [tree.value] : [];
  }
}

/** As a number where that keeps every digit. */
function numeral(text: string): number | string {
  return String(Number(text)) === text ? Number(text) : text;
}

/** The condition that a check or the filter of an index is declared with. */
export function declaredCondition(
  sql: string,
  columns: readonly Column[],
  context: ExpressionContext,
): Condition {
  const { tree } = readExpression({ sql, context });
  const candidates = tree === undefined ? [] : conditions(tree, sql, columns);
  return (
    candidates.find(
      (condition) =>
        compareExpressions(
          { sql: renderCondition(condition, context.dialect), context },
          { sql, context },
        ) === 'equal',
    ) ?? sqlText(sql, context)
  );
}

function conditions(tree: Tree, sql: string, columns: readonly Column[]): Condition[] {
  const named = (subject: Tree | undefined) =>
    subject?.kind === 'name' && subject.parts.length === 1
      ? columns.find(({ name }) => name.toLowerCase() === subject.parts[0]?.toLowerCase())
      : undefined;
  if (isOperation(tree, 'in', '=')) {
    const [subject, ...values] = tree.args;
    const column = named(subject)?.name;
    if (column !== undefined) {
      const strings = values.flatMap((value) => (value.kind === 'string' ? [value.value] : []));
      if (tree.operator === 'in') {
        return strings.length < values.length
          ? []
          : [{ kind: 'one-of', column, values: inWrittenOrder(strings, sql) }];
      }
      return literalsOf(values[0]).map((value) => expressions.equals(column, value));
    }
  }
  // A boolean alone is how PostgreSQL keeps "= true".
  const alone = isOperation(tree, 'not') ? named(tree.args[0]) : named(tree);
  if (alone !== undefined) return [true, false].map((value) => expressions.equals(alone.name, value));
  return /json/i.test(sql)
    ? columns
        .filter(({ type }) => type.kind === 'string' || type.kind === 'text')
        .map((column) => expressions.json(column.name))
    : [];
}

function literalsOf(tree: Tree | undefined): Literal[] {
  switch (tree?.kind) {
    case 'string':
      return [tree.value];
    case 'constant':
      return [true, false];
    case 'number':
      return [true, false, Number(tree.value)];
    default:
      return [];
  }
}

/** The tree has a list sorted; a person had a reason for the order. SQL Server keeps a list as ORs, the last first. */
function inWrittenOrder(values: readonly string[], sql: string): string[] {
  const written = [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"));
  const distinct = [...new Set(/\bOR\b/i.test(sql) ? written.reverse() : written)];
  const known = new Set(values);
  const ordered = distinct.filter((value) => known.has(value));
  return ordered.length === values.length ? ordered : [...values];
}

/** The text as it is stored, without the parentheses around it where they say nothing. */
export function sqlText(sql: string, context: ExpressionContext, defaultOf?: string): SqlText {
  const place = { context, ...(defaultOf === undefined ? {} : { defaultOf }) };
  let text = sql.trim();
  for (;;) {
    const inner = /^\((.*)\)$/s.exec(text)?.[1]?.trim();
    if (inner === undefined || inner === '') return expressions.sql(text);
    if (compareExpressions({ sql: inner, ...place }, { sql, ...place }) !== 'equal')
      return expressions.sql(text);
    text = inner;
  }
}
