import type { SeedTableName } from './columns.ts';
import type { FaultList } from './faults.ts';
import { type FileRow, longestRow, notUtf8, tooLong } from './file-row.ts';
import { jsonRows } from './json-rows.ts';
import type { Source } from './source.ts';
import { guardUtf8 } from './utf8-guard.ts';

/**
 * The rows of a JSON file: a list of them, or an object with the lists `tenants` and `users`. What is no JSON ends the reading,
 * and is added to `faults`: nobody can tell where the next row begins.
 */
export async function* readJson(
  source: Source,
  into: SeedTableName | undefined,
  faults: FaultList,
): AsyncGenerator<readonly FileRow[]> {
  const guard = guardUtf8();
  const rows = jsonRows(into);
  const stop = (line: number, message: string): void =>
    faults.add({
      row: rows.count() + 1,
      place: `line ${line}`,
      message: `${message}; the rest was not read`,
    });
  for await (const chunk of source.chunks()) {
    const lines = guard(chunk);
    if (lines !== null) return stop(rows.line() + lines, notUtf8);
    const { read, fault } = rows.write(chunk);
    if (read.length > 0) yield read;
    if (fault !== undefined) return stop(fault.line, fault.message);
    const open = rows.open();
    if (open.bytes > longestRow) return stop(open.line, tooLong);
  }
  const fault = rows.end();
  if (fault !== null) stop(fault.line, fault.message);
}
