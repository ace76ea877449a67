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
  return `the server's clock is ${seconds(difference)} ${difference > 0 ? 'ahead of' : 'behind'} this machine's`;
}

/** A difference without its sign: `90 s`. */
export const seconds = (milliseconds: number): string => `${Math.round(Math.abs(milliseconds) / 1_000)} s`;
