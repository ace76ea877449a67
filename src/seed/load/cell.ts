import { QuodsiDbError } from '../../errors.ts';
import type { Dialect } from '../../target.ts';
import type { Cell, SeedColumn, SeedTable } from '../seed-table.ts';

// PostgreSQL has no NUL in a text, and half of a surrogate pair has no UTF-8; SQL Server would keep both.
const UNSTORABLE = /[\0\p{Cs}]/u;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The function that brings a cell into the form that every engine stores alike. What one of them would refuse, cut or
 * keep otherwise than the others is refused on all: it throws a RangeError that says why.
 */
export function cellCheck({ name, type, nullable }: SeedColumn, dialect: Dialect): (cell: Cell) => Cell {
  const unlessNull = (check: (cell: Cell) => Cell) => (cell: Cell) => {
    if (cell !== null) return check(cell);
    return nullable ? null : refuse('is null');
  };
  switch (type.kind) {
    case 'uuid':
      return unlessNull((cell) =>
        typeof cell === 'string' && UUID.test(cell) ? cell : refuse('is no UUID'),
      );
    case 'boolean':
      return unlessNull((cell) => (typeof cell === 'boolean' ? cell : refuse('is neither true nor false')));
    case 'int':
      return unlessNull((cell) =>
        typeof cell === 'number' && (cell | 0) === cell ? cell : refuse('is no whole number of 32 bits'),
      );
    case 'bigint':
      return unlessNull((cell) => (isBigint(cell) ? cell : refuse('is no whole number of 64 bits')));
    case 'decimal': {
      const { precision, scale } = type;
      const limit = 10 ** (precision - scale);
      return unlessNull((cell) => {
        if (typeof cell !== 'number') return refuse('is no number');
        // Each engine would round in its own way.
        const rounded = Number(cell.toFixed(scale));
        return Math.abs(rounded) < limit
          ? rounded
          : refuse(`does not fit into ${precision} digits, ${scale} of them behind the point`);
      });
    }
    case 'string':
      return unlessNull((cell) => checkText(cell, type.length, dialect));
    case 'text':
      return unlessNull((cell) => checkText(cell, Number.POSITIVE_INFINITY, dialect));
    case 'timestamp':
      return unlessNull((cell) =>
        cell instanceof Date && isStorable(cell) ? cell : refuse('is no moment of the years 1 to 9999'),
      );
    case 'native':
      throw new Error(`column ${name} has the type ${type.sql}, of which no rows are loaded`);
  }
}

function checkText(cell: Cell, limit: number, dialect: Dialect): string {
  if (typeof cell !== 'string') return refuse('is no text');
  // SQL Server counts UTF-16 code units, PostgreSQL characters.
  if (cell.length > limit && (dialect === 'mssql' || [...cell].length > limit))
    return refuse(`is longer than ${limit} characters`);
  return UNSTORABLE.test(cell) ? refuse('has a NUL character or half of a surrogate pair in it') : cell;
}

/** False also for an invalid date, whose time is NaN. */
function isStorable(moment: Date): boolean {
  const time = moment.getTime();
  return time >= FIRST_MOMENT && time <= LAST_MOMENT;
}

function isBigint(cell: Cell): boolean {
  if (typeof cell === 'number') return Number.isSafeInteger(cell);
  if (typeof cell !== 'string' || !/^-?\d{1,19}$/.test(cell)) return false;
  return BigInt.asIntN(64, BigInt(cell)) === BigInt(cell);
}

function refuse(why: string): never {
  throw new RangeError(why);
}

/** The error for a cell that a check has refused; `row` counts from 1, `column` is its index. Others come back as they are. */
export function badCell(error: unknown, table: SeedTable, row: number, column: number): unknown {
  if (!(error instanceof RangeError)) return error;
  const name = table.columns[column]?.name ?? 'a value';
  return new QuodsiDbError('BAD_VALUE', `${table.name}, row ${row}: ${name} ${error.message}`, {
    hint: 'Correct the value and run again.',
    cause: error,
  });
}
