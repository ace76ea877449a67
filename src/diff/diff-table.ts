import type { Column, Table } from '../schema/model.ts';
import { nameKey } from '../schema/server.ts';
import type { Change, ObjectName, Skip } from './change.ts';
import { checkStructure, compareChecks } from './compare-checks.ts';
import { compareForeignKeys, foreignKeyCore, foreignKeyStructure } from './compare-foreign-keys.ts';
import { compareIndexes, indexCore, indexStructure } from './compare-indexes.ts';
import { compareKeys, keyStructure } from './compare-keys.ts';
import { compareColumns } from './diff-column.ts';
import { diffMatches, diffObject } from './diff-objects.ts';
import { compareFact, type FacetList } from './facets.ts';
import { matchObjects } from './match.ts';
import { expressionContext, type Sides } from './sides.ts';

/** What differs about a table that both sides have, its columns, keys, indexes and checks included. */
export function diffTable(from: Table, to: Table, sides: Sides, skipped: Skip[]): Change[] {
  const { server } = sides;
  const contexts = { from: expressionContext(from, sides), to: expressionContext(to, sides) };
  const { schema = server.defaultSchema, name: table } = to;
  const named = ({ name }: { readonly name: string }): ObjectName => ({ schema, table, name });
  const byName = ({ name }: { readonly name: string }) => nameKey(name, server);

  const own = diffObject('table', { schema, name: table }, from, to, sides, skipped, (list) => {
    compareFact(list, 'description', from.description, to.description);
    compareFact(list, 'temporal', from.temporal, to.temporal);
    compareColumnOrder(list, from.columns, to.columns, byName);
  });
  const columns = matchObjects(from.columns, to.columns, { key: byName });
  const primaryKeys = matchObjects(listOf(from.primaryKey), listOf(to.primaryKey), {
    key: byName,
    structure: () => '',
  });
  const uniques = matchObjects(from.uniques, to.uniques, {
    key: byName,
    structure: (unique) => keyStructure(unique, server),
  });
  const indexes = matchObjects(from.indexes, to.indexes, {
    key: byName,
    structure: (index, side) => indexStructure(index, contexts[side], server),
    core: (index) => indexCore(index, server),
    doubtful: server.engine === 'babelfish',
  });
  const checks = matchObjects(from.checks, to.checks, {
    key: byName,
    structure: (check, side) => checkStructure(check, contexts[side]),
  });
  return [
    ...(own === undefined ? [] : [own]),
    ...diffMatches('column', columns, named, sides, skipped, (list, a, b) =>
      compareColumns(list, a, b, sides, contexts),
    ),
    ...diffMatches('primary-key', primaryKeys, named, sides, skipped, (list, a, b) =>
      compareKeys(list, a, b, server),
    ),
    ...diffMatches('unique', uniques, named, sides, skipped, (list, a, b) => compareKeys(list, a, b, server)),
    ...diffMatches('index', indexes, named, sides, skipped, (list, a, b) =>
      compareIndexes(list, a, b, contexts, server),
    ),
    ...diffMatches('check', checks, named, sides, skipped, (list, a, b) =>
      compareChecks(list, a, b, contexts),
    ),
    ...diffForeignKeys(from, to, sides, skipped),
  ];
}

/** Foreign keys are told apart from their tables, which may refer to each other; one side may lack the table. */
export function diffForeignKeys(
  from: Table | undefined,
  to: Table | undefined,
  sides: Sides,
  skipped: Skip[],
): Change[] {
  const { server } = sides;
  const { schema = server.defaultSchema, name: table = '' } = to ?? from ?? {};
  const matches = matchObjects(from?.foreignKeys ?? [], to?.foreignKeys ?? [], {
    key: ({ name }) => nameKey(name, server),
    structure: (key) => foreignKeyStructure(key, server),
    core: (key) => foreignKeyCore(key, server),
  });
  const changes = diffMatches(
    'foreign-key',
    matches,
    ({ name }) => ({ schema, table, name }),
    sides,
    skipped,
    (list, a, b) => compareForeignKeys(list, a, b, server),
  );
  return from === undefined || to === undefined
    ? changes.map((change) => ({ ...change, withTable: true }))
    : changes;
}

function listOf<T>(item: T | null | undefined): T[] {
  return item === null || item === undefined ? [] : [item];
}

/** Of the columns that both sides have, in which order. */
function compareColumnOrder(
  list: FacetList,
  from: readonly Column[],
  to: readonly Column[],
  key: (column: { readonly name: string }) => string,
): void {
  if (from.every((column, i) => column.name === to[i]?.name)) return;
  const common = (columns: readonly Column[], others: readonly Column[]) => {
    const known = new Set(others.map(key));
    return columns.filter((column) => known.has(key(column)));
  };
  const [before, after] = [common(from, to), common(to, from)];
  if (before.some((column, i) => key(column) !== key(after[i] ?? column))) {
    const listed = (columns: readonly Column[]) => columns.map(({ name }) => name).join(', ');
    compareFact(list, 'column-order', listed(before), listed(after));
  }
}
