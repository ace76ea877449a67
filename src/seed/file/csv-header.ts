import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { type FileColumn, nameColumn, type SeedTableName, tableOf } from './columns.ts';
import { type FaultList, shown } from './faults.ts';
import { requiredColumns } from './required.ts';

/** What the columns of a CSV are. */
export interface CsvHeader {
  readonly table: SeedTableName;
  /** For each cell; null for a column that has no name, or is not used. */
  readonly columns: readonly (FileColumn | null)[];
  /** Whether a cell at that index has a column with a name. */
  readonly named: readonly boolean[];
  /** Required columns that are not there. The header has been told, and each row need not be. */
  readonly missing: ReadonlySet<string>;
}

/**
 * Maps the names of a header to columns, and adds what is wrong with them to `faults`. A name that is a slip of a known one is
 * taken as meant, so that the rows below can be checked all the same.
 */
export function readHeader(
  header: readonly string[],
  line: number,
  into: SeedTableName | undefined,
  faults: FaultList,
): CsvHeader {
  const table = into ?? tableOf(header);
  if (table === undefined) {
    throw new QuodsiDbError('USAGE', 'the columns do not tell whether the rows are tenants or users', {
      hint: 'Say so: --into tenants or --into users.',
      details: [`columns: ${header.map(shown).join(', ')}`],
      exitCode: exitCodes.usage,
    });
  }
  const tell = (field: string, message: string) =>
    faults.add({ row: 0, place: `line ${line}`, field, message });
  const named = header.map((written) => (written.trim() === '' ? null : nameColumn(table, written)));
  const taken = new Map<string, number>();
  const columns = named.map((name, index) => {
    if (name?.kind === 'unknown') tell(shown(header[index]), name.message);
    if (name?.kind === 'table') tell(shown(header[index]), 'is for JSON: all rows of a CSV are of one table');
    if (name?.kind !== 'column') return null;
    const before = taken.get(name.column.name);
    if (before === undefined) taken.set(name.column.name, index);
    else tell(name.column.name, `is given twice, in columns ${before + 1} and ${index + 1}`);
    return before === undefined ? name.column : null;
  });
  for (const [index, name] of named.entries()) {
    if (name?.kind !== 'unknown' || name.meant === undefined || taken.has(name.meant.name)) continue;
    taken.set(name.meant.name, index);
    columns[index] = name.meant;
  }
  const missing = new Set<string>();
  for (const names of requiredColumns[table]) {
    if (names.some((name) => taken.has(name))) continue;
    const [name = '', ...others] = names;
    tell(name, `the column is missing${others.length === 0 ? '' : ` (or ${others.join(', ')})`}`);
    for (const each of names) missing.add(each);
  }
  return { table, columns, named: named.map((name) => name !== null), missing };
}
