/** Random numbers of one row at a time: the same for the same seed, stream and row, on every machine. */
export interface Random {
  /**
   * Begins the numbers of a row; what was drawn before makes no difference.
   *
   * @param stream 0 to 255, keeps the rows of one table from being those of another
   * @param row a whole number from 0 up to 2^32 - 1
   */
  seek(stream: number, row: number): void;
  /** The next number, from 0 up to 2^32 - 1. */
  next(): number;
  /** A whole number from 0 up to, and without, the limit, which is a whole number below 2^53. */
  below(limit: number): number;
}

/**
 * sfc32 of PractRand, https://pracrand.sourceforge.net, which is in the public domain. Seed, stream and row are its
 * first state, so that no two rows begin alike, and no row needs those before it.
 *
 * @param seed a whole number from 0 up to 2^53 - 1
 */
export function createRandom(seed: number): Random {
  const low = seed | 0;
  const high = Math.floor(seed / 2 ** 32) | 0;
  let a = 0;
  let b = 0;
  let c = 0;
  let counter = 0;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  return {
    seek(stream, row) {
      a = row | 0;
      b = low;
      c = high ^ (stream << 24);
      counter = 1;
      // As often as the reference does, until every bit of the seed has reached every bit of the state.
      for (let i = 0; i < 15; i += 1) next();
    },
    next,
    below: (limit) => Math.floor((next() / 2 ** 32) * limit),
  };
}

/** One of the items, of which there is one at least. */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new RangeError('there is nothing to pick from');
  return item;
}
