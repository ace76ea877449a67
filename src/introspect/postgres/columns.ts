import { canonicalType } from '../../schema/canonical-type.ts';
import { type ColumnType, columnTypes } from '../../schema/column-type.ts';
import type { Column, Server } from '../../schema/model.ts';
import { groupBy } from '../group-by.ts';
import { memoize } from '../memoize.ts';
import { when } from '../when.ts';
import type { Catalog, ColumnRow, TableRow } from './catalog-rows.ts';

/** The columns of each table, in their order there. */
export function columnsOf(catalog: Catalog, server: Server): (table: TableRow) => readonly Column[] {
  const rowsOf = groupBy(catalog.columns, (row) => row.table_oid);
  const descriptions = new Map(
    catalog.descriptions.map((row) => [`${row.table_oid} ${row.number}`, row.description]),
  );
  const typeOf = memoize(postgresType);
  const toColumn = (row: ColumnRow): Column => {
    const description = descriptions.get(`${row.table_oid} ${row.number}`);
    const ownCollation = row.collation !== null && row.collation !== server.collation;
    return {
      name: row.name,
      type: typeOf(row.type),
      ...(row.base_type === null ? {} : { baseType: typeOf(row.base_type) }),
      nullable: !row.not_null,
      ...(ownCollation && row.collation !== null ? { collation: row.collation } : {}),
      ...contentOf(row),
      ...(description === undefined ? {} : { description }),
    };
  };
  return (table) =>
    rowsOf(table.oid)
      .toSorted((a, b) => a.number - b.number)
      .map(toColumn);
}

/** The type that format_type writes. */
export function postgresType(text: string): ColumnType {
  return canonicalType(columnTypes.native(text), 'postgres');
}

function contentOf(row: ColumnRow): Pick<Column, 'default' | 'identity' | 'computed'> {
  if (row.identity !== '') {
    const identity = { seed: Number(row.seed), increment: Number(row.increment) };
    return { identity: { ...identity, ...when(row.identity === 'a', { always: true }) } };
  }
  if (row.expression === null) return {};
  if (row.generated === '') return { default: { expression: row.expression } };
  return { computed: { expression: row.expression, persisted: row.generated === 's' } };
}
