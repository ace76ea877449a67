import { nameColumn, plain, reasonColumn, type SeedTableName, tableNamed, tableOf } from './columns.ts';
import { shown } from './faults.ts';
import type { FileRow, RowFault } from './file-row.ts';

/** The member by which a row says what it is, where the file holds both. */
const tableMember = 'table';

/** Where a JSON value stands: its number, its place for a person, and the table where the file has told it. */
export type JsonPlace = Pick<FileRow, 'row' | 'place' | 'table'>;

/**
 * Reads a value of a JSON file as a row. Its table is told by the place in the file, by its member `table`, by `into`, or by its
 * members; they may not contradict each other.
 */
export function jsonRow(value: unknown, at: JsonPlace, into: SeedTableName | undefined): FileRow {
  const base = { ...at, original: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ...base, values: {}, faults: [{ message: `is no object with columns: ${shown(value)}` }] };
  }
  const members = Object.entries(value).filter(([name]) => plain(name) !== reasonColumn);
  const said = members.find(([name]) => plain(name) === tableMember);
  const told = said === undefined ? undefined : tableNamed(said[1]);
  if (said !== undefined && told === undefined) {
    const message = `must be tenants or users, not ${shown(said[1])}`;
    return { ...base, table: undefined, values: {}, faults: [{ field: tableMember, message }] };
  }
  const tables = new Set([at.table, told, into].filter((table) => table !== undefined));
  if (tables.size > 1) {
    const message = `is a row of ${told ?? at.table}, and ${told !== undefined && at.table !== undefined ? `stands among ${at.table}` : `--into says ${into}`}`;
    return { ...base, table: undefined, values: {}, faults: [{ field: tableMember, message }] };
  }
  const [table = tableOf(members.map(([name]) => name))] = tables;
  if (table === undefined) {
    const message = 'does not tell its table: add "table": "tenants" or "users", or pass --into';
    return { ...base, values: {}, faults: [{ message }] };
  }
  return { ...base, table, ...named(table, members) };
}

function named(
  table: SeedTableName,
  members: readonly (readonly [string, unknown])[],
): Pick<FileRow, 'values' | 'faults'> {
  const values: Record<string, unknown> = {};
  const faults: RowFault[] = [];
  for (const [name, value] of members) {
    if (plain(name) === tableMember) continue;
    const column = nameColumn(table, name);
    if (column.kind === 'unknown') {
      faults.push({ field: shown(name), message: column.message });
      if (column.meant !== undefined && !(column.meant.name in values)) values[column.meant.name] = value;
    } else if (column.kind === 'column') {
      if (column.column.name in values) faults.push({ field: column.column.name, message: 'is given twice' });
      values[column.column.name] = value;
    }
  }
  return { values, faults };
}
