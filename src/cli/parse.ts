import { type ObjectWord, objectKinds, pluralOf } from '../validate/schema-rules.ts';

/** Milliseconds in `30s`, `2m`, `500ms`, `1h`; a number alone counts seconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(text.trim());
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
  const milliseconds = match
    ? Math.round(Number(match[1]) * (units[match[2] ?? 's'] ?? Number.NaN))
    : Number.NaN;
  // Timers and lock timeouts of servers are 32-bit numbers of milliseconds.
  if (!(milliseconds <= 2_147_483_647))
    throw new RangeError('a duration such as 30s, 2m or 500ms, at most 24 days');
  return milliseconds;
}

export function parseCount(text: string): number {
  const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  if (number < 1) throw new RangeError('a whole number of at least 1');
  return number;
}

/** The value of a variable that stands for a flag without a value; undefined when it is neither yes nor no. */
export function parseSwitch(text: string): boolean | undefined {
  if (/^(?:1|true|yes|on)$/i.test(text)) return true;
  if (/^(?:0|false|no|off|)$/i.test(text)) return false;
  return undefined;
}

/** The kinds of `tables,foreign-keys`, as the rules name them. */
export function parseKinds(text: string): ReadonlySet<ObjectWord> {
  const kinds = text.split(',').map((part) => objectKinds.find((kind) => pluralOf(kind) === part.trim()));
  if (kinds.includes(undefined)) {
    throw new RangeError(`kinds with commas between: ${objectKinds.map(pluralOf).join(', ')}`);
  }
  return new Set(kinds.filter((kind) => kind !== undefined));
}
