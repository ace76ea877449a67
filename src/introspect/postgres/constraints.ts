import type { Check, ForeignKey, ForeignKeyAction, Server } from '../../schema/model.ts';
import { groupBy } from '../group-by.ts';
import { byName } from '../order.ts';
import { when } from '../when.ts';
import type { Catalog, ConstraintRow, TableRow } from './catalog-rows.ts';
import { deferrable } from './keys.ts';

/** https://www.postgresql.org/docs/current/catalog-pg-constraint.html */
const actions: Readonly<Record<string, ForeignKeyAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/** The foreign keys of each table. */
export function foreignKeysOf(catalog: Catalog, server: Server): (table: TableRow) => readonly ForeignKey[] {
  const rowsOf = groupBy(catalog.constraints, (row) => row.table_oid);
  const columns = new Map(catalog.columns.map((row) => [`${row.table_oid} ${row.number}`, row.name]));
  const toForeignKey = (row: ConstraintRow): ForeignKey => {
    const schema = row.target_schema ?? '';
    return {
      name: row.name,
      columns: (row.column_numbers ?? []).map((number) => columns.get(`${row.table_oid} ${number}`) ?? ''),
      references: {
        ...when(schema !== server.defaultSchema, { schema }),
        table: row.target_table ?? '',
        columns: row.target_columns ?? [],
      },
      onDelete: actions[row.on_delete] ?? 'no action',
      onUpdate: actions[row.on_update] ?? 'no action',
      ...deferrable(row),
      ...enforcement(row),
    };
  };
  return (table) =>
    byName(
      rowsOf(table.oid)
        .filter((row) => row.type === 'f' && !row.has_period)
        .map(toForeignKey),
    );
}

/** The checks of each table, those written beside a column among them. */
export function checksOf(catalog: Catalog): (table: TableRow) => readonly Check[] {
  const rowsOf = groupBy(catalog.constraints, (row) => row.table_oid);
  return (table) =>
    byName(
      rowsOf(table.oid)
        .filter((row) => row.type === 'c')
        .map((row) => ({ name: row.name, expression: row.expression ?? '', ...enforcement(row) })),
    );
}

function enforcement(row: ConstraintRow) {
  return {
    ...when(row.is_not_enforced, { disabled: true }),
    ...when(!row.is_validated, { notTrusted: true }),
  };
}
