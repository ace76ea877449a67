import type { ObjectKind, ObjectName, Objects } from '../diff/change.ts';
import type { Dialect, ForeignKey, Table } from '../schema/model.ts';
import {
  documentCheck,
  documentColumn,
  documentIndex,
  documentKey,
  foreignKeyProperties,
} from './document-parts.ts';
import type { DocForeignKey, DocTable } from './documentation.ts';
import { type Drift, extra, missing, type Standing } from './drift.ts';

/** What a table is documented with beside itself. */
export interface TableContext {
  readonly dialect: Dialect;
  readonly drift: Drift;
  readonly label: (schema: string, name: string) => string;
  /** The id of a table; empty where it is not in the document. */
  readonly idOf: (schema: string, name: string) => string;
  readonly same: (a: string, b: string) => boolean;
  readonly scopeOf: (schema: string, table: Table) => DocTable['scope'];
}

/** The table and, where the database lacks it, whatever only its declaration has. Who refers to it is filled in by the caller. */
export function documentTable(table: Table, standing: Standing, context: TableContext): DocTable {
  const { dialect, drift, label, idOf, same } = context;
  const { schema = '', name } = table;
  const isWhole = standing === missing || standing === extra;
  const standingOf = (kind: ObjectKind, part: string): Standing =>
    isWhole ? standing : drift.standing(kind, { schema, table: name, name: part });
  // The database's parts, then those that it lacks.
  const parts = <K extends ObjectKind, T>(
    kind: K,
    present: readonly Objects[K][],
    document: (part: Objects[K], partStanding: Standing) => T,
    nameOf: (part: Objects[K]) => string,
  ): T[] => [
    ...present.map((part) => document(part, standingOf(kind, nameOf(part)))),
    ...(isWhole ? [] : drift.missing(kind, { schema, name })).map((part) => document(part, missing)),
  ];
  const named = (part: { readonly name: string }) => part.name;

  const primaryKeys = table.primaryKey ? [table.primaryKey] : [];
  const uniqueKeys = [
    ...primaryKeys.map((key) => key.columns),
    ...table.uniques.map((key) => key.columns),
    ...table.indexes
      .filter(({ unique, filter }) => unique && !filter)
      .map((index) => index.columns.map((column) => column.name)),
  ];
  const has = (columns: readonly string[], wanted: string) => columns.some((column) => same(column, wanted));
  const covers = (columns: readonly string[]) =>
    uniqueKeys.some((key) => key.every((column) => has(columns, column)));
  const isNullable = (wanted: string) =>
    table.columns.some((column) => same(column.name, wanted) && column.nullable);
  const foreignKey = (key: ForeignKey, keyStanding: Standing): DocForeignKey => {
    const { schema: targetSchema = schema, table: target, columns } = key.references;
    return {
      name: key.name,
      ...keyStanding,
      from: idOf(schema, name),
      to: idOf(targetSchema, target),
      fromLabel: label(schema, name),
      toLabel: target === '' ? 'a table not shown to this login' : label(targetSchema, target),
      columns: key.columns,
      references: columns,
      properties: foreignKeyProperties(key),
      isRequired: !key.columns.some(isNullable),
      isUnique: covers(key.columns),
    };
  };

  const foreignKeys = parts('foreign-key', table.foreignKeys, foreignKey, named);
  const columns = parts(
    'column',
    table.columns,
    (column, columnStanding) => ({
      ...documentColumn(column, dialect),
      ...columnStanding,
      isPrimaryKey: primaryKeys.some((key) => has(key.columns, column.name)),
      isForeignKey: foreignKeys.some((key) => has(key.columns, column.name)),
      isUnique: uniqueKeys.some((key) => key.length === 1 && has(key, column.name)),
    }),
    named,
  );
  const keys = [
    ...parts(
      'primary-key',
      primaryKeys,
      (key, keyStanding) => ({ ...documentKey('primary key', key, dialect), ...keyStanding }),
      named,
    ),
    ...parts(
      'unique',
      table.uniques,
      (key, keyStanding) => ({ ...documentKey('unique', key, dialect), ...keyStanding }),
      named,
    ),
  ];
  const indexes = parts(
    'index',
    table.indexes,
    (index, indexStanding) => ({ ...documentIndex(index, dialect), ...indexStanding }),
    named,
  );
  const checks = parts(
    'check',
    table.checks,
    (check, checkStanding) => ({ ...documentCheck(check), ...checkStanding }),
    named,
  );
  const differing = [...columns, ...keys, ...indexes, ...checks, ...foreignKeys].filter(
    ({ state }) => state !== 'same',
  );
  return {
    name,
    ...standing,
    id: idOf(schema, name),
    schema,
    label: label(schema, name),
    scope: context.scopeOf(schema, table),
    description: table.description ?? '',
    columns,
    keys,
    indexes,
    checks,
    foreignKeys,
    referencedBy: [],
    driftCount: isWhole ? 1 : differing.length + (standing.state === 'same' ? 0 : 1),
  };
}

export const tableObject = (table: Table): ObjectName => ({ schema: table.schema ?? '', name: table.name });
