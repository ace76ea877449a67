import type { ColumnType } from '../../schema/column-type.ts';
import type { Rule } from '../finding.ts';
import type { Sql } from './sql.ts';
import type { DataModel, DataTable } from './table.ts';

/** A column that a probe reads; without it, or where it is of another type, the probe is skipped. */
export interface Need {
  readonly table: DataTable;
  readonly column: string;
  readonly type?: ColumnType;
}

interface Look {
  readonly table: DataTable;
  /** What the finding is about, below the table: a column or a key. */
  readonly name: string;
  readonly needs: readonly Need[];
  /** What is wrong, to be followed by "in 3 rows". */
  readonly says: string;
  readonly expected?: string;
}

/** A fault that shows in a row by itself: rows of the table, as `r`, for which the condition is true. */
export interface RowProbe extends Look {
  readonly kind: 'rows';
  readonly where: Sql;
}

/** A fault that shows between rows: what comes after FROM, with the faulty rows as `r`. */
export interface SetProbe extends Look {
  readonly kind: 'set';
  readonly from: Sql;
}

/** Text that the server can only try to read as JSON: PostgreSQL before 16. */
export interface JsonProbe extends Look {
  readonly kind: 'json';
  readonly column: string;
}

export type Probe = RowProbe | SetProbe | JsonProbe;

export interface DataRule extends Rule {
  readonly probes: (model: DataModel) => readonly Probe[];
}

/** The columns as needs, with the types that the entity declares. */
export function needs(table: DataTable, ...columns: readonly string[]): Need[] {
  return columns.map((column) => {
    const type = table.entity?.columns[column]?.type;
    return { table, column, ...(type === undefined ? {} : { type }) };
  });
}
