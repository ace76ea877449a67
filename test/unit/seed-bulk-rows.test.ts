import { Connection, TYPES } from 'tedious';
import { describe, expect, test } from 'vitest';
import { columnTypes } from '../../src/schema/column-type.ts';
import { type BulkRows, bulkRows, endingInOnePacket, nextMessage } from '../../src/seed/load/bulk-rows.ts';
import { messageSize, splitsEnd } from '../../src/seed/load/message-size.ts';
import type { Cell, SeedTable } from '../../src/seed/seed-table.ts';

const table: SeedTable = {
  name: 'things',
  columns: [
    { name: 'id', type: columnTypes.uuid, nullable: true },
    { name: 'is_on', type: columnTypes.boolean, nullable: true },
    { name: 'count', type: columnTypes.int, nullable: true },
    { name: 'total', type: columnTypes.bigint, nullable: true },
    { name: 'amount', type: columnTypes.decimal(10, 2), nullable: true },
    { name: 'name', type: columnTypes.string(100), nullable: true },
    { name: 'story', type: columnTypes.text, nullable: true },
    { name: 'second', type: columnTypes.timestamp(0), nullable: true },
    { name: 'ms', type: columnTypes.timestamp(3), nullable: true },
    { name: 'us', type: columnTypes.timestamp(6), nullable: true },
  ],
};
const at = new Date('2025-01-02T03:04:05.678Z');
const id = '0f0e0d0c-0b0a-4908-8706-050403020100';

/** What the driver makes of rows, the token that ends a message left out. */
async function driverBytes(rows: readonly (readonly Cell[])[]): Promise<number> {
  const connection = new Connection({ server: 'localhost', options: { useUTC: true } });
  const load = connection.newBulkLoad('things', {}, () => undefined);
  const types = [TYPES.UniqueIdentifier, TYPES.Bit, TYPES.Int, TYPES.BigInt, TYPES.Decimal, TYPES.NVarChar];
  for (const [index, { name, type }] of table.columns.entries()) {
    if (type.kind === 'timestamp')
      load.addColumn(name, TYPES.DateTime2, { nullable: true, scale: type.precision });
    else if (type.kind === 'text')
      load.addColumn(name, TYPES.NVarChar, { nullable: true, length: Number.POSITIVE_INFINITY });
    else
      load.addColumn(name, types[index] ?? TYPES.Int, {
        nullable: true,
        length: 100,
        precision: 38,
        scale: 2,
      });
  }
  const { rowToPacketTransform: stream } = load as unknown as {
    rowToPacketTransform: NodeJS.ReadWriteStream;
  };
  for (const row of rows) (stream as unknown as { write(row: readonly Cell[]): void }).write(row);
  stream.end();
  let bytes = 0;
  for await (const chunk of stream) bytes += (chunk as Buffer).length;
  return bytes - 13;
}

describe('the size of a message of the bulk-load protocol', () => {
  test('is that of the driver, to the byte', async () => {
    const size = messageSize(table);
    const rows: Cell[][] = [
      [id, true, 1, 2, 1.5, 'Zoë 👩‍👩‍👧‍👦', 'a story', at, at, at],
      Array.from({ length: 10 }, () => null),
      [null, false, -1, '-9007199254740993', -0.01, '', '', null, at, null],
    ];
    for (const row of rows) expect(size.head + size.row(row)).toBe(await driverBytes([row]));
    expect(rows.reduce((sum, row) => sum + size.row(row), size.head)).toBe(await driverBytes(rows));
  });

  test('tells where its end would lie in two packets', () => {
    const split = Array.from({ length: 2 * 4088 }, (_, bytes) => bytes).filter(splitsEnd);
    expect(split).toEqual([4076, 8164].flatMap((first) => Array.from({ length: 12 }, (_, n) => first + n)));
  });
});

describe('messages', () => {
  const narrow: SeedTable = { name: 't', columns: [{ name: 'n', type: columnTypes.text, nullable: false }] };
  const { head, row } = messageSize(narrow);
  /** A row that makes a message of so many bytes. */
  const filling = (bytes: number): Cell[] => ['x'.repeat((bytes - head - row(['x']) + 2) / 2)];
  async function* batchesOf(...batches: Cell[][][]): AsyncGenerator<Cell[][]> {
    yield* batches;
  }
  async function messagesOf(rows: BulkRows): Promise<Cell[][][]> {
    const messages: Cell[][][] = [];
    for (let next = await nextMessage(rows); next !== undefined; next = await nextMessage(rows)) {
      const message: Cell[][] = [];
      for await (const cells of endingInOnePacket(rows, next)) message.push(cells);
      messages.push(message);
    }
    return messages;
  }

  test('leave their last row to the next where the end would be split, and are never empty', async () => {
    const first = filling(2_000);
    const last = ['y'.repeat((4_080 - 2_000 - row(['']) - 4) / 2)];
    expect(splitsEnd(head + row(first) + row(last))).toBe(true);
    expect(await messagesOf(bulkRows(narrow, batchesOf([], [first, last], [])))).toEqual([[first], [last]]);
    expect(await messagesOf(bulkRows(narrow, batchesOf([first], [last], [first])))).toEqual([
      [first, last, first],
    ]);
    expect(await messagesOf(bulkRows(narrow, batchesOf([], [])))).toEqual([]);
    // A row that fills a packet by itself has nowhere else to go.
    expect(await messagesOf(bulkRows(narrow, batchesOf([filling(4_080)])))).toEqual([[filling(4_080)]]);
  });

  test('are of 50,000 rows', async () => {
    const batch = Array.from({ length: 20_000 }, () => ['x']);
    const messages = await messagesOf(bulkRows(narrow, batchesOf(batch, batch, batch, batch)));
    expect(messages.map((message) => message.length)).toEqual([60_000, 20_000]);
  });
});
