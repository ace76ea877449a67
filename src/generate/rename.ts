import type { Check, Column, ForeignKey, Index, Schema, Server, Table } from '../schema/model.ts';
import { serverOf } from '../schema/server.ts';
import { renamedInExpression } from './expression-columns.ts';
import { type Place, placeKey, placeOf, sameName, samePlace } from './place.ts';

export interface TableRename {
  readonly kind: 'table';
  readonly table: Place;
  readonly to: string;
}

export interface ColumnRename {
  readonly kind: 'column';
  /** The table under the name that it has after the renames of tables. */
  readonly table: Place;
  readonly column: string;
  readonly to: string;
}

export type Rename = TableRename | ColumnRename;

/** The schema as it is once the renames are done, references and expressions included. */
export function renamedSchema(schema: Schema, renames: readonly Rename[]): Schema {
  if (renames.length === 0) return schema;
  const server = serverOf(schema);
  const newPlace = (place: Place) => placeAfter(place, renames, server);
  const tables = schema.tables.map((table) => {
    const place = newPlace(placeOf(table, server));
    const columns = renames.filter(
      (rename): rename is ColumnRename => rename.kind === 'column' && samePlace(rename.table, place, server),
    );
    const named = columns.length === 0 ? table : withColumnNames(table, columns, schema);
    return {
      ...named,
      ...place,
      foreignKeys: named.foreignKeys.map((key) => withTarget(key, newPlace, renames, server)),
    };
  });
  return { ...schema, tables };
}

/** The renames that lead back. */
export function reversedRenames(renames: readonly Rename[], server: Server): Rename[] {
  const tables = renames
    .filter((rename) => rename.kind === 'table')
    .map(({ table, to }): TableRename => ({ kind: 'table', table: { ...table, name: to }, to: table.name }));
  const columns = renames
    .filter((rename) => rename.kind === 'column')
    .map(
      ({ table, column, to }): ColumnRename => ({
        kind: 'column',
        table: placeAfter(table, tables, server),
        column: to,
        to: column,
      }),
    );
  return [...tables, ...columns];
}

export function placeAfter(place: Place, renames: readonly Rename[], server: Server): Place {
  const rename = renames.find((item) => item.kind === 'table' && samePlace(item.table, place, server));
  return rename === undefined ? place : { ...place, name: rename.to };
}

function withColumnNames(table: Table, renames: readonly ColumnRename[], schema: Schema): Table {
  const server = serverOf(schema);
  const found = (name: string) => renames.find(({ column }) => sameName(column, name, server))?.to;
  const named = (name: string) => found(name) ?? name;
  const names = (list: readonly string[]) => list.map(named);
  const inText = <E extends Check['expression'] | null | undefined>(expression: E) =>
    renamedInExpression(expression, schema.dialect, found);
  const key = <
    K extends { columns: readonly string[]; descending?: readonly string[]; include?: readonly string[] },
  >(
    item: K,
  ): K => ({
    ...item,
    columns: names(item.columns),
    ...(item.descending === undefined ? {} : { descending: names(item.descending) }),
    ...(item.include === undefined ? {} : { include: names(item.include) }),
  });
  const index = (item: Index): Index => ({
    ...item,
    columns: item.columns.map((column) => ({
      ...column,
      name: column.expression ? (inText(column.name) ?? column.name) : named(column.name),
    })),
    include: names(item.include),
    ...(item.filter == null ? {} : { filter: inText(item.filter) }),
  });
  const column = (item: Column): Column => ({
    ...item,
    name: named(item.name),
    ...(item.computed == null
      ? {}
      : { computed: { ...item.computed, expression: inText(item.computed.expression) } }),
  });
  return {
    ...table,
    columns: table.columns.map(column),
    ...(table.primaryKey == null ? {} : { primaryKey: key(table.primaryKey) }),
    uniques: table.uniques.map(key),
    indexes: table.indexes.map(index),
    foreignKeys: table.foreignKeys.map((item) => ({ ...item, columns: names(item.columns) })),
    checks: table.checks.map((check) => ({ ...check, expression: inText(check.expression) })),
  };
}

function withTarget(
  key: ForeignKey,
  newPlace: (place: Place) => Place,
  renames: readonly Rename[],
  server: Server,
): ForeignKey {
  const { references } = key;
  const target = newPlace({ schema: references.schema ?? server.defaultSchema, name: references.table });
  const named = (name: string) =>
    renames.find(
      (rename): rename is ColumnRename =>
        rename.kind === 'column' &&
        placeKey(rename.table, server) === placeKey(target, server) &&
        sameName(rename.column, name, server),
    )?.to ?? name;
  return {
    ...key,
    references: { schema: target.schema, table: target.name, columns: references.columns.map(named) },
  };
}
