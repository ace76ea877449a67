import { readClock, type ServerClock } from '../../introspect/clock.ts';
import { type Answer, type DatabaseCheck, ok, servers, warning } from '../check.ts';

/** Milliseconds. */
const LARGEST = 60_000;

/** Whether server and client agree on the time: names of migrations have the client's, the history has the server's. */
export const clock: DatabaseCheck = {
  id: 'clock',
  on: servers,
  run: async ({ database }) => judgeClock(await readClock(database)),
};

export function judgeClock({ before, server, after }: ServerClock): Answer {
  const ahead = server.getTime() - after.getTime();
  const behind = before.getTime() - server.getTime();
  // Anything between the two looks may be the same moment.
  const difference = Math.max(ahead, behind, 0);
  if (difference <= LARGEST) return ok(`${seconds(difference)} apart from this machine's`);
  return warning(
    `the server's clock is ${seconds(difference)} ${ahead > 0 ? 'ahead of' : 'behind'} this machine's`,
    'Set the clock of whichever is wrong (NTP): times in the history come from the server, and those in names of migrations from here.',
  );
}

const seconds = (milliseconds: number) => `${Math.round(milliseconds / 1_000)} s`;
