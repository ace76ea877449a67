import type { Random } from './random.ts';

/** Character codes of the hexadecimal digits. */
const codes = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const hyphen = 0x2d;
const four = 0x34;

/** The code of the digit that begins at that bit. */
const at = (number: number, bit: number) => codes[(number >>> bit) & 15] ?? 0;

/** Eight lower-case digits of a number of 32 bits. */
export function hex(number: number): string {
  return String.fromCharCode(
    at(number, 28),
    at(number, 24),
    at(number, 20),
    at(number, 16),
    at(number, 12),
    at(number, 8),
    at(number, 4),
    at(number, 0),
  );
}

/**
 * A random uuid (version 4) whose first 32 bits are given, so that it is not that of another number. In one call, since
 * pieces put together cost five times as much, and there are three in a row.
 */
export function uuid(first: number, random: Random): string {
  const b = random.next();
  const c = random.next();
  const d = random.next();
  // biome-ignore format: five groups.
  return String.fromCharCode(
    at(first, 28), at(first, 24), at(first, 20), at(first, 16), at(first, 12), at(first, 8), at(first, 4), at(first, 0),
    hyphen, at(b, 28), at(b, 24), at(b, 20), at(b, 16),
    hyphen, four, at(b, 8), at(b, 4), at(b, 0),
    hyphen, at((c & 0x3fffffff) | 0x80000000, 28), at(c, 24), at(c, 20), at(c, 16),
    hyphen, at(c, 12), at(c, 8), at(c, 4), at(c, 0),
    at(d, 28), at(d, 24), at(d, 20), at(d, 16), at(d, 12), at(d, 8), at(d, 4), at(d, 0),
  );
}
