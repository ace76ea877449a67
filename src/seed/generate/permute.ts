/**
 * Shuffles whole numbers without a list of them: for one key, each number below `count` becomes another one below it, and
 * no two become the same. From A. Kensler, Correlated Multi-Jittered Sampling, 2013,
 * https://graphics.pixar.com/library/MultiJitteredSampling/.
 *
 * @param index a whole number from 0 up to, and without, `count`
 * @param count 1 up to 2^32 - 1
 * @param key 0 up to 2^32 - 1: another key, another order
 */
export function permute(index: number, count: number, key: number): number {
  let mask = count - 1;
  mask |= mask >>> 1;
  mask |= mask >>> 2;
  mask |= mask >>> 4;
  mask |= mask >>> 8;
  mask |= mask >>> 16;
  let i = index | 0;
  // Each step can be undone within the bits of the mask; what lands at `count` or above goes round again.
  do {
    i = Math.imul(i ^ key, 0xe170893d);
    i ^= key >>> 16;
    i ^= (i & mask) >>> 4;
    i = Math.imul(i ^ (key >>> 8), 0x0929eb3f);
    i ^= key >>> 23;
    i ^= (i & mask) >>> 1;
    i = Math.imul(i, 1 | (key >>> 27));
    i = Math.imul(i, 0x6935fa69);
    i = Math.imul(i ^ ((i & mask) >>> 11), 0x74dcb303);
    i = Math.imul(i ^ ((i & mask) >>> 2), 0x9e501cc3);
    i = Math.imul(i ^ ((i & mask) >>> 2), 0xc860a3df);
    i &= mask;
    i ^= i >>> 5;
  } while (i >>> 0 >= count);
  return ((i >>> 0) + key) % count;
}

/** Shuffles all numbers of 32 bits in the same way, and faster: the finalizer of MurmurHash3. */
export function permute32(number: number, key: number): number {
  let i = number ^ key;
  i = Math.imul(i ^ (i >>> 16), 0x85ebca6b);
  i = Math.imul(i ^ (i >>> 13), 0xc2b2ae35);
  return (i ^ (i >>> 16)) >>> 0;
}
