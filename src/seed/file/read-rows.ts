import { assertNever } from '../../errors.ts';
import type { SeedTableName } from './columns.ts';
import { readHeader } from './csv-header.ts';
import { type CsvShape, csvShape } from './csv-shape.ts';
import type { FaultList } from './faults.ts';
import type { FileRow } from './file-row.ts';
import { type FileFormat, formatOf } from './format.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { readNdjson } from './read-ndjson.ts';
import type { Source } from './source.ts';

/** How a file is written, which a file of its rejected rows imitates. */
export type FileShape =
  | ({ readonly format: 'csv' } & CsvShape)
  | { readonly format: 'json'; readonly isDocument: boolean }
  | { readonly format: 'ndjson' };

/** The rows of a file, piece by piece. */
export interface FileRows {
  readonly shape: FileShape;
  readonly batches: AsyncGenerator<readonly FileRow[]>;
  /** Columns that no row has although it must; told once, for the header. */
  readonly untold: ReadonlySet<string>;
}

/**
 * Opens the rows of a file. What is wrong with the file as a whole (its header; JSON that is none) goes to `faults`, what is
 * wrong with a row to the row.
 *
 * @param format by default what the name of the file says, or its first bytes
 * @param into the table of all rows, where they do not say it themselves
 */
export function readRows(
  source: Source,
  format: FileFormat | undefined,
  into: SeedTableName | undefined,
  faults: FaultList,
): FileRows {
  const known = format ?? formatOf(source.name, source.head);
  switch (known) {
    case 'csv': {
      const shape = csvShape(source);
      const header = readHeader(shape.header, shape.line, into, faults);
      return {
        shape: { format: known, ...shape },
        batches: readCsv(source, shape, header),
        untold: header.missing,
      };
    }
    case 'json': {
      const isDocument = source.head.toString('utf8').trimStart().startsWith('{');
      return {
        shape: { format: known, isDocument },
        batches: readJson(source, into, faults),
        untold: new Set(),
      };
    }
    case 'ndjson':
      return { shape: { format: known }, batches: readNdjson(source, into), untold: new Set() };
    default:
      return assertNever(known);
  }
}
