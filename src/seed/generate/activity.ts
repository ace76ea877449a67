import { atWork, day, lately, minute, momentBetween } from './moments.ts';
import type { Random } from './random.ts';

/** What a user has done; moments are milliseconds in UTC, all from `createdAt` to `until`. */
export interface Activity {
  readonly lastLoginAt: number | null;
  readonly loginCount: number;
  readonly usageMinutes: number;
  readonly sessionStart: number | null;
  readonly activeAt: number | null;
}

/** Of those who have never signed in. */
export const noActivity: Activity = {
  lastLoginAt: null,
  loginCount: 0,
  usageMinutes: 0,
  sessionStart: null,
  activeAt: null,
};

const longestSession = 180 * minute;

/** @param offset minutes that the user is ahead of UTC */
export function activity(random: Random, createdAt: number, until: number, offset: number): Activity {
  const lastLoginAt = lately(random, createdAt, until, offset);
  const bits = random.next();
  // One in four has come back since, without signing in again.
  const sessionStart =
    (bits & 3) === 0
      ? atWork(random, lastLoginAt, lastLoginAt, Math.min(until, lastLoginAt + 5 * day), offset)
      : lastLoginAt;
  const activeAt = momentBetween(random, sessionStart, Math.min(until, sessionStart + longestSession));
  const days = Math.ceil((lastLoginAt - createdAt) / day);
  // From hardly ever to twice a day, in eighths of a login.
  const loginCount = 1 + Math.floor((days * (1 + ((bits >>> 2) & 15))) / 8);
  const session = Math.floor((activeAt - sessionStart) / minute);
  const minutesOfEach = 3 + ((bits >>> 6) & 31);
  const sinceCreated = Math.floor((activeAt - createdAt) / minute);
  const usageMinutes = Math.min(session + (loginCount - 1) * minutesOfEach, sinceCreated);
  return { lastLoginAt, loginCount, usageMinutes, sessionStart, activeAt };
}
