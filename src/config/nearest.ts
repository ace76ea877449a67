import { distance } from 'fastest-levenshtein';

/** `known`, nearest to `word` first; letter case does not count, ties keep their order. */
export function byNearness(word: string, known: readonly string[]): string[] {
  const lower = word.toLowerCase();
  return known
    .map((name) => ({ name, steps: distance(lower, name.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps)
    .map(({ name }) => name);
}

/**
 * The name that `word` was probably meant to be, or undefined when nothing is close: at most one edit for every
 * three letters, so that `a` is never taken for an option and may stay unnamed in a message.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = byNearness(word, known);
  if (best === undefined) return undefined;
  const allowed = Math.floor(Math.max(word.length, 2) / 3);
  return distance(word.toLowerCase(), best.toLowerCase()) <= allowed ? best : undefined;
}
