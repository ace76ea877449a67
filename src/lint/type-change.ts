import type { Dialect } from '../schema/model.ts';
import { parseSqlType, type SqlType } from '../schema/sql-type.ts';

/** What a change of type does to values. */
export type TypeChange =
  /** The same kind of value with less room. */
  | 'narrower'
  /** Another kind of value, which does not hold all that the first does. */
  | 'lossy'
  | 'safe'
  /** Not judged here. */
  | 'unknown';

interface Room {
  /** Types of one kind differ by their room alone. */
  readonly kind: 'text' | 'bytes' | 'whole' | 'decimal' | 'float' | 'moment' | 'zoned moment' | 'time';
  /** Digits, characters, bytes; each member at least as large: nothing is lost. */
  readonly sizes: readonly number[];
  /** Letters beyond the code page. */
  readonly unicode?: boolean;
}

const whole: Readonly<Record<string, number>> = {
  tinyint: 2,
  smallint: 4,
  int: 9,
  integer: 9,
  bigint: 18,
};
const texts: Readonly<Record<string, boolean>> = {
  char: false,
  varchar: false,
  text: false,
  nchar: true,
  nvarchar: true,
  ntext: true,
  character: true,
  'character varying': true,
};

export function compareTypes(from: string, to: string, dialect: Dialect): TypeChange {
  const [a, b] = [parseSqlType(from, dialect), parseSqlType(to, dialect)];
  if (a.array !== '' || b.array !== '') return 'unknown';
  if (a.name === b.name && a.args.join() === b.args.join()) return 'safe';
  const [roomA, roomB] = [roomOf(a, dialect), roomOf(b, dialect)];
  if (roomA === undefined || roomB === undefined) return toText(roomB) ? 'safe' : 'unknown';
  if (roomA.kind === roomB.kind) {
    if (roomA.unicode && !roomB.unicode) return 'lossy';
    return roomA.sizes.every((size, i) => (roomB.sizes[i] ?? 0) >= size) ? 'safe' : 'narrower';
  }
  // The zone that it gets is the server's choice, and none of the value is gone.
  if (roomA.kind === 'moment' && roomB.kind === 'zoned moment') return 'unknown';
  return holds(roomA, roomB) ? 'safe' : 'lossy';
}

/** Whatever the value is, it was written as text before. */
const toText = (room: Room | undefined) => room?.kind === 'text' && (room.sizes[0] ?? 0) >= 100;

/** Letters that a moment with its zone takes. */
const longestMoment = 34;

/** Whether a value of one kind can be any value of another. */
function holds(from: Room, to: Room): boolean {
  const [digits = 0, scale = 0] = from.sizes;
  const [room = 0] = to.sizes;
  switch (to.kind) {
    case 'text':
      if (from.kind === 'whole' || from.kind === 'decimal') return room >= digits + scale + 3;
      return from.kind !== 'bytes' && room >= longestMoment;
    case 'decimal':
      return from.kind === 'whole' && room > digits;
    case 'float':
      return from.kind === 'whole' && room >= digits;
    default:
      return false;
  }
}

function roomOf({ name, args }: SqlType, dialect: Dialect): Room | undefined {
  const [first, second] = args;
  const size = (unlimited: number) => (typeof first === 'number' ? first : unlimited);
  const digits = whole[name];
  if (digits !== undefined) return { kind: 'whole', sizes: [digits] };
  const unicode = texts[name];
  if (unicode !== undefined) {
    const length =
      name === 'text' || name === 'ntext' ? Number.POSITIVE_INFINITY : size(Number.POSITIVE_INFINITY);
    return { kind: 'text', sizes: [length], unicode: unicode || dialect === 'postgres' };
  }
  switch (name) {
    case 'decimal':
    case 'numeric': {
      // Without arguments PostgreSQL takes any number.
      if (typeof first !== 'number') return { kind: 'decimal', sizes: [1000, 1000] };
      const scale = typeof second === 'number' ? second : 0;
      return { kind: 'decimal', sizes: [first - scale, scale] };
    }
    case 'money':
      return { kind: 'decimal', sizes: [15, 4] };
    case 'smallmoney':
      return { kind: 'decimal', sizes: [6, 4] };
    case 'real':
      return { kind: 'float', sizes: [7] };
    case 'float':
    case 'double precision':
      return { kind: 'float', sizes: [15] };
    case 'binary':
    case 'varbinary':
      return { kind: 'bytes', sizes: [size(Number.POSITIVE_INFINITY)] };
    case 'bytea':
      return { kind: 'bytes', sizes: [Number.POSITIVE_INFINITY] };
    default:
      return momentRoom(name, size(0));
  }
}

/** Digits of a second; minutes and days are coarser than any. */
function momentRoom(name: string, precision: number): Room | undefined {
  switch (name) {
    case 'date':
      return { kind: 'moment', sizes: [-2] };
    case 'smalldatetime':
      return { kind: 'moment', sizes: [-1] };
    case 'datetime':
      return { kind: 'moment', sizes: [3] };
    case 'datetime2':
    case 'timestamp without time zone':
      return { kind: 'moment', sizes: [precision] };
    case 'datetimeoffset':
    case 'timestamp with time zone':
      return { kind: 'zoned moment', sizes: [precision] };
    case 'time':
    case 'time without time zone':
      return { kind: 'time', sizes: [precision] };
    default:
      return undefined;
  }
}
