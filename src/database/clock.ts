/** What the server's clock showed, between two looks at this machine's. */
export interface ServerClock {
  readonly before: Date;
  readonly server: Date;
  readonly after: Date;
}

/** What two clocks may differ in, in milliseconds. */
export const LARGEST_DIFFERENCE = 60_000;

/** Milliseconds that the server's clock is ahead of this machine's, at least; negative where it is behind. */
export function clockDifference({ before, server, after }: ServerClock): number {
  const ahead = server.getTime() - after.getTime();
  const behind = before.getTime() - server.getTime();
  // Anything between the two looks may be the same moment.
  return ahead > 0 ? ahead : behind > 0 ? -behind : 0;
}

/** What is wrong with the clocks, for a person; null where they agree well enough. */
export function clockWarning(clock: ServerClock): string | null {
  const difference = clockDifference(clock);
  if (Math.abs(difference) <= LARGEST_DIFFERENCE) return null;
  return `the server's clock is ${roughly(difference)} ${difference > 0 ? 'ahead of' : 'behind'} this machine's`;
}

/** A difference without its sign, in a unit that can be read: `90 s`, `3 h`. */
export function roughly(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1_000;
  const units: readonly (readonly [string, number])[] = [
    ['days', 86_400],
    ['h', 3_600],
    ['min', 60],
  ];
  const [unit, size] = units.find(([, each]) => seconds >= 3 * each) ?? ['s', 1];
  return `${Math.round(seconds / size)} ${unit}`;
}
