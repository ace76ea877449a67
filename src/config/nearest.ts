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
 * The name that `word` was probably meant to be, or undefined when nothing is close.
 *
 * @param edits how many letters may differ; by default so few that what is not a misspelt name stays unnamed
 */
export function nearest(
  word: string,
  known: readonly string[],
  edits: number = Math.floor(Math.max(word.length, 2) / 3),
): string | undefined {
  const [best] = byNearness(word, known);
  return best !== undefined && distance(word.toLowerCase(), best.toLowerCase()) <= edits ? best : undefined;
}
