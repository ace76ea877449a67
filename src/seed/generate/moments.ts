import type { Random } from './random.ts';

// Moments are milliseconds since 1970 in UTC, and arithmetic with them is of whole numbers.

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The hour of a day in which people do something, in 64 of 64 cases: mostly from 8 to 18, sometimes at night. */
const hours: readonly number[] = [
  ...Array<number[]>(6).fill([8, 9, 9, 10, 11, 13, 14, 15, 16]).flat(),
  ...[7, 8, 12, 12, 17, 18, 19, 20, 21, 23],
];

/** Any moment from `from` to `to`; `from` where that is none. */
export function momentBetween(random: Random, from: number, to: number): number {
  return from + random.below(Math.max(to - from, 0) + 1);
}

/**
 * A moment near `at` when people of that place would be at work, if there is one from `from` to `to`; else `at` itself.
 *
 * @param offset minutes that the place is ahead of UTC
 */
export function atWork(random: Random, at: number, from: number, to: number, offset: number): number {
  const ahead = offset * minute;
  const bits = random.next();
  let days = Math.floor((at + ahead) / day);
  // 1 January 1970 was a Thursday; 5 and 6 are then Saturday and Sunday, of which most become Friday.
  const weekday = (days + 3) % 7;
  if (weekday > 4 && (bits & 7) !== 0) days -= weekday - 4;
  const moment = days * day + (hours[bits >>> 26] ?? 9) * hour + random.below(hour) - ahead;
  return moment < from || moment > to ? at : moment;
}

/** How far back a last sign of life may lie, in 16 of 16 cases. */
const windows: readonly number[] = [
  ...Array<number>(8).fill(3 * day),
  ...Array<number>(4).fill(14 * day),
  ...Array<number>(3).fill(60 * day),
  Number.POSITIVE_INFINITY,
];

/** A moment at work from `from` to `to`, rather late than early: when somebody was last seen. */
export function lately(random: Random, from: number, to: number, offset: number): number {
  const start = Math.max(from, to - (windows[random.next() >>> 28] ?? day));
  return atWork(random, momentBetween(random, start, to), from, to, offset);
}
