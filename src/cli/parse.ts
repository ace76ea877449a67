import { type ObjectWord, objectKinds, pluralOf } from '../validate/schema-rules.ts';

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
