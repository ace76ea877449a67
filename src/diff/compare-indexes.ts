import type { ExpressionContext } from '../schema/expression-canonical.ts';
import { expressionKey } from '../schema/expression-compare.ts';
import type { Expression, Index, KeyColumn, Server } from '../schema/model.ts';
import { nameKey } from '../schema/server.ts';
import { compareStorage } from './compare-keys.ts';
import { compareExpressionFact, compareFact, type FacetList } from './facets.ts';
import { compareNameLists, listed, namesKey } from './name-lists.ts';
import type { Contexts } from './sides.ts';

export function compareIndexes(
  list: FacetList,
  from: Index,
  to: Index,
  contexts: Contexts,
  server: Server,
): void {
  compareKeyColumns(list, from.columns, to.columns, contexts, server);
  compareNameLists(list, 'include', from.include, to.include, server);
  compareExpressionFact(list, 'filter', from.filter ?? null, to.filter ?? null, {
    from: { context: contexts.from },
    to: { context: contexts.to },
  });
  compareFact(list, 'unique', from.unique, to.unique);
  compareFact(list, 'nulls-not-distinct', from.nullsNotDistinct, to.nullsNotDistinct);
  compareFact(list, 'method', from.method, to.method);
  compareStorage(list, from, to);
}

/** Other columns, or another order of them, are one difference; another direction of the same columns is another. */
function compareKeyColumns(
  list: FacetList,
  from: readonly KeyColumn[],
  to: readonly KeyColumn[],
  contexts: Contexts,
  server: Server,
): void {
  const sameName = (a: KeyColumn, b: KeyColumn) =>
    a.name === b.name || columnKey(a, contexts.from, server) === columnKey(b, contexts.to, server);
  const alike = (same: (a: KeyColumn, b: KeyColumn) => boolean) =>
    from.length === to.length && from.every((column, i) => same(column, to[i] ?? column));
  const sameColumns = alike(sameName);
  if (sameColumns && alike((a, b) => manner(a) === manner(b))) return;
  const printed = (columns: readonly KeyColumn[]) => listed(columns.map(printedColumn));
  compareFact(list, sameColumns ? 'direction' : 'columns', printed(from), printed(to));
}

/** What is indexed, an expression by its meaning. */
function columnKey({ name, expression }: KeyColumn, context: ExpressionContext, server: Server): string {
  return expression ? `(${expressionKey({ sql: name, context }) ?? name})` : nameKey(name, server);
}

/** In which direction and by which rules a column is indexed. */
function manner({ descending, nulls, operatorClass, collation }: KeyColumn): string {
  return `${descending} ${nulls ?? ''} ${operatorClass ?? ''} ${collation ?? ''}`;
}

/** What an index is beside its name. */
export function indexStructure(index: Index, context: ExpressionContext, server: Server): string {
  const names = index.columns.map((column) => columnKey(column, context, server));
  const include = index.include.map((name) => nameKey(name, server));
  return JSON.stringify([
    names,
    index.columns.map(manner),
    include,
    index.unique,
    filterKey(index.filter ?? null, context),
  ]);
}

/** What an index is for, whatever its filter and the rest. */
export const indexCore = ({ columns, unique }: Index, server: Server) =>
  `${namesKey(
    columns.map(({ name }) => name),
    server,
  )}${unique}`;

function printedColumn({ name, descending, nulls, operatorClass, collation }: KeyColumn): string {
  const usualNulls = descending ? 'first' : 'last';
  return [
    name,
    ...(collation === undefined ? [] : ['COLLATE', collation]),
    ...(operatorClass === undefined ? [] : [operatorClass]),
    ...(descending ? ['DESC'] : []),
    ...(nulls === undefined || nulls === usualNulls ? [] : ['NULLS', nulls.toUpperCase()]),
  ].join(' ');
}

const filterKey = (filter: Expression | null, context: ExpressionContext) =>
  typeof filter === 'string' ? (expressionKey({ sql: filter, context }) ?? filter) : null;
