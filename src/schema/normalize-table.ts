import type {
  Check,
  ForeignKey,
  Index,
  KeyColumn,
  PrimaryKey,
  Server,
  Storage,
  Table,
  UniqueConstraint,
} from './model.ts';
import type { NormalizeContext } from './normalize.ts';
import { normalizeColumn } from './normalize-column.ts';
import { compareNames, nameKey, storedName } from './server.ts';
import type { Writable } from './writable.ts';

export function normalizeTable(table: Table, context: NormalizeContext): Table {
  const { server, complete } = context;
  const normal: Writable<Table> = {
    schema: storedName(table.schema ?? server.defaultSchema, server),
    name: storedName(table.name, server),
    columns: table.columns.map((column) => normalizeColumn(column, context)),
    primaryKey: table.primaryKey ? normalizePrimaryKey(table.primaryKey, context) : null,
    uniques: sortedByName(table.uniques, normalizeUnique, context),
    indexes: sortedByName(table.indexes, normalizeIndex, context),
    foreignKeys: sortedByName(table.foreignKeys, normalizeForeignKey, context),
    checks: sortedByName(table.checks, normalizeCheck, context),
    temporal: table.temporal ?? false,
  };
  if (complete || table.description !== undefined) normal.description = table.description || null;
  return normal;
}

function normalizePrimaryKey(key: PrimaryKey, context: NormalizeContext): PrimaryKey {
  return normalizeStorage(key, context, keyFacts(key, context));
}

function normalizeUnique(unique: UniqueConstraint, context: NormalizeContext): UniqueConstraint {
  const { nullsNotDistinct = false } = unique;
  return normalizeStorage(unique, context, { ...keyFacts(unique, context), nullsNotDistinct });
}

function keyFacts(key: PrimaryKey | UniqueConstraint, { server }: NormalizeContext) {
  const columns = key.columns.map((name) => storedName(name, server));
  const descending = new Set((key.descending ?? []).map((name) => nameKey(storedName(name, server), server)));
  return {
    name: storedName(key.name, server),
    systemNamed: key.systemNamed ?? false,
    columns,
    descending: columns.filter((name) => descending.has(nameKey(name, server))),
    include: sortedNames(key.include ?? [], server),
    deferrable: key.deferrable ?? 'no',
  };
}

function normalizeIndex(index: Index, context: NormalizeContext): Index {
  const { server, dialect } = context;
  return normalizeStorage(index, context, {
    name: storedName(index.name, server),
    systemNamed: index.systemNamed ?? false,
    columns: index.columns.map((column) => normalizeKeyColumn(column, context)),
    include: sortedNames(index.include, server),
    unique: index.unique,
    clustered: index.clustered,
    filter: index.filter ?? null,
    nullsNotDistinct: index.nullsNotDistinct ?? false,
    method: index.method ?? (dialect === 'mssql' ? 'rowstore' : 'btree'),
  });
}

/** The facts of how a key is stored, added to its others. Written property by property: there are a great many keys. */
function normalizeStorage<K extends object>(
  from: Storage,
  { complete }: NormalizeContext,
  facts: K,
): K & Storage {
  const key: K & Writable<Storage> = facts;
  key.disabled = from.disabled ?? false;
  key.ignoreDuplicates = from.ignoreDuplicates ?? false;
  if (complete || from.clustered !== undefined) key.clustered = from.clustered ?? false;
  if (complete || from.fillFactor !== undefined) key.fillFactor = from.fillFactor || 100;
  if (complete || from.compression !== undefined) key.compression = from.compression ?? 'none';
  if (complete || from.partition !== undefined) key.partition = from.partition ?? null;
  return key;
}

/** A set: in the order of the names. */
function sortedNames(names: readonly string[], server: Server): string[] {
  return names
    .map((name) => storedName(name, server))
    .toSorted((a, b) => compareNames(nameKey(a, server), nameKey(b, server)));
}

function normalizeKeyColumn(column: KeyColumn, { dialect, server }: NormalizeContext): KeyColumn {
  const {
    descending,
    expression = false,
    nulls = descending ? 'first' : 'last',
    operatorClass,
    collation,
  } = column;
  const normal: Writable<KeyColumn> = {
    name: expression ? column.name : storedName(column.name, server),
    descending,
    expression,
  };
  // SQL Server has no choice: there null is less than every value.
  if (dialect === 'postgres') normal.nulls = nulls;
  if (operatorClass !== undefined) normal.operatorClass = operatorClass;
  if (collation !== undefined) normal.collation = collation;
  return normal;
}

function normalizeForeignKey(key: ForeignKey, { server }: NormalizeContext): ForeignKey {
  const { schema = server.defaultSchema, table, columns } = key.references;
  return {
    name: storedName(key.name, server),
    systemNamed: key.systemNamed ?? false,
    columns: key.columns.map((name) => storedName(name, server)),
    references: {
      schema: storedName(schema, server),
      table: storedName(table, server),
      columns: columns.map((name) => storedName(name, server)),
    },
    onDelete: key.onDelete,
    onUpdate: key.onUpdate,
    deferrable: key.deferrable ?? 'no',
    disabled: key.disabled ?? false,
    notTrusted: key.notTrusted ?? false,
  };
}

function normalizeCheck(check: Check, { server }: NormalizeContext): Check {
  return {
    name: storedName(check.name, server),
    systemNamed: check.systemNamed ?? false,
    expression: check.expression,
    disabled: check.disabled ?? false,
    notTrusted: check.notTrusted ?? false,
  };
}

interface Named {
  readonly name: string;
}

function sortedByName<T extends Named>(
  items: readonly T[],
  normal: (item: T, context: NormalizeContext) => T,
  context: NormalizeContext,
): T[] {
  const { server } = context;
  return items
    .map((item) => normal(item, context))
    .sort(
      (a, b) =>
        compareNames(nameKey(a.name, server), nameKey(b.name, server)) || compareNames(a.name, b.name),
    );
}
