import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { csvOptions } from './csv-shape.ts';
import { longestRow, notUtf8, tooLong } from './file-row.ts';

/** A record of a CSV. */
export interface CsvRecord {
  /** The physical line in which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** What is wrong with it; `cell` is the index of the one it is in, where that is known. */
  readonly fault?: { readonly cell?: number; readonly message: string };
}

const newline = 10;
const quote = 34;

/**
 * Splits a CSV into records, some hundred at a time; empty lines are left out. A record that cannot be read (a quote that is
 * never closed, or closed too early; longer than 1 MiB) is told as such, and reading goes on with the line after its first.
 */
export async function* csvRecords(
  chunks: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<readonly CsvRecord[]> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let isSkipping = false;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      if (isSkipping) {
        const end = rest.indexOf(newline);
        rest = end < 0 ? Buffer.alloc(0) : rest.subarray(end + 1);
        if (end < 0) break;
        isSkipping = false;
        line += 1;
      }
      const end = lastRecordEnd(rest);
      if (end > 0) {
        const block = parseBlock(rest.subarray(0, end), line, delimiter, false);
        rest = rest.subarray(block.used);
        line = block.line;
        yield block.records;
        if (block.used > 0) continue;
      }
      if (rest.length <= longestRow) break;
      const { broken, used } = brokenRecord(rest, line, `${tooLong}, or a quote in it is never closed`);
      yield [broken];
      rest = rest.subarray(used);
      isSkipping = used === 0;
      if (!isSkipping) line += 1;
    }
  }
  if (rest.length > 0 && !isSkipping) yield parseBlock(rest, line, delimiter, true).records;
}

/** The end of the last line behind which no quote is open, going by their number; 0 where there is none. */
function lastRecordEnd(block: Buffer): number {
  let end = block.lastIndexOf(newline);
  let quotes = countOf(block.subarray(0, end + 1), quote);
  while (end >= 0 && quotes % 2 === 1) {
    const previous = end === 0 ? -1 : block.lastIndexOf(newline, end - 1);
    quotes -= countOf(block.subarray(previous + 1, end), quote);
    end = previous;
  }
  return end + 1;
}

interface Block {
  readonly records: readonly CsvRecord[];
  /** How many of the bytes have been read; fewer than there are where the last record needs more. */
  readonly used: number;
  /** The line behind them. */
  readonly line: number;
}

function parseBlock(block: Buffer, firstLine: number, delimiter: string, isLast: boolean): Block {
  const records: CsvRecord[] = [];
  let line = firstLine;
  let from = 0;
  while (from < block.length) {
    const part = block.subarray(from);
    const { cells, code } = parseAll(part, delimiter);
    const began = line;
    for (const record of cells) {
      if (record.length > 1 || record[0]?.trim() !== '') records.push({ line, cells: record });
      line += 1 + newlinesIn(record);
    }
    if (code === undefined) {
      from = block.length;
      continue;
    }
    from += offsetOfLine(part, line - began);
    const isOpen = code === 'CSV_QUOTE_NOT_CLOSED';
    if (isOpen && !isLast && block.length - from <= longestRow) break;
    const message = isOpen
      ? 'a quote is opened and never closed'
      : 'a quote stands where none may: double it, and put the cell in quotes';
    const { broken, used } = brokenRecord(block.subarray(from), line, message);
    records.push(broken);
    from = used === 0 ? block.length : from + used;
    line += 1;
  }
  const read = block.subarray(0, from);
  return { records: isUtf8(read) ? records : withBadBytes(records, read, firstLine), used: from, line };
}

/** The records before the first error, and its code. */
function parseAll(block: Buffer, delimiter: string): { cells: readonly string[][]; code?: string } {
  const options = csvOptions(delimiter);
  try {
    return { cells: parse(block, options) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser keeps what it had read before an error to itself.
    const before = Number((error as unknown as { records: number }).records);
    return { cells: before === 0 ? [] : parse(block, { ...options, to: before }), code: error.code };
  }
}

/** A record as its first line alone; `used` is 0 where that does not end here. */
function brokenRecord(bytes: Buffer, line: number, message: string): { broken: CsvRecord; used: number } {
  const end = bytes.indexOf(newline);
  const text = bytes.toString('utf8', 0, Math.min(end < 0 ? bytes.length : end, 1000)).trimEnd();
  return { broken: { line, cells: [text], fault: { message } }, used: end + 1 };
}

/** Tells the records whose bytes are no UTF-8. */
function withBadBytes(records: readonly CsvRecord[], block: Buffer, firstLine: number): CsvRecord[] {
  let from = 0;
  let line = firstLine;
  return records.map((record, index) => {
    from += offsetOfLine(block.subarray(from), record.line - line);
    line = record.line;
    const next = records[index + 1];
    const bytes = block.subarray(from);
    const own = next === undefined ? bytes : bytes.subarray(0, offsetOfLine(bytes, next.line - line));
    if (record.fault !== undefined || isUtf8(own)) return record;
    const cell = record.cells.findIndex((text) => text.includes('\ufffd'));
    return { ...record, fault: { message: notUtf8, ...(cell < 0 ? {} : { cell }) } };
  });
}

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}

function offsetOfLine(bytes: Buffer, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines; line += 1) at = bytes.indexOf(newline, at) + 1;
  return at;
}

function countOf(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
}
