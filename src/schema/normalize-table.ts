import type { Check, ForeignKey, Index, KeyColumn, PrimaryKey, Table, UniqueConstraint } from './model.ts';
import type { NormalizeContext } from './normalize.ts';
import { normalizeColumn } from './normalize-column.ts';
import { compareNames, nameKey, storedName } from './server.ts';

export function normalizeTable(table: Table, context: NormalizeContext): Table {
  const { server, complete } = context;
  const byName = (a: { name: string }, b: { name: string }) =>
    compareNames(nameKey(a.name, server), nameKey(b.name, server)) || compareNames(a.name, b.name);
  const description =
    complete || table.description !== undefined ? { description: table.description || null } : {};
  return {
    schema: storedName(table.schema ?? server.defaultSchema, server),
    name: storedName(table.name, server),
    ...description,
    columns: table.columns.map((column) => normalizeColumn(column, context)),
    primaryKey: table.primaryKey ? normalizeKey(table.primaryKey, context) : null,
    uniques: table.uniques
      .map((unique) => ({
        ...normalizeKey(unique, context),
        nullsNotDistinct: unique.nullsNotDistinct ?? false,
      }))
      .toSorted(byName),
    indexes: table.indexes.map((index) => normalizeIndex(index, context)).toSorted(byName),
    foreignKeys: table.foreignKeys.map((key) => normalizeForeignKey(key, context)).toSorted(byName),
    checks: table.checks.map((check) => normalizeCheck(check, context)).toSorted(byName),
    temporal: table.temporal ?? false,
  };
}

type Key = PrimaryKey | UniqueConstraint;

function normalizeKey<K extends Key>(key: K, context: NormalizeContext): K {
  const { server, complete } = context;
  const columns = key.columns.map((name) => storedName(name, server));
  const descending = new Set((key.descending ?? []).map((name) => nameKey(storedName(name, server), server)));
  return {
    ...key,
    ...normalizeStorage(key, context),
    name: storedName(key.name, server),
    systemNamed: key.systemNamed ?? false,
    columns,
    descending: columns.filter((name) => descending.has(nameKey(name, server))),
    include: normalizeInclude(key.include ?? [], context),
    deferrable: key.deferrable ?? 'no',
    ...(complete ? { clustered: key.clustered ?? false } : {}),
  };
}

function normalizeStorage(key: Key | Index, { complete }: NormalizeContext) {
  const { fillFactor, compression, partition } = complete
    ? { fillFactor: 100, compression: 'none' as const, partition: null, ...key }
    : key;
  return {
    disabled: key.disabled ?? false,
    ignoreDuplicates: key.ignoreDuplicates ?? false,
    ...(fillFactor === undefined ? {} : { fillFactor: fillFactor === 0 ? 100 : fillFactor }),
    ...(compression === undefined ? {} : { compression }),
    ...(partition === undefined ? {} : { partition }),
  };
}

/** A set: in the order of the names. */
function normalizeInclude(include: readonly string[], { server }: NormalizeContext): string[] {
  return include
    .map((name) => storedName(name, server))
    .toSorted((a, b) => compareNames(nameKey(a, server), nameKey(b, server)));
}

function normalizeIndex(index: Index, context: NormalizeContext): Index {
  return {
    ...index,
    ...normalizeStorage(index, context),
    name: storedName(index.name, context.server),
    systemNamed: index.systemNamed ?? false,
    columns: index.columns.map((column) => normalizeKeyColumn(column, context)),
    include: normalizeInclude(index.include, context),
    filter: index.filter ?? null,
    nullsNotDistinct: index.nullsNotDistinct ?? false,
    method: index.method ?? (context.dialect === 'mssql' ? 'rowstore' : 'btree'),
  };
}

function normalizeKeyColumn(column: KeyColumn, { dialect, server }: NormalizeContext): KeyColumn {
  const { descending, expression = false, nulls = descending ? 'first' : 'last' } = column;
  return {
    ...column,
    name: expression ? column.name : storedName(column.name, server),
    expression,
    // SQL Server has no choice: there null is less than every value.
    ...(dialect === 'postgres' ? { nulls } : {}),
  };
}

function normalizeForeignKey(key: ForeignKey, { server }: NormalizeContext): ForeignKey {
  const { schema = server.defaultSchema, table, columns } = key.references;
  return {
    ...key,
    name: storedName(key.name, server),
    systemNamed: key.systemNamed ?? false,
    columns: key.columns.map((name) => storedName(name, server)),
    references: {
      schema: storedName(schema, server),
      table: storedName(table, server),
      columns: columns.map((name) => storedName(name, server)),
    },
    disabled: key.disabled ?? false,
    notTrusted: key.notTrusted ?? false,
    deferrable: key.deferrable ?? 'no',
  };
}

function normalizeCheck(check: Check, { server }: NormalizeContext): Check {
  return {
    ...check,
    name: storedName(check.name, server),
    systemNamed: check.systemNamed ?? false,
    disabled: check.disabled ?? false,
    notTrusted: check.notTrusted ?? false,
  };
}
