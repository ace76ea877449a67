import type { ColumnType } from '../../schema/column-type.ts';
import type { Cell, SeedTable } from '../seed-table.ts';

/** Bytes of a packet, as the driver asks for them, without the header of each. */
const PACKET = 4096 - 8;
/** The token that ends a message. */
const DONE = 13;

/** How long a message of the bulk-load protocol is; decimals are sent with a precision of 38. */
export interface MessageSize {
  /** Bytes before the first row. */
  readonly head: number;
  readonly row: (cells: readonly Cell[]) => number;
}

export function messageSize({ columns }: SeedTable): MessageSize {
  const head = columns.reduce((sum, { name, type }) => sum + 7 + 2 * name.length + typeBytes(type), 3);
  const sizes = columns.map(({ type }) => cellBytes(type));
  return {
    head,
    row: (cells) => sizes.reduce((sum, size, index) => sum + size(cells[index] ?? null), 1),
  };
}

/**
 * Whether the token that ends a message of so many bytes, itself not counted, would lie in two packets. Babelfish then
 * takes the second one for a request of its own, and every answer for that to the request before.
 */
export function splitsEnd(bytes: number): boolean {
  const rest = (bytes + DONE) % PACKET;
  return rest > 0 && rest < DONE;
}

function typeBytes(type: ColumnType): number {
  if (type.kind === 'string' || type.kind === 'text') return 8;
  return type.kind === 'decimal' ? 4 : 2;
}

function cellBytes(type: ColumnType): (cell: Cell) => number {
  switch (type.kind) {
    case 'string':
      return (cell) => (cell === null ? 2 : 2 + 2 * String(cell).length);
    case 'text':
      return (cell) => {
        if (cell === null) return 8;
        return cell === '' ? 12 : 16 + 2 * String(cell).length;
      };
    default: {
      const bytes = fixedBytes(type);
      return (cell) => (cell === null ? 1 : 1 + bytes);
    }
  }
}

function fixedBytes(type: ColumnType): number {
  switch (type.kind) {
    case 'uuid':
      return 16;
    case 'boolean':
      return 1;
    case 'int':
      return 4;
    case 'bigint':
      return 8;
    case 'timestamp':
      return type.precision <= 2 ? 6 : type.precision <= 4 ? 7 : 8;
    default:
      return 17;
  }
}
