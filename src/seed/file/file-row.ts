import type { SeedTableName } from './columns.ts';

export interface RowFault {
  readonly field?: string;
  readonly message: string;
}

/** A row as a reader hands it on: its values are still those of the file. */
export interface FileRow {
  /** Counted from 1 through the whole file, whatever the table. */
  readonly row: number;
  /** `line 17`: the physical line in which the row begins. */
  readonly place: string;
  /** Undefined where the row does not say, and then it has a fault. */
  readonly table: SeedTableName | undefined;
  /** By the column's name. What the file leaves out is not there; text of a CSV is text. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The cells of a CSV or the value of JSON, to be written to the file of rejected rows. */
  readonly original: unknown;
  readonly faults: readonly RowFault[];
}

/** No row is longer, in bytes: a quote that is never closed would else read the whole file into memory. */
export const longestRow = 1024 * 1024;

export const tooLong = 'is longer than 1 MiB';

export const notUtf8 = 'is not valid UTF-8: save the file as UTF-8';
