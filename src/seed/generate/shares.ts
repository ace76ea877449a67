import type { Mix } from './plan.ts';

/** So many of a name. */
export interface Portion {
  readonly name: string;
  readonly count: number;
}

/**
 * Shares a whole number out by weight: each name gets its part to less than one, and all of it is given out (the method of
 * the largest remainder).
 *
 * @param order names in the order of the portions; those of the mix that it lacks follow, sorted
 * @param total 0 or more
 */
export function shareOut(mix: Mix, order: readonly string[], total: number): readonly Portion[] {
  const others = Object.keys(mix).filter((name) => !order.includes(name));
  const weighed = [...order, ...others.sort()]
    .map((name) => ({ name, weight: mix[name] ?? 0 }))
    .filter(({ weight }) => weight > 0);
  const sum = weighed.reduce((all, { weight }) => all + weight, 0);
  const parts = weighed.map(({ name, weight }, index) => {
    const exact = (weight / sum) * total;
    return { name, index, count: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  const left = total - parts.reduce((all, { count }) => all + count, 0);
  const byRest = [...parts].sort((a, b) => b.rest - a.rest || a.index - b.index);
  const fortunate = new Set(byRest.slice(0, left).map(({ index }) => index));
  return parts.map(({ name, index, count }) => ({ name, count: count + (fortunate.has(index) ? 1 : 0) }));
}

/** Whose portion a rank is in, when portions are laid end to end. */
export function nameAt(portions: readonly Portion[], rank: number): string {
  let end = 0;
  for (const { name, count } of portions) {
    end += count;
    if (rank < end) return name;
  }
  throw new RangeError(`no portion has the rank ${rank}`);
}

export function countOf(portions: readonly Portion[], name: string): number {
  return portions.find((portion) => portion.name === name)?.count ?? 0;
}
