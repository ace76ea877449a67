import type { Dialect } from '../schema/model.ts';
import type { DefaultValue, ForeignKeyConstraint, KeyColumn, TableName } from './statement.ts';

/** A column as far as the migrations tell. */
export interface ColumnState {
  readonly name: string;
  /** As it is written; undefined for a column that was there before every migration. */
  readonly type?: string;
  /** Undefined where nobody has said. */
  readonly nullable?: boolean;
  readonly default?: DefaultValue;
  readonly identity: boolean;
  /** Its values are worked out from other columns of the row. */
  readonly computed?: true;
  /** The migration that adds it; undefined for a column that was there before. */
  readonly addedIn?: string;
  /** Whether rows were given values since. */
  readonly written: boolean;
}

/** What finds rows by a key: a primary key, a unique constraint, or an index. */
export interface KeyState {
  readonly kind: 'primary-key' | 'unique' | 'index';
  readonly name?: string;
  readonly unique: boolean;
  readonly columns: readonly KeyColumn[];
  readonly clustered: boolean;
  readonly include: readonly string[];
  readonly filter?: string;
  readonly addedIn: string;
}

export interface ForeignKeyState extends Pick<ForeignKeyConstraint, 'name' | 'columns' | 'references'> {
  readonly addedIn: string;
}

export interface TableState {
  readonly table: Required<TableName>;
  /** The migration that creates it; undefined for a table that was there before. */
  readonly createdIn?: string;
  /** Whether it may have rows. */
  readonly filled: boolean;
  readonly temporary: boolean;
  /** Whether all of its columns are known. */
  readonly complete: boolean;
  readonly columns: ReadonlyMap<string, ColumnState>;
  readonly keys: readonly KeyState[];
  readonly foreignKeys: readonly ForeignKeyState[];
  /** Names of its checks. */
  readonly checks: readonly string[];
}

/** The schema that migrations have made so far, in as much as their statements were understood. */
export interface SchemaState {
  readonly dialect: Dialect;
  readonly tables: ReadonlyMap<string, TableState>;
}

export function emptySchema(dialect: Dialect): SchemaState {
  return { dialect, tables: new Map() };
}

/** The schema that a login has by default. */
export function defaultSchema(dialect: Dialect): string {
  return dialect === 'mssql' ? 'dbo' : 'public';
}

/** What names are compared by: most databases of SQL Server are blind to case, PostgreSQL has folded it. */
export function fold(dialect: Dialect, name: string): string {
  return dialect === 'mssql' ? name.toLowerCase() : name;
}

export function tableKey(dialect: Dialect, { schema = defaultSchema(dialect), name }: TableName): string {
  return fold(dialect, `${schema}.${name}`);
}

/** Without a schema it is the table of the default one, or the only one of that name. */
export function findTable({ dialect, tables }: SchemaState, table: TableName): TableState | undefined {
  const found = tables.get(tableKey(dialect, table));
  if (found !== undefined || table.schema !== undefined) return found;
  const named = [...tables.values()].filter((other) => sameName(dialect, other.table.name, table.name));
  return named.length === 1 ? named[0] : undefined;
}

export function findColumn(
  { dialect }: Pick<SchemaState, 'dialect'>,
  table: TableState | undefined,
  column: string,
): ColumnState | undefined {
  return table?.columns.get(fold(dialect, column));
}

export function sameName(dialect: Dialect, a: string, b: string): boolean {
  return fold(dialect, a) === fold(dialect, b);
}

/** Whether a change meets rows: what is not known to be new is taken to have some. */
export function mayHaveRows(schema: SchemaState, table: TableName): boolean {
  const state = findTable(schema, table);
  return state === undefined || (state.filled && !state.temporary);
}

export function sameTable(dialect: Dialect, a: TableName, b: TableName): boolean {
  return tableKey(dialect, a) === tableKey(dialect, b);
}
