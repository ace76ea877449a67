import type { Index, PrimaryKey, Server, Table, UniqueConstraint } from '../../schema/model.ts';
import { groupBy } from '../group-by.ts';
import { byName, compareText } from '../order.ts';
import { when } from '../when.ts';
import { babelfishIndexName } from './babelfish.ts';
import type { Catalog, IndexColumnRow, IndexRow, TableRow } from './catalog-rows.ts';
import { visible } from './visible.ts';

export type Keys = Pick<Table, 'primaryKey' | 'uniques' | 'indexes'>;

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-indexes-transact-sql */
const CLUSTERED_COLUMNSTORE = 5;
const clusteredTypes: ReadonlySet<number> = new Set([1, CLUSTERED_COLUMNSTORE]);
const methods: ReadonlyMap<number, string> = new Map([
  [3, 'xml'],
  [4, 'spatial'],
  [CLUSTERED_COLUMNSTORE, 'columnstore'],
  [6, 'columnstore'],
  [7, 'hash'],
]);

/** Primary key, unique constraints and indexes of each table. */
export function keysOf(catalog: Catalog, server: Server): (table: TableRow) => Keys {
  const indexesOf = groupBy(catalog.index, (row) => row.object_id);
  const columnsOf = groupBy(catalog['index-column'], (row) => `${row.object_id} ${row.index_id}`);
  const babelfish = server.engine === 'babelfish';

  const toKey = (row: IndexRow): PrimaryKey & UniqueConstraint => {
    const columns = columnsOf(`${row.object_id} ${row.index_id}`);
    const key = keyColumns(columns);
    const descending = key.filter((column) => column.is_descending_key).map((column) => column.name);
    return {
      name: row.name,
      ...when(!babelfish && row.is_system_named === true, { systemNamed: true }),
      columns: key.map((column) => column.name),
      ...when(descending.length > 0, { descending }),
      ...when(!babelfish, { clustered: clusteredTypes.has(row.type) }),
      ...storage(row, columns),
    };
  };
  const toIndex = (row: IndexRow, table: TableRow): Index => {
    const columns = columnsOf(`${row.object_id} ${row.index_id}`);
    const method = methods.get(row.type);
    return {
      name: babelfish ? babelfishIndexName(row.name, table.name) : row.name,
      columns: keyColumns(columns).map(({ name, is_descending_key: descending }) => ({ name, descending })),
      include: row.type === CLUSTERED_COLUMNSTORE ? [] : includedColumns(columns),
      unique: row.is_unique,
      clustered: clusteredTypes.has(row.type),
      ...(babelfish ? { filter: { hidden: 'engine' } as const } : ownFilter(row)),
      ...(method === undefined ? {} : { method }),
      ...storage(row, columns),
    };
  };
  return (table) => {
    const rows = indexesOf(table.object_id).filter((row) => !row.is_hypothetical);
    const primaryKey = rows.find((row) => row.is_primary_key);
    return {
      ...(primaryKey === undefined ? {} : { primaryKey: toKey(primaryKey) }),
      uniques: byName(rows.filter((row) => row.is_unique_constraint).map(toKey)),
      indexes: byName(
        rows
          .filter((row) => !row.is_primary_key && !row.is_unique_constraint)
          .map((row) => toIndex(row, table)),
      ),
    };
  };
}

function keyColumns(columns: readonly IndexColumnRow[]): readonly IndexColumnRow[] {
  return columns.filter((column) => column.key_ordinal > 0).toSorted((a, b) => a.key_ordinal - b.key_ordinal);
}

function includedColumns(columns: readonly IndexColumnRow[]): string[] {
  return columns
    .filter((column) => column.is_included_column)
    .map((column) => column.name)
    .toSorted(compareText);
}

function ownFilter(row: IndexRow): Pick<Index, 'filter'> {
  return row.has_filter ? { filter: visible(row.filter_definition) } : {};
}

/** What differs from the way in which the server stores an index when nothing is said. */
function storage(row: IndexRow, columns: readonly IndexColumnRow[]) {
  const compression = compressionOf(row);
  const partitioned = columns.find((column) => column.partition_ordinal > 0);
  const partition = `${row.partition_scheme}(${partitioned?.name ?? ''})`;
  return {
    ...when(row.is_disabled, { disabled: true }),
    ...when(row.ignore_dup_key, { ignoreDuplicates: true }),
    // 0 and 100 both mean full pages.
    ...when(row.fill_factor !== 0 && row.fill_factor !== 100, { fillFactor: row.fill_factor }),
    ...(compression === undefined ? {} : { compression }),
    ...when(row.partition_scheme !== null, { partition }),
  };
}

const compressions = {
  ROW: 'row',
  PAGE: 'page',
  COLUMNSTORE: 'columnstore',
  COLUMNSTORE_ARCHIVE: 'columnstore_archive',
} as const;

function compressionOf(row: IndexRow): Index['compression'] {
  const { least_compression: least, most_compression: most } = row;
  if (least !== most) return 'mixed';
  const compression = compressions[least as keyof typeof compressions];
  return compression === methods.get(row.type) ? undefined : compression;
}
