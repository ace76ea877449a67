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
  const [before, after] = [keyParts(from, contexts.from, server), keyParts(to, contexts.to, server)];
  if (JSON.stringify(before.names) !== JSON.stringify(after.names)) {
    compareFact(
      list,
      'columns',
      listed(from.columns.map(printedColumn)),
      listed(to.columns.map(printedColumn)),
    );
  } else if (JSON.stringify(before.manners) !== JSON.stringify(after.manners)) {
    compareFact(
      list,
      'direction',
      listed(from.columns.map(printedColumn)),
      listed(to.columns.map(printedColumn)),
    );
  }
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

/** What an index is beside its name. */
export function indexStructure(index: Index, context: ExpressionContext, server: Server): string {
  const { names, manners } = keyParts(index, context, server);
  const include = index.include.map((name) => nameKey(name, server));
  return JSON.stringify([names, manners, include, index.unique, filterKey(index.filter ?? null, context)]);
}

/** What an index is for, whatever its filter and the rest. */
export const indexCore = ({ columns, unique }: Index, server: Server) =>
  `${namesKey(
    columns.map(({ name }) => name),
    server,
  )}${unique}`;

/** What is indexed, and in which direction and by which rules. */
function keyParts({ columns }: Index, context: ExpressionContext, server: Server) {
  return {
    names: columns.map(({ name, expression }) =>
      expression ? (expressionKey({ sql: name, context }) ?? name) : nameKey(name, server),
    ),
    manners: columns.map(({ descending, nulls, operatorClass, collation }) =>
      [descending, nulls, operatorClass, collation].map((part) => part ?? null),
    ),
  };
}

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
