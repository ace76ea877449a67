import type { Entity } from '../../entities/entity.ts';
import { canonicalType } from '../../schema/canonical-type.ts';
import type { ColumnType } from '../../schema/column-type.ts';
import type { Column, Dialect, Schema, Table } from '../../schema/model.ts';
import { nameKey, serverOf, storedName } from '../../schema/server.ts';
import { name, raw, type Sql, sql } from './sql.ts';

/** A table that rules look at: what is declared of it, and what is there. */
export interface DataTable {
  /** `schema.table`. */
  readonly object: string;
  readonly schema: string;
  readonly name: string;
  /** Absent for a table that only a foreign key names. */
  readonly entity?: Entity;
  /** Absent where the database has no such table. */
  readonly live?: Table;
  /** The table with its SQL schema, quoted. */
  readonly sql: Sql;
}

/** Everything that rules derive their probes from. */
export interface DataModel {
  readonly dialect: Dialect;
  /** Of the entities, in their order. */
  readonly tables: readonly (DataTable & { readonly entity: Entity })[];
  readonly table: (reference: { readonly schema?: string; readonly table: string }) => DataTable;
  readonly column: (table: DataTable, column: string) => Column | undefined;
  /** The column under the alias, named as the database has it. */
  readonly ref: (alias: 'r' | 'p', table: DataTable, column: string) => Sql;
  /** PostgreSQL's major version; what has `IS JSON` at least. */
  readonly isJson: boolean;
}

/** @param live normalized */
export function dataModel(entities: readonly Entity[], live: Schema, isJson: boolean): DataModel {
  const { dialect } = live;
  const server = serverOf(live);
  const key = (text: string) => nameKey(storedName(text, server), server);
  const tableKey = (schema: string | undefined, table: string) =>
    JSON.stringify([key(schema ?? server.defaultSchema), key(table)]);
  const liveTables = new Map(live.tables.map((table) => [tableKey(table.schema, table.name), table]));
  const declared = new Map(entities.map((entity) => [tableKey(entity.schema, entity.table), entity]));

  const table = (reference: { readonly schema?: string; readonly table: string }): DataTable => {
    const schema = reference.schema ?? server.defaultSchema;
    const entity = declared.get(tableKey(schema, reference.table));
    const found = liveTables.get(tableKey(schema, reference.table));
    const [space, own] = found ? [found.schema ?? schema, found.name] : [schema, reference.table];
    return {
      object: `${space}.${own}`,
      schema: space,
      name: own,
      ...(entity === undefined ? {} : { entity }),
      ...(found === undefined ? {} : { live: found }),
      sql: sql`${name(dialect, space)}.${name(dialect, own)}`,
    };
  };
  const column = (of: DataTable, wanted: string) =>
    of.live?.columns.find((candidate) => key(candidate.name) === key(wanted));
  return {
    dialect,
    tables: entities.map((entity) => ({ ...table(entity), entity })),
    table,
    column,
    ref: (alias, of, wanted) => sql`${raw(alias)}.${name(dialect, column(of, wanted)?.name ?? wanted)}`,
    isJson,
  };
}

/** Whether no two rows can be alike in these columns, because a key in force says so. */
export function isEnforced({ live }: DataTable, columns: readonly string[]): boolean {
  if (live === undefined) return false;
  const wanted = new Set(columns.map((column) => column.toLowerCase()));
  const within = (keyColumns: readonly string[]) =>
    keyColumns.every((column) => wanted.has(column.toLowerCase()));
  const keys = [...(live.primaryKey ? [live.primaryKey] : []), ...live.uniques];
  return (
    keys.some((key) => !key.disabled && !key.ignoreDuplicates && within(key.columns)) ||
    live.indexes.some(
      (index) =>
        index.unique &&
        !index.disabled &&
        index.filter === null &&
        index.columns.every((column) => !column.expression) &&
        within(index.columns.map((column) => column.name)),
    )
  );
}

/** Types that compare with each other without a conversion that may fail. */
export function typeFamily(type: ColumnType, dialect: Dialect): string {
  const canonical = canonicalType(type, dialect);
  switch (canonical.kind) {
    case 'int':
    case 'bigint':
    case 'decimal':
      return 'number';
    case 'string':
    case 'text':
      return 'text';
    case 'native':
      if (/^(?:smallint|tinyint|real|float|double precision|numeric|money|smallmoney)\b/.test(canonical.sql))
        return 'number';
      if (/^(?:n?varchar|n?char|character|citext)\b/.test(canonical.sql)) return 'text';
      return canonical.sql.startsWith('timestamp with time zone') ? 'timestamp' : canonical.sql;
    default:
      return canonical.kind;
  }
}
