import type { ColumnType } from '../../src/schema/column-type.ts';
import type { Dialect, ForeignKeyAction, Identity, Schema, Table } from '../../src/schema/model.ts';

/** An expression in the words of both engines, and the columns that it names with the kinds of their types. */
export interface DesignExpression {
  readonly mssql: string;
  readonly postgres: string;
  readonly columns: readonly { readonly name: string; readonly kind: string }[];
}

export interface DesignColumn {
  name: string;
  type: ColumnType;
  nullable: boolean;
  default?: DesignExpression;
  identity?: Identity;
  computed?: DesignExpression;
  description?: string;
}

export interface DesignKey {
  name: string;
  columns: string[];
  clustered?: boolean;
}

export interface DesignIndex {
  name: string;
  columns: { name: string; descending: boolean }[];
  include: string[];
  unique: boolean;
  clustered: boolean;
  filter?: DesignExpression;
}

export interface DesignForeignKey {
  name: string;
  columns: string[];
  target: DesignTable;
  targetColumns: string[];
  onDelete: ForeignKeyAction;
  onUpdate: ForeignKeyAction;
}

/** A table that tests draw up for both engines at once. */
export interface DesignTable {
  /** SQL schema; absent for the default one. */
  schema?: string;
  name: string;
  description?: string;
  columns: DesignColumn[];
  primaryKey?: DesignKey;
  uniques: DesignKey[];
  indexes: DesignIndex[];
  foreignKeys: DesignForeignKey[];
  checks: { name: string; expression: DesignExpression }[];
}

export const kindOf = (type: ColumnType) => (type.kind === 'native' ? type.sql : type.kind);

/** The declaration for one engine. */
export function designSchema(tables: readonly DesignTable[], dialect: Dialect): Schema {
  return { dialect, origin: 'declared', tables: tables.map((table) => designedTable(table, dialect)) };
}

function designedTable(table: DesignTable, dialect: Dialect): Table {
  return {
    ...(table.schema === undefined ? {} : { schema: table.schema }),
    name: table.name,
    description: table.description ?? null,
    columns: table.columns.map((column) => ({
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      description: column.description ?? null,
      ...(column.identity === undefined ? {} : { identity: column.identity }),
      ...(column.computed === undefined
        ? {}
        : { computed: { expression: column.computed[dialect], persisted: true } }),
      ...(column.default === undefined
        ? {}
        : { default: { name: `df_${table.name}_${column.name}`, expression: column.default[dialect] } }),
    })),
    ...(table.primaryKey === undefined ? {} : { primaryKey: table.primaryKey }),
    uniques: table.uniques,
    indexes: table.indexes.map(({ filter, ...index }) => ({
      ...index,
      ...(filter === undefined ? {} : { filter: filter[dialect] }),
    })),
    foreignKeys: table.foreignKeys.map(({ target, targetColumns, ...key }) => ({
      ...key,
      references: {
        ...(target.schema === undefined ? {} : { schema: target.schema }),
        table: target.name,
        columns: targetColumns,
      },
    })),
    checks: table.checks.map(({ name, expression }) => ({ name, expression: expression[dialect] })),
  };
}
