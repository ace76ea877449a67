import type { Check, ForeignKey, ForeignKeyAction, Server } from '../../schema/model.ts';
import { groupBy } from '../group-by.ts';
import { byName } from '../order.ts';
import { when } from '../when.ts';
import type { Catalog, CheckRow, ForeignKeyRow, TableRow } from './catalog-rows.ts';
import { visible } from './visible.ts';

/** The foreign keys of each table. */
export function foreignKeysOf(catalog: Catalog, server: Server): (table: TableRow) => readonly ForeignKey[] {
  const rowsOf = groupBy(catalog['foreign-key'], (row) => row.object_id);
  const tables = new Map(catalog.table.map((table) => [table.object_id, table]));

  const toForeignKey = (rows: readonly ForeignKeyRow[], first: ForeignKeyRow): ForeignKey => {
    const columns = rows.toSorted((a, b) => a.position - b.position);
    // INFORMATION_SCHEMA has the name as it was written; Babelfish keeps only a lower-case one elsewhere.
    const target = tables.get(first.referenced_object_id);
    const schema = target?.schema_name ?? first.referenced_schema ?? '';
    return {
      name: first.name,
      ...when(server.engine === 'mssql' && first.is_system_named, { systemNamed: true }),
      columns: columns.map((row) => row.column_name),
      references: {
        ...when(schema !== '' && schema !== server.defaultSchema, { schema }),
        table: target?.name ?? first.referenced_table ?? '',
        columns: columns.flatMap((row) => row.referenced_column ?? []),
      },
      onDelete: action(first.on_delete),
      onUpdate: action(first.on_update),
      ...enforcement(first),
    };
  };
  return (table) => {
    const rows = rowsOf(table.object_id);
    const ofConstraint = groupBy(rows, (row) => row.constraint_id);
    const firsts = [...new Map(rows.map((row) => [row.constraint_id, row])).values()];
    return byName(firsts.map((first) => toForeignKey(ofConstraint(first.constraint_id), first)));
  };
}

/** The checks of each table, those written beside a column among them. */
export function checksOf(catalog: Catalog, server: Server): (table: TableRow) => readonly Check[] {
  const rowsOf = groupBy(catalog.check, (row) => row.object_id);
  const toCheck = (row: CheckRow): Check => ({
    name: row.name,
    ...when(server.engine === 'mssql' && row.is_system_named, { systemNamed: true }),
    expression: visible(row.definition),
    ...enforcement(row),
  });
  return (table) => byName(rowsOf(table.object_id).map(toCheck));
}

/** `SET_NULL` is `set null`. */
function action(description: string): ForeignKeyAction {
  return description.toLowerCase().replaceAll('_', ' ') as ForeignKeyAction;
}

function enforcement(row: { readonly is_disabled: boolean; readonly is_not_trusted: boolean }) {
  return {
    ...when(row.is_disabled, { disabled: true }),
    ...when(row.is_not_trusted, { notTrusted: true }),
  };
}
