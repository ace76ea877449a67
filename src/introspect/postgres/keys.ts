import type {
  Deferrable,
  Index,
  KeyColumn,
  PrimaryKey,
  Server,
  Table,
  UniqueConstraint,
} from '../../schema/model.ts';
import { groupBy } from '../group-by.ts';
import { byName, compareText } from '../order.ts';
import { when } from '../when.ts';
import type { Catalog, ColumnRow, ConstraintRow, IndexRow, TableRow } from './catalog-rows.ts';

export type Keys = Pick<Table, 'primaryKey' | 'uniques' | 'indexes'>;

/** No collation, as of numbers, and the collation `default`, which is the database's. */
const noCollation = '0';
const defaultCollation = '100';
const DESCENDING = 1;
const NULLS_FIRST = 2;

/** Primary key, unique constraints and indexes of each table. */
export function keysOf(catalog: Catalog, server: Server): (table: TableRow) => Keys {
  const indexesOf = groupBy(catalog.indexes, (row) => row.table_oid);
  const constraintsOf = groupBy(catalog.constraints, (row) => row.table_oid);
  const columnsOf = groupBy(catalog.columns, (row) => row.table_oid);
  const operatorClasses = namesByOid(catalog.operator_classes);
  const collations = namesByOid(catalog.collations);

  return (table) => {
    const columns = new Map(columnsOf(table.oid).map((column) => [column.number, column]));
    const keys = constraintsOf(table.oid).filter((row) => 'pux'.includes(row.type));
    const rows = indexesOf(table.oid);
    const toKey = (row: ConstraintRow): PrimaryKey & UniqueConstraint => {
      const index = rows.find((candidate) => candidate.oid === row.index_oid);
      const include = index === undefined ? [] : includedColumns(index, columns);
      return {
        name: row.name,
        columns: (row.column_numbers ?? []).map((number) => columns.get(number)?.name ?? ''),
        ...when(include.length > 0, { include }),
        ...(index === undefined ? {} : storage(index)),
        ...deferrable(row),
      };
    };
    const toIndex = (row: IndexRow): Index => ({
      name: row.name,
      columns: keyColumns(row, columns, operatorClasses, collations, server.collation),
      include: includedColumns(row, columns),
      unique: row.is_unique,
      // CLUSTER sorts a table once; nothing on PostgreSQL keeps it so.
      clustered: false,
      ...(row.filter === null ? {} : { filter: row.filter }),
      ...when(row.method !== 'btree', { method: row.method }),
      ...storage(row),
    });
    const held = keys.filter((row) => !row.has_period);
    const primaryKey = held.find((row) => row.type === 'p');
    const behindKeys = new Set(keys.map((row) => row.index_oid));
    return {
      ...(primaryKey === undefined ? {} : { primaryKey: toKey(primaryKey) }),
      uniques: byName(held.filter((row) => row.type === 'u').map(toKey)),
      indexes: byName(rows.filter((row) => !behindKeys.has(row.oid)).map(toIndex)),
    };
  };
}

export function deferrable(row: ConstraintRow): { deferrable?: Deferrable } {
  if (!row.is_deferrable) return {};
  return { deferrable: row.is_deferred ? 'initially deferred' : 'initially immediate' };
}

type Columns = ReadonlyMap<number, ColumnRow>;
type Names = ReadonlyMap<string, string>;

function namesByOid(rows: Catalog['collations']): Names {
  return new Map(rows.map((row) => [String(row.oid), row.name]));
}

function keyColumns(
  row: IndexRow,
  columns: Columns,
  operatorClasses: Names,
  collations: Names,
  ofDatabase: string | undefined,
): KeyColumn[] {
  const numbers = row.columns.split(' ').map(Number).slice(0, row.key_count);
  const options = row.options.split(' ').map(Number);
  const classOids = row.operator_classes.split(' ');
  const collationOids = row.collations.split(' ');
  return numbers.map((number, position) => {
    const column = columns.get(number);
    const option = options[position] ?? 0;
    const descending = (option & DESCENDING) !== 0;
    const nullsFirst = (option & NULLS_FIRST) !== 0;
    const operatorClass = operatorClasses.get(classOids[position] ?? '');
    const usual = column?.collation ?? ofDatabase;
    const oid = collationOids[position] ?? noCollation;
    const collation = oid === defaultCollation ? ofDatabase : collations.get(oid);
    return {
      name: column?.name ?? row.expressions?.[position] ?? '',
      descending,
      ...when(column === undefined, { expression: true }),
      ...when(nullsFirst !== descending, { nulls: nullsFirst ? ('first' as const) : ('last' as const) }),
      ...(operatorClass === undefined ? {} : { operatorClass }),
      ...(oid === noCollation || collation === undefined || collation === usual ? {} : { collation }),
    };
  });
}

function includedColumns(row: IndexRow, columns: Columns): string[] {
  const numbers = row.columns.split(' ').map(Number).slice(row.key_count);
  return numbers.map((number) => columns.get(number)?.name ?? '').toSorted(compareText);
}

function storage(row: IndexRow) {
  const fillFactor = row.options_of_storage?.find((option) => option.startsWith('fillfactor='));
  return {
    // What a failed CREATE INDEX CONCURRENTLY leaves.
    ...when(!row.is_valid, { disabled: true }),
    ...when(fillFactor !== undefined, { fillFactor: Number(fillFactor?.split('=')[1]) }),
    ...when(row.nulls_not_distinct, { nullsNotDistinct: true }),
  };
}
