import { clockDifference, clockWarning, roughly, type ServerClock } from '../../database/clock.ts';
import { type Answer, type DatabaseCheck, ok, servers, warning } from '../check.ts';

/** Whether server and client agree on the time: names of migrations have the client's, the history has the server's. */
export const clock: DatabaseCheck = {
  id: 'clock',
  on: servers,
  run: async ({ database }) => judgeClock(database.clock),
};

export function judgeClock(clock: ServerClock): Answer {
  const message = clockWarning(clock);
  if (message === null) return ok(`${roughly(clockDifference(clock))} apart from this machine's`);
  return warning(
    message,
    'Set the clock of whichever is wrong (NTP): times in the history come from the server, and those in names of migrations from here.',
  );
}
