import type { FacetName, ObjectKind } from '../diff/change.ts';
import { lacks } from '../diff/facets.ts';
import type { Sides } from '../diff/sides.ts';
import { expressionContext } from '../diff/sides.ts';
import { sqlTypeOf } from '../schema/canonical-type.ts';
import { compareExpressions } from '../schema/expression-compare.ts';
import { isHidden } from '../schema/hidden.ts';
import type {
  Check,
  Column,
  Default,
  Expression,
  Index,
  PrimaryKey,
  Storage,
  Table,
  UniqueConstraint,
} from '../schema/model.ts';
import { printSqlType } from '../schema/sql-type.ts';
import type { LeftOut } from './step.ts';

/** Both sides of one object, each saying all that is known of it from either. */
export interface Pair<T> {
  readonly from: T;
  readonly to: T;
}

export interface CompletionContext {
  readonly sides: Sides;
  readonly tables: Pair<Table>;
  readonly note: (left: LeftOut) => void;
  /** Name of the object for a note. */
  readonly object: string;
}

/**
 * A fact as either side has it: where the declaration has no opinion it stays as it is in the database, and where the engine
 * does not show it, it is taken to be as declared.
 */
function settle<T>(
  { sides }: CompletionContext,
  kind: ObjectKind,
  fact: FacetName,
  from: T | undefined,
  to: T | undefined,
): Pair<T | undefined> {
  const unseen = from === undefined || isHidden(from) || lacks(sides.server.engine, kind, fact);
  if (unseen) return { from: to ?? from, to: to ?? from };
  return { from, to: to === undefined || isHidden(to) ? from : to };
}

/** Two expressions that mean the same are told in the words of the declaration, which the other engine's are known for. */
function settleExpression<E extends Expression | null | undefined>(
  context: CompletionContext,
  kind: ObjectKind,
  fact: FacetName,
  from: E,
  to: E,
  defaultOf?: { readonly from: Column; readonly to: Column },
): Pair<E> {
  const { sides, tables } = context;
  if (from === undefined || isHidden(from) || lacks(sides.server.engine, kind, fact)) return { from: to, to };
  if (isHidden(to)) return { from, to: from };
  if (typeof from !== 'string' || typeof to !== 'string') return { from, to };
  const typeOf = (column: Column) => printSqlType(sqlTypeOf(column.type, sides.dialect));
  const compared = compareExpressions(
    {
      sql: from,
      context: expressionContext(tables.from, sides),
      ...(defaultOf === undefined ? {} : { defaultOf: typeOf(defaultOf.from) }),
    },
    {
      sql: to,
      context: expressionContext(tables.to, sides),
      ...(defaultOf === undefined ? {} : { defaultOf: typeOf(defaultOf.to) }),
    },
  );
  if (compared === 'different') return { from, to };
  if (compared === 'unknown') {
    context.note({
      object: context.object,
      reason: `the ${fact} in the database may mean the declared one or another, which cannot be told from its text: ${from}`,
    });
  }
  return { from: to, to };
}

export function completeColumn(context: CompletionContext, from: Column, to: Column): Pair<Column> {
  const description = settle(context, 'column', 'description', from.description, to.description);
  const defaults = settleDefault(context, from, to);
  const identity =
    from.identity && to.identity
      ? settle(context, 'column', 'identity-always', from.identity.always, to.identity.always)
      : undefined;
  const computed =
    from.computed && to.computed
      ? settleExpression(context, 'column', 'computed', from.computed.expression, to.computed.expression)
      : undefined;
  const side = (column: Column, which: 'from' | 'to'): Column => ({
    ...column,
    ...(description[which] === undefined ? {} : { description: description[which] }),
    default: defaults[which],
    ...(identity === undefined || !column.identity
      ? {}
      : {
          identity: {
            ...column.identity,
            ...(identity[which] === undefined ? {} : { always: identity[which] }),
          },
        }),
    ...(computed === undefined || !column.computed
      ? {}
      : { computed: { ...column.computed, expression: computed[which] } }),
  });
  return { from: side(from, 'from'), to: side(to, 'to') };
}

function settleDefault(context: CompletionContext, from: Column, to: Column): Pair<Default | null> {
  const [a, b] = [from.default ?? null, to.default ?? null];
  if (a === null || b === null) return { from: a, to: b };
  const expression = settleExpression(context, 'column', 'default', a.expression, b.expression, { from, to });
  const name = settle(context, 'column', 'default-name', a.name, b.name);
  return {
    from: { ...a, expression: expression.from, ...(name.from === undefined ? {} : { name: name.from }) },
    to: { ...b, expression: expression.to, ...(name.to === undefined ? {} : { name: name.to }) },
  };
}

const storageFacts = [
  ['clustered', 'clustered'],
  ['disabled', 'disabled'],
  ['ignoreDuplicates', 'ignore-duplicates'],
  ['fillFactor', 'fill-factor'],
  ['compression', 'compression'],
  ['partition', 'partition'],
] as const satisfies readonly (readonly [keyof Storage, FacetName])[];

function settleStorage<K extends Storage>(
  context: CompletionContext,
  kind: ObjectKind,
  from: K,
  to: K,
): Pair<K> {
  const [a, b]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const [property, fact] of storageFacts) {
    const settled = settle<unknown>(context, kind, fact, from[property], to[property]);
    if (settled.from !== undefined) a[property] = settled.from;
    if (settled.to !== undefined) b[property] = settled.to;
  }
  return { from: { ...from, ...a }, to: { ...to, ...b } };
}

export function completeKey<K extends PrimaryKey | UniqueConstraint>(
  context: CompletionContext,
  kind: 'primary-key' | 'unique',
  from: K,
  to: K,
): Pair<K> {
  return settleStorage(context, kind, from, to);
}

export function completeIndex(context: CompletionContext, from: Index, to: Index): Pair<Index> {
  const filter = settleExpression(context, 'index', 'filter', from.filter ?? null, to.filter ?? null);
  const stored = settleStorage(context, 'index', from, to);
  return { from: { ...stored.from, filter: filter.from }, to: { ...stored.to, filter: filter.to } };
}

export function completeCheck(context: CompletionContext, from: Check, to: Check): Pair<Check> {
  const expression = settleExpression(context, 'check', 'expression', from.expression, to.expression);
  const state = <K extends 'disabled' | 'notTrusted'>(property: K, fact: FacetName) =>
    settle(context, 'check', fact, from[property], to[property]);
  const [disabled, trust] = [state('disabled', 'disabled'), state('notTrusted', 'not-trusted')];
  const side = (check: Check, which: 'from' | 'to'): Check => ({
    ...check,
    expression: expression[which],
    ...(disabled[which] === undefined ? {} : { disabled: disabled[which] }),
    ...(trust[which] === undefined ? {} : { notTrusted: trust[which] }),
  });
  return { from: side(from, 'from'), to: side(to, 'to') };
}
