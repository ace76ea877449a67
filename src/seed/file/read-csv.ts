import type { CsvHeader } from './csv-header.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import type { CsvShape } from './csv-shape.ts';
import type { FileRow, RowFault } from './file-row.ts';
import type { Source } from './source.ts';

/** The rows of a CSV below its header. An empty cell is a value that is left out. */
export async function* readCsv(
  source: Source,
  shape: CsvShape,
  header: CsvHeader,
): AsyncGenerator<readonly FileRow[]> {
  let row = 0;
  for await (const records of csvRecords(source.chunks(), shape.delimiter)) {
    const rows: FileRow[] = [];
    for (const record of records) {
      if (record.line === shape.line) continue;
      row += 1;
      rows.push(toRow(record, row, header));
    }
    yield rows;
  }
}

function toRow({ line, cells, fault }: CsvRecord, row: number, header: CsvHeader): FileRow {
  const { columns, table } = header;
  const values: Record<string, unknown> = {};
  let faults: readonly RowFault[] = [];
  if (fault !== undefined) {
    const column = fault.cell === undefined ? undefined : columns[fault.cell];
    faults = [{ message: fault.message, ...(column ? { field: column.name } : {}) }];
  } else if (cells.length !== columns.length) {
    faults = [{ message: `has ${count(cells.length)}, and the header ${columns.length}` }];
  } else {
    let isEmpty = true;
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index] ?? '';
      if (cell === '') continue;
      isEmpty = false;
      const column = columns[index];
      if (column) values[column.name] = cell;
      else if (header.named[index] === false) faults = [{ message: `cell ${index + 1} has no column` }];
    }
    if (isEmpty) faults = [{ message: 'has no values' }];
  }
  return { row, place: `line ${line}`, table, values, original: cells, faults };
}

function count(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}
