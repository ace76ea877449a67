import { type Activity, activity, noActivity } from './activity.ts';
import { atWork, day, minute, momentBetween } from './moments.ts';
import type { Random } from './random.ts';
import type { TenantFacts } from './tenant-facts.ts';

/** Moments are milliseconds in UTC. */
export interface UserLife {
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly done: Activity;
}

/** Invitations older than that have been accepted or taken back. */
const longestInvitation = 45 * day;

/**
 * When the user came, and what happened since, within the life of the tenant.
 *
 * @param progress how many of the tenant's users came before, from 0 to below 1
 * @param offset minutes that the user is ahead of UTC
 */
export function userLife(
  random: Random,
  tenant: TenantFacts,
  user: { readonly status: string; readonly isDeleted: boolean },
  progress: number,
  offset: number,
): UserLife {
  const isPending = user.status === 'invited' || user.status === 'pending_verification';
  const end = tenant.endsAt;
  const from = isPending ? Math.max(tenant.createdAt, end - longestInvitation) : tenant.createdAt;
  const createdAt =
    progress === 0
      ? Math.min(tenant.createdAt + random.below(minute), end)
      : atWork(random, from + Math.floor((end - from) * progress), from, end, offset);
  // Suspended or deleted while the tenant lived on, or with it.
  const hasLeft = user.isDeleted || user.status === 'suspended';
  const until = hasLeft && !tenant.isDeleted ? momentBetween(random, createdAt, end) : end;
  // A few were never seen, though they might have come.
  const wasSeen = !isPending && random.next() >>> 27 !== 0;
  const done = wasSeen ? activity(random, createdAt, until, offset) : noActivity;
  if (hasLeft) return { createdAt, updatedAt: until, done };
  const isUnchanged = (random.next() & 1) === 0;
  const updatedAt = isUnchanged ? createdAt : momentBetween(random, createdAt, done.activeAt ?? createdAt);
  return { createdAt, updatedAt, done };
}
