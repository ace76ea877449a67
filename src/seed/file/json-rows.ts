import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { type SeedTableName, tableNamed } from './columns.ts';
import { shown } from './faults.ts';
import type { FileRow } from './file-row.ts';
import { jsonRow } from './json-row.ts';

interface JsonFaultAt {
  readonly line: number;
  readonly message: string;
}

/** Takes a JSON file piece by piece, and gives its rows. */
export interface JsonRows {
  /** The rows that are complete with this piece. Nothing may follow a fault. */
  readonly write: (chunk: Buffer) => {
    readonly read: readonly FileRow[];
    readonly fault?: JsonFaultAt;
  };
  /** How many rows have begun. */
  readonly count: () => number;
  /** The line that the pieces so far end in. */
  readonly line: () => number;
  /** What is read and not complete: its first line, and how many bytes there are of it. */
  readonly open: () => { readonly line: number; readonly bytes: number };
  /** What is not closed when there is no more; null where all is. */
  readonly end: () => JsonFaultAt | null;
}

/** What is no JSON, or no list of rows. */
class JsonFault extends Error {}

const expected = 'expected a list of rows, or an object with the lists "tenants" and "users"';
const newline = 10;

export function jsonRows(into: SeedTableName | undefined): JsonRows {
  let rows: FileRow[] = [];
  let count = 0;
  const place = textPosition();
  let isDocument = false;
  let depth = 0;
  let isOver = false;
  /** The list of the document that is being read. */
  let table: SeedTableName | undefined;
  let isName = false;
  let tokenAt = 0;
  let start = { offset: 0, line: 1 };
  let previousLine = 0;
  let at = { row: 0, place: '', table };

  const tokenizer = new Tokenizer();
  let parser: TokenParser;

  const beginRow = (offset: number): void => {
    count += 1;
    start = { offset, line: place.lineAt(offset) };
    // In a file without line breaks the line says nothing.
    const where = start.line === previousLine ? `line ${start.line}, row ${count}` : `line ${start.line}`;
    previousLine = start.line;
    at = { row: count, place: where, table };
  };

  const beginFile = (token: TokenType): void => {
    if (token !== TokenType.LEFT_BRACE && token !== TokenType.LEFT_BRACKET) throw new JsonFault(expected);
    isDocument = token === TokenType.LEFT_BRACE;
    isName = isDocument;
    parser = new TokenParser({ paths: [isDocument ? '$.*.*' : '$.*'], keepStack: false });
    parser.onValue = ({ value }) => {
      rows.push(jsonRow(value, at, into));
    };
  };

  /** Between the lists of a document. */
  const readList = (token: TokenType, value: unknown): void => {
    if (token === TokenType.COMMA) isName = true;
    else if (isName && token === TokenType.STRING) {
      table = tableNamed(value);
      if (table === undefined) throw new JsonFault(`unexpected member ${shown(value)}: ${expected}`);
      isName = false;
    } else if (
      !isName &&
      token !== TokenType.COLON &&
      token !== TokenType.LEFT_BRACKET &&
      table !== undefined
    ) {
      if (token !== TokenType.RIGHT_BRACE) throw new JsonFault(`"${table}" is no list of rows`);
    }
  };

  tokenizer.onToken = ({ token, value, offset }) => {
    tokenAt = offset;
    if (isOver) throw new JsonFault('there is more behind the end');
    if (depth === 0) beginFile(token);
    else if (isDocument && depth === 1) readList(token, value);
    else if (depth === (isDocument ? 2 : 1) && token !== TokenType.COMMA && !isClosing(token))
      beginRow(offset);
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth += 1;
    if (isClosing(token)) depth -= 1;
    isOver = depth === 0;
    parser.write({ token, value } as Parameters<TokenParser['write']>[0]);
  };

  return {
    write(chunk) {
      rows = [];
      place.enter(chunk);
      try {
        tokenizer.write(chunk);
      } catch (error) {
        const offset = faultOffset(error) ?? tokenAt;
        const message =
          error instanceof JsonFault
            ? error.message
            : `is not JSON: unexpected ${shown(place.textAt(offset))}`;
        return { read: rows, fault: { line: place.lineAt(offset), message } };
      }
      place.leave();
      return { read: rows };
    },
    count: () => count,
    line: place.line,
    open: () => {
      const isInRow = depth > (isDocument ? 2 : 1);
      const from = isInRow ? start.offset : tokenAt;
      return { line: isInRow ? start.line : place.line(), bytes: place.end() - from };
    },
    end() {
      if (isOver) return null;
      if (depth === 0) return { line: place.line(), message: expected };
      const isInRow = depth > (isDocument ? 2 : 1);
      return { line: isInRow ? start.line : place.line(), message: 'the file ends before this is closed' };
    },
  };
}

function isClosing(token: TokenType): boolean {
  return token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET;
}

/** The tokenizer tells where it stopped in its message only. */
function faultOffset(error: unknown): number | undefined {
  const [, offset] = /absolute position "(\d+)"/.exec(error instanceof Error ? error.message : '') ?? [];
  return offset === undefined ? undefined : Number(offset);
}

/** Lines of a text that comes in pieces; offsets are asked for in ascending order. */
function textPosition() {
  let chunk: Buffer = Buffer.alloc(0);
  let begin = 0;
  let line = 1;
  /** Up to where the lines have been counted. */
  let counted = 0;
  const lineAt = (offset: number): number => {
    const to = Math.min(offset - begin, chunk.length);
    for (;;) {
      const at = chunk.indexOf(newline, counted);
      if (at < 0 || at >= to) break;
      line += 1;
      counted = at + 1;
    }
    return line;
  };
  return {
    lineAt,
    line: () => line,
    end: () => begin + chunk.length,
    enter(next: Buffer): void {
      begin += chunk.length;
      chunk = next;
      counted = 0;
    },
    leave: () => void lineAt(begin + chunk.length),
    textAt: (offset: number) =>
      chunk
        .subarray(Math.max(0, offset - begin))
        .toString('utf8', 0, 30)
        .split('\n')[0],
  };
}
