import { i64, longBytes, shortBytes, shortText, u8, u16, u32, utf16 } from './bytes.ts';

export type ColumnType = 'nvarchar' | 'int' | 'bit' | 'bigint' | 'datetime2' | 'uniqueidentifier';
export type Value = string | number | bigint | boolean | Date | null;

export interface ResultSet {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly rows: readonly Readonly<Record<string, Value>>[];
}

/** Latin1_General_CI_AS, as most servers have it. */
export const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

const NULLABLE = 0x09;
/** Digits of a second that a datetime2 keeps. */
const SCALE = 3;
const DAY = 86_400_000;

interface Codec {
  readonly type: Buffer;
  readonly value: (value: Exclude<Value, null>) => Buffer;
  readonly absent: Buffer;
}

const codecs: Readonly<Record<ColumnType, Codec>> = {
  nvarchar: {
    type: Buffer.concat([u8(0xe7), u16(8000), COLLATION]),
    value: (value) => longBytes(utf16(String(value))),
    absent: u16(0xffff),
  },
  int: {
    type: Buffer.from([0x26, 4]),
    value: (value) => shortBytes(i64(BigInt(Number(value))).subarray(0, 4)),
    absent: u8(0),
  },
  bigint: {
    type: Buffer.from([0x26, 8]),
    value: (value) => shortBytes(i64(BigInt(value as bigint))),
    absent: u8(0),
  },
  bit: { type: Buffer.from([0x68, 1]), value: (value) => Buffer.from([1, Number(value)]), absent: u8(0) },
  datetime2: { type: Buffer.from([0x2a, SCALE]), value: (value) => shortBytes(moment(value)), absent: u8(0) },
  uniqueidentifier: {
    type: Buffer.from([0x24, 16]),
    value: (value) => shortBytes(guid(String(value))),
    absent: u8(0),
  },
};

/** Milliseconds of the day in four bytes, days since the year 1 in three. */
function moment(value: Exclude<Value, null>): Buffer {
  const time = value instanceof Date ? value.getTime() : Number(value);
  const days = Math.floor(time / DAY);
  const sinceYearOne = days - Date.parse('0001-01-01T00:00:00Z') / DAY;
  return Buffer.concat([u32(time - days * DAY), u32(sinceYearOne).subarray(0, 3)]);
}

/** The first three groups are numbers, and lie the other way round. */
function guid(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  return Buffer.concat([
    Buffer.from(bytes.subarray(0, 4)).swap32(),
    Buffer.from(bytes.subarray(4, 8)).swap16(),
    bytes.subarray(8),
  ]);
}

/** COLMETADATA, and a ROW for each row; NBCROW, with a bit for each NULL, where there are some. */
export function resultSet({ columns, rows }: ResultSet): Buffer {
  const names = Object.entries(columns);
  const head = names.map(([name, type]) =>
    Buffer.concat([u32(0), u16(NULLABLE), codecs[type].type, shortText(name)]),
  );
  const body = rows.map((row) => {
    const nulls = names.map(([name]) => (row[name] ?? null) === null);
    const values = names.map(([name, type], index) =>
      nulls[index] ? codecs[type].absent : codecs[type].value(row[name] ?? ''),
    );
    if (nulls.filter(Boolean).length < 2) return Buffer.concat([u8(0xd1), ...values]);
    const bits = Buffer.alloc(Math.ceil(names.length / 8));
    for (const [index, isNull] of nulls.entries())
      if (isNull) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
    return Buffer.concat([u8(0xd2), bits, ...values.filter((_value, index) => !nulls[index])]);
  });
  return Buffer.concat([u8(0x81), u16(names.length), ...head, ...body]);
}
