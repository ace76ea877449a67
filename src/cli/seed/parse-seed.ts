/** Names with their weights: `trial=1,starter=2`. A name alone weighs 1. */
export function parseMix(text: string): Readonly<Record<string, number>> {
  const expected = () =>
    new RangeError('names with weights, of which one is above 0, and commas between: trial=1,starter=2');
  const parts = text.split(',').map((part) => part.trim());
  const mix: Record<string, number> = {};
  for (const part of parts) {
    const [, name, weight = '1'] = /^([^=]*[^=\s])\s*(?:=\s*(\d{1,9}(?:\.\d{1,6})?))?$/.exec(part) ?? [];
    if (name === undefined || Object.hasOwn(mix, name)) throw expected();
    mix[name] = Number(weight);
  }
  if (!Object.values(mix).some((weight) => weight > 0)) throw expected();
  return mix;
}

export function showMix(mix: Readonly<Record<string, number>>): string {
  return Object.entries(mix)
    .map(([name, weight]) => `${name}=${weight}`)
    .join(',');
}

/** A share of a whole: `0.05`, `5%`. */
export function parseShare(text: string): number {
  const [, number, percent] = /^(\d{1,3}(?:\.\d{1,6})?)\s*(%?)$/.exec(text.trim()) ?? [];
  // Divided, and not multiplied by 0.01, which would make 0.07 of 7% only nearly.
  const share = percent === '%' ? Number(number) / 100 : Number(number);
  if (!(share <= 1)) throw new RangeError('a share from 0 to 1, such as 0.05, or from 0% to 100%');
  return share;
}

/** `en,de`; each once. */
export function parseList(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('') || new Set(names).size < names.length) {
    throw new RangeError('names with commas between, each once: en,de');
  }
  return names;
}

/** A day or a moment in UTC: `2026-01-31`, `2026-01-31T12:00:00Z`. */
export function parseMoment(text: string): Date {
  const day = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z)?$/.exec(text.trim())?.[1];
  const moment = new Date(text.trim());
  // JavaScript makes the 2nd of March out of the 30th of February.
  if (day === undefined || Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(day)) {
    throw new RangeError('a day or a moment in UTC: 2026-01-31, 2026-01-31T12:00:00Z');
  }
  return moment;
}

/** `2026-01-31`, or the whole moment where it is not midnight. */
export function showMoment(moment: Date): string {
  return moment.toISOString().replace('T00:00:00.000Z', '').replace('.000Z', 'Z');
}

/** A whole number from 0 to `most`. */
export function parseWhole(most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,16}$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(number <= most)) throw new RangeError(`a whole number from 0 to ${most}`);
    return number;
  };
}
