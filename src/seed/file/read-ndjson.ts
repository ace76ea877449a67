import { isUtf8 } from 'node:buffer';
import type { SeedTableName } from './columns.ts';
import { type FileRow, longestRow, notUtf8, tooLong } from './file-row.ts';
import { jsonRow } from './json-row.ts';
import type { Source } from './source.ts';

const newline = 10;

/** The rows of a file with one JSON object a line; empty lines are left out. */
export async function* readNdjson(
  source: Source,
  into: SeedTableName | undefined,
): AsyncGenerator<readonly FileRow[]> {
  let row = 0;
  for await (const lines of linesOf(source.chunks())) {
    const rows: FileRow[] = [];
    for (const { line, bytes } of lines) {
      const text = bytes?.toString('utf8').trim();
      if (text === '') continue;
      row += 1;
      const at = { row, place: `line ${line}`, table: undefined };
      rows.push(
        text === undefined ? broken(at, '', tooLong) : toRow(text, bytes ?? Buffer.alloc(0), at, into),
      );
    }
    yield rows;
  }
}

function toRow(
  text: string,
  bytes: Buffer,
  at: Pick<FileRow, 'row' | 'place' | 'table'>,
  into: SeedTableName | undefined,
): FileRow {
  if (!isUtf8(bytes)) return broken(at, text, notUtf8);
  try {
    return jsonRow(JSON.parse(text), at, into);
  } catch {
    return broken(at, text, 'is not JSON, which has one object a line');
  }
}

function broken(at: Pick<FileRow, 'row' | 'place' | 'table'>, text: string, message: string): FileRow {
  return { ...at, values: {}, original: { line: text }, faults: [{ message }] };
}

/** A line and its bytes; null for one that is too long. */
interface Line {
  readonly line: number;
  readonly bytes: Buffer | null;
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let isSkipping = false;
  let line = 1;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines: Line[] = [];
    let from = 0;
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline, from)) {
      if (!isSkipping) lines.push({ line, bytes: end - from > longestRow ? null : rest.subarray(from, end) });
      isSkipping = false;
      line += 1;
      from = end + 1;
    }
    rest = rest.subarray(from);
    if (isSkipping || rest.length > longestRow) {
      if (!isSkipping) lines.push({ line, bytes: null });
      isSkipping = true;
      rest = Buffer.alloc(0);
    }
    yield lines;
  }
  if (!isSkipping && rest.length > 0) yield [{ line, bytes: rest }];
}
