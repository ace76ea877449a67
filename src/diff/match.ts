import type { Confidence } from './change.ts';

/** The same object on both sides, or one that only one side has. */
export interface Match<T> {
  readonly from?: T;
  readonly to?: T;
  /** Low where the names differ and another object would have fitted as well. */
  readonly confidence: Confidence;
}

interface Item {
  readonly systemNamed?: boolean;
}

export interface Likeness<T> {
  /** The name, as the server compares it. */
  readonly key: (item: T) => string;
  /** What an object is beside its name; undefined where only the name counts. */
  readonly structure?: (item: T, side: 'from' | 'to') => string;
  /** What it is at the least, to match one whose name the server made up; undefined where nothing less will do. */
  readonly core?: (item: T) => string;
  /** Whether any name may have been made up, and not only those that say so. */
  readonly doubtful?: boolean;
}

/** Matches by name, and what is left over by what it is: a constraint may have been renamed, or never had a name of its own. */
export function matchObjects<T extends object & Item>(
  from: readonly T[],
  to: readonly T[],
  likeness: Likeness<T>,
): Match<T>[] {
  if (sameInOrder(from, to, likeness.key)) {
    return from.map((item, i) => ({ from: item, to: to[i] ?? item, confidence: 'high' }));
  }
  const matches: Match<T>[] = [];
  let left = pairUp(from, to, likeness.key, matches, () => 'high');
  const ambiguous = (a: number, b: number) => (a > 1 || b > 1 ? 'low' : 'high');
  if (likeness.structure !== undefined && left.from.length > 0 && left.to.length > 0) {
    left = pairUp(left.from, left.to, likeness.structure, matches, ambiguous);
  }
  if (likeness.core !== undefined && left.from.length > 0 && left.to.length > 0) {
    const { doubtful = false } = likeness;
    const unnamed = (a: T, b: T) => doubtful || a.systemNamed === true || b.systemNamed === true;
    left = pairUp(left.from, left.to, likeness.core, matches, ambiguous, unnamed);
  }
  return [
    ...matches,
    ...left.from.map((item) => ({ from: item, confidence: 'high' }) as const),
    ...left.to.map((item) => ({ to: item, confidence: 'high' }) as const),
  ];
}

function sameInOrder<T>(from: readonly T[], to: readonly T[], key: (item: T) => string): boolean {
  if (from.length !== to.length) return false;
  return from.every((item, i) => {
    const other = to[i];
    return other !== undefined && key(item) === key(other);
  });
}

/** Pairs what has the same key, in order; returns what is left over. */
function pairUp<T>(
  from: readonly T[],
  to: readonly T[],
  key: (item: T, side: 'from' | 'to') => string,
  matches: Match<T>[],
  confidence: (fromCount: number, toCount: number) => Confidence,
  fits: (a: T, b: T) => boolean = () => true,
): { from: T[]; to: T[] } {
  const fromGroups = grouped(from, (item) => key(item, 'from'));
  const toGroups = grouped(to, (item) => key(item, 'to'));
  const paired = new Set<T>();
  for (const [group, fromItems] of fromGroups) {
    const toItems = toGroups.get(group) ?? [];
    for (const [i, a] of fromItems.entries()) {
      const b = toItems[i];
      if (b === undefined || !fits(a, b)) continue;
      matches.push({ from: a, to: b, confidence: confidence(fromItems.length, toItems.length) });
      paired.add(a).add(b);
    }
  }
  return { from: from.filter((item) => !paired.has(item)), to: to.filter((item) => !paired.has(item)) };
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = key(item);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [item]);
    else known.push(item);
  }
  return groups;
}
