import type { TableRows } from './read-rows.ts';

/** Rows of before that are not there any more, or hold other values. */
export interface RowLoss {
  /** `schema.table`. */
  readonly table: string;
  readonly before: number;
  /** Null where the table is gone, or cannot be read. */
  readonly after: number | null;
  /** Columns whose values are other ones, or gone; empty where only whole rows are missing or new. */
  readonly columns: readonly string[];
}

/** What became of the rows of each table. */
export function compareRows(
  before: ReadonlyMap<string, TableRows>,
  after: ReadonlyMap<string, TableRows>,
): RowLoss[] {
  return [...before].flatMap(([table, rows]): RowLoss[] => {
    const now = after.get(table);
    if (now === undefined) {
      return rows.rows.length === 0
        ? []
        : [{ table, before: rows.rows.length, after: null, columns: rows.columns }];
    }
    const counts = { table, before: rows.rows.length, after: now.rows.length };
    if (multiset(rows, rows.columns) === multiset(now, rows.columns)) return [];
    const columns = rows.columns.filter((name) => multiset(rows, [name]) !== multiset(now, [name]));
    // Values may have changed places only: then each column by itself is as it was.
    return [{ ...counts, columns: counts.before === counts.after ? columns : [] }];
  });
}

/** Text that is the same for the same rows, in whatever order. A column that is not there has no value, not even null. */
function multiset({ columns, rows }: TableRows, wanted: readonly string[]): string {
  const places = wanted.map((name) => columns.indexOf(name));
  const texts = rows.map((row) =>
    JSON.stringify(places.map((place) => (place < 0 ? 'gone' : [row[place] ?? null]))),
  );
  return texts.sort().join('\n');
}
