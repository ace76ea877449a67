import type { Cell, SeedRow, SeedTable } from '../seed-table.ts';
import { badCell, cellCheck } from './cell.ts';
import { messageSize, splitsEnd } from './message-size.ts';

/** Rows of one message. A server says what is wrong with a row when it has the whole of it. */
const MESSAGE = 50_000;

/** Rows on their way into messages of the bulk-load protocol. */
export interface BulkRows {
  readonly table: SeedTable;
  readonly batches: AsyncGenerator<readonly SeedRow[]>;
  readonly checks: readonly ((cell: Cell) => Cell)[];
  /** Rows taken so far. */
  position: number;
  /** A row that is left for the next message. */
  kept: Cell[] | undefined;
  failure: { readonly error: unknown } | undefined;
}

export function bulkRows(table: SeedTable, batches: BulkRows['batches']): BulkRows {
  const checks = table.columns.map((column) => cellCheck(column, 'mssql'));
  return { table, batches, checks, position: 0, kept: undefined, failure: undefined };
}

/** The rows of the next message; undefined at the end, since the driver cannot send a message without any. */
export async function nextMessage(rows: BulkRows): Promise<AsyncGenerator<Cell[]> | undefined> {
  const first = await nextBatch(rows);
  if (first !== undefined) return messageRows(rows, first);
  return rows.kept === undefined ? undefined : messageRows(rows, []);
}

/**
 * When the rows end with an error, what was sent by then is loaded before it is thrown: a message that is broken off costs
 * the connection on some servers, and the caller's transaction takes it back in any case.
 */
async function* messageRows(rows: BulkRows, first: readonly SeedRow[]): AsyncGenerator<Cell[]> {
  const end = rows.position + MESSAGE;
  const { kept } = rows;
  rows.kept = undefined;
  if (kept !== undefined) yield kept;
  try {
    for (let batch: typeof first | undefined = first; batch !== undefined; ) {
      for (const row of batch) yield checkedRow(rows, row);
      batch = rows.position < end ? await nextBatch(rows) : undefined;
    }
  } catch (error) {
    rows.failure = { error };
  }
}

/** A message without its last row, which is left for the next one, where with it the end would lie in two packets. */
export async function* endingInOnePacket(
  rows: BulkRows,
  message: AsyncGenerator<Cell[]>,
): AsyncGenerator<Cell[]> {
  const size = messageSize(rows.table);
  let bytes = size.head;
  let last: Cell[] | undefined;
  for await (const row of message) {
    if (last !== undefined) yield last;
    last = row;
    bytes += size.row(row);
  }
  if (last === undefined) return;
  if (splitsEnd(bytes) && bytes > size.head + size.row(last)) rows.kept = last;
  else yield last;
}

async function nextBatch({ batches }: BulkRows): Promise<readonly SeedRow[] | undefined> {
  for (;;) {
    const { value, done } = await batches.next();
    if (done) return undefined;
    if (value.length > 0) return value;
  }
}

function checkedRow(rows: BulkRows, row: SeedRow): Cell[] {
  rows.position += 1;
  let column = 0;
  try {
    const cells: Cell[] = [];
    for (; column < rows.checks.length; column += 1)
      cells.push((rows.checks[column] as (cell: Cell) => Cell)(row[column] as Cell));
    return cells;
  } catch (error) {
    throw badCell(error, rows.table, rows.position, column);
  }
}
