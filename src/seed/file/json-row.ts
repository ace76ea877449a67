import { nameColumn, type SeedTableName, tableMember, tableNamed, tableOf } from './columns.ts';
import { shown } from './faults.ts';
import type { FileRow, RowFault } from './file-row.ts';

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
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members);
  // Whichever table is asked, these are known by the same names.
  const said = names.find((name) => nameColumn('users', name).kind === tableMember);
  const told = said === undefined ? undefined : tableNamed(members[said]);
  const refuse = (message: string): FileRow => ({
    ...base,
    table: undefined,
    values: {},
    faults: [{ field: tableMember, message }],
  });
  if (said !== undefined && told === undefined) {
    return refuse(`must be tenants or users, not ${shown(members[said])}`);
  }
  if (told !== undefined && at.table !== undefined && told !== at.table) {
    return refuse(`is a row of ${told}, and stands among ${at.table}`);
  }
  const own = told ?? at.table;
  if (own !== undefined && into !== undefined && own !== into) {
    return refuse(`is a row of ${own}, and --into says ${into}`);
  }
  const table = own ?? into ?? tableOf(names);
  if (table === undefined) {
    const message = 'does not tell its table: add "table": "tenants" or "users", or pass --into';
    return { ...base, values: {}, faults: [{ message }] };
  }
  const values: Record<string, unknown> = {};
  const faults: RowFault[] = [];
  for (const name of names) {
    const named = nameColumn(table, name);
    if (named.kind === 'unknown') {
      faults.push({ field: shown(name), message: named.message });
      if (named.meant !== undefined && !(named.meant.name in values))
        values[named.meant.name] = members[name];
    } else if (named.kind === 'column') {
      if (named.column.name in values) faults.push({ field: named.column.name, message: 'is given twice' });
      values[named.column.name] = members[name];
    }
  }
  return { ...base, table, values, faults };
}
