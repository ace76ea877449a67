import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hex, uuid } from '../../src/seed/generate/hex.ts';
import { permute, permute32 } from '../../src/seed/generate/permute.ts';
import { createRandom, pick } from '../../src/seed/generate/random.ts';
import { countOf, nameAt, shareOut } from '../../src/seed/generate/shares.ts';

const keys = [0, 1, 7, 0x9e3779b9, 0xffffffff];

describe('random numbers of a row', () => {
  const some = (seed: number, stream: number, row: number) => {
    const random = createRandom(seed);
    random.seek(stream, row);
    return Array.from({ length: 8 }, () => random.next());
  };

  test('are these', () => {
    expect(some(7, 2, 0)).toMatchInlineSnapshot(`
      [
        2971515200,
        522636996,
        63302791,
        2420021043,
        3874376865,
        229507628,
        1951104234,
        2101933085,
      ]
    `);
    expect(some(Number.MAX_SAFE_INTEGER, 3, 4_294_967_295)).toMatchInlineSnapshot(`
      [
        969318005,
        3287573094,
        2870066772,
        2443016236,
        504411920,
        2488928950,
        566096766,
        469827956,
      ]
    `);
  });

  test('do not depend on what was drawn before', () => {
    const random = createRandom(7);
    random.seek(3, 12);
    for (let i = 0; i < 100; i += 1) random.next();
    random.seek(2, 0);
    expect(random.next()).toBe(some(7, 2, 0)[0]);
  });

  test('are others for another seed, stream or row', () => {
    const starts = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].flatMap((seed) =>
      [1, 2, 3].flatMap((stream) => [0, 1, 2, 999_999_999].map((row) => some(seed, stream, row).join())),
    );
    expect(new Set(starts).size).toBe(starts.length);
  });

  test('are spread evenly, from row to row too', () => {
    const random = createRandom(1);
    const rows = 20_000;
    const bits = new Array<number>(32).fill(0);
    const tenths = new Array<number>(10).fill(0);
    for (let row = 0; row < rows; row += 1) {
      random.seek(3, row);
      const number = random.next();
      for (let bit = 0; bit < 32; bit += 1) bits[bit] = (bits[bit] ?? 0) + ((number >>> bit) & 1);
      const tenth = random.below(10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of bits) expect(Math.abs(count / rows - 0.5)).toBeLessThan(0.02);
    for (const count of tenths) expect(Math.abs(count / rows - 0.1)).toBeLessThan(0.01);
  });

  test('stay below the limit, and reach what is below it', () => {
    const random = createRandom(3);
    random.seek(1, 1);
    const seen = new Set(Array.from({ length: 200 }, () => random.below(3)));
    expect([...seen].sort()).toEqual([0, 1, 2]);
    for (const limit of [1, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
      for (let i = 0; i < 200; i += 1) {
        const number = random.below(limit);
        expect(Number.isSafeInteger(number) && number >= 0 && number < limit).toBe(true);
      }
    }
    expect(pick(random, ['only'])).toBe('only');
    expect(() => pick(random, [])).toThrow(RangeError);
  });
});

describe('shuffled numbers', () => {
  test('of every count are all there, once', () => {
    for (let count = 1; count <= 300; count += 1) {
      for (const key of keys) {
        const shuffled = Array.from({ length: count }, (_, i) => permute(i, count, key));
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }
    }
  });

  test('of large counts are within them and differ', () => {
    for (const count of [36 ** 4, 1_000_000_000, 36 ** 6, 2 ** 32 - 1]) {
      const shuffled = Array.from({ length: 5_000 }, (_, i) => permute(count - 1 - i, count, 0x9e3779b9));
      expect(shuffled.every((number) => number >= 0 && number < count)).toBe(true);
      expect(new Set(shuffled).size).toBe(shuffled.length);
    }
  });

  test('are in another order by another key', () => {
    const orders = keys.map((key) => Array.from({ length: 50 }, (_, i) => permute(i, 50, key)).join());
    expect(new Set(orders).size).toBe(keys.length);
  });

  test('of 32 bits differ', () => {
    const shuffled = Array.from({ length: 100_000 }, (_, i) => permute32(i, 0xdeadbeef));
    expect(new Set(shuffled).size).toBe(shuffled.length);
    expect(shuffled.every((number) => number >= 0 && number < 2 ** 32)).toBe(true);
  });
});

test('digits and uuids', () => {
  expect([0, 1, 0xdeadbeef, 0xffffffff].map(hex)).toEqual(['00000000', '00000001', 'deadbeef', 'ffffffff']);
  const random = createRandom(1);
  for (let row = 0; row < 500; row += 1) {
    random.seek(1, row);
    expect(uuid(row, random)).toMatch(
      new RegExp(`^${hex(row)}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`),
    );
  }
});

describe('shares', () => {
  test('give everything out, each to less than one', () => {
    const weights = fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'd', '7'), fc.double({ min: 0, max: 1e9, noNaN: true }))
      .filter((mix) => Object.values(mix).some((weight) => weight > 0));
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 1_000_000_000 }), (mix, total) => {
        const portions = shareOut(mix, ['b', 'a'], total);
        const sum = Object.values(mix).reduce((all, weight) => all + weight, 0);
        expect(portions.reduce((all, { count }) => all + count, 0)).toBe(total);
        for (const { name, count } of portions) {
          expect(Math.abs(count - ((mix[name] ?? 0) / sum) * total)).toBeLessThan(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('are in the given order, whatever the order of the mix', () => {
    const portions = [
      { name: 'b', count: 2 },
      { name: 'a', count: 1 },
      { name: 'x', count: 1 },
      { name: 'z', count: 1 },
    ];
    expect(shareOut({ z: 1, a: 1, b: 2, x: 1, none: 0 }, ['b', 'a', 'c'], 5)).toEqual(portions);
    expect(shareOut({ x: 1, b: 2, none: 0, a: 1, z: 1 }, ['b', 'a', 'c'], 5)).toEqual(portions);
    expect([0, 1, 2, 3, 4].map((rank) => nameAt(portions, rank))).toEqual(['b', 'b', 'a', 'x', 'z']);
    expect(() => nameAt(portions, 5)).toThrow(RangeError);
    expect([countOf(portions, 'b'), countOf(portions, 'none')]).toEqual([2, 0]);
  });
});
