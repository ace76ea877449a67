import { uuid } from './hex.ts';
import type { Place } from './locales.ts';
import { atWork, day, hour, minute, momentBetween } from './moments.ts';
import type { Names } from './names.ts';
import { permute, permute32 } from './permute.ts';
import { pick, type Random } from './random.ts';
import { type Run, streams } from './run.ts';
import { countOf, nameAt } from './shares.ts';

/** What is settled about a tenant; its row and those of its users follow from it. Moments are milliseconds in UTC. */
export interface TenantFacts {
  readonly id: string;
  readonly name: string;
  /** Its subdomain and domain too. */
  readonly slug: string;
  readonly planType: string;
  readonly status: string;
  readonly isDeleted: boolean;
  /** Among the tenants, those that are not soft-deleted first. */
  readonly rank: number;
  /** Index of its own language among those of the run. */
  readonly home: number;
  readonly place: Place;
  readonly createdAt: number;
  readonly activatedAt: number | null;
  readonly trialExpiresAt: number | null;
  /** Nothing happens in the tenant after it: its suspension, cancellation or deletion, or the moment told of. */
  readonly endsAt: number;
  readonly hasEnded: boolean;
  /** In which order its users have names and providers. */
  readonly key: number;
}

/** How long customers go back. */
const longestAge = 1_500 * day;
const shortestAge = 45 * day;
const trial = 14 * day;

/** The tenant of that number. Leaves the run's random numbers where the tenant's own go on. */
export function tenantFacts(run: Run, number: number): TenantFacts {
  const { plan, random, keys } = run;
  random.seek(streams.tenants, number);
  const id = uuid(permute32(number, keys.tenantId), random);
  const key = random.next();
  const ranks = ranksOf(run, number);
  const planType = nameAt(run.plans, ranks.plan);
  const status = nameAt(run.tenantStatuses, ranks.status);
  const isDeleted = ranks.status >= plan.tenants - run.deletedTenants;
  const home = permute(number, plan.tenants, keys.locale) % run.names.length;
  const names = namesAt(run, home);
  const place = pick(random, names.locale.places);
  const company = pick(random, names.companies);
  return {
    id,
    name: company.text,
    slug: `${company.handle}-${suffix(run, number)}`,
    planType,
    status,
    isDeleted,
    rank: ranks.status,
    home,
    place,
    key,
    ...life(random, plan.asOf.getTime(), { planType, status, isDeleted }, place.offset),
  };
}

export function namesAt({ names }: Run, index: number): Names {
  const found = names[index];
  if (found === undefined) throw new RangeError(`the run has no locale ${index}`);
  return found;
}

/**
 * Ranks among plans and among statuses. Both lists begin with the trials, and the same tenants come first in both: who
 * has the plan is in a trial, as far as the mixes allow. The rest of the statuses does not depend on the plan.
 */
function ranksOf({ plan, keys, tenantStatuses }: Run, number: number): { plan: number; status: number } {
  const rank = permute(number, plan.tenants, keys.plan);
  const trials = countOf(tenantStatuses, 'trial');
  if (rank < trials) return { plan: rank, status: rank };
  const status = trials + permute(rank - trials, plan.tenants - trials, keys.tenantStatus);
  return { plan: rank, status };
}

/** What no other tenant of the run has at the end of its slug, and hardly one of another run. */
function suffix({ plan, keys }: Run, number: number): string {
  const length = plan.tenants <= 36 ** 4 ? 4 : 6;
  return permute(number, 36 ** length, keys.slug)
    .toString(36)
    .padStart(length, '0');
}

type Life = Pick<TenantFacts, 'createdAt' | 'activatedAt' | 'trialExpiresAt' | 'endsAt' | 'hasEnded'>;

function life(
  random: Random,
  asOf: number,
  tenant: Pick<TenantFacts, 'planType' | 'status' | 'isDeleted'>,
  offset: number,
): Life {
  const onTrial = tenant.status === 'trial';
  const hasEnded = tenant.isDeleted || !(onTrial || tenant.status === 'active');
  const [oldest, youngest] = onTrial
    ? [asOf - trial + hour, asOf - hour]
    : [asOf - longestAge, asOf - shortestAge];
  // The later of two: a platform that grows.
  const either = [momentBetween(random, oldest, youngest), momentBetween(random, oldest, youngest)];
  const createdAt = atWork(random, Math.max(...either), oldest, youngest, offset);
  const trialEnd = createdAt + trial;
  if (onTrial) {
    const endsAt = hasEnded ? momentBetween(random, createdAt, asOf) : asOf;
    return { createdAt, activatedAt: null, trialExpiresAt: trialEnd, endsAt, hasEnded };
  }
  const conversion = atWork(
    random,
    momentBetween(random, createdAt + hour, trialEnd),
    createdAt,
    trialEnd,
    offset,
  );
  const endsAt = hasEnded
    ? atWork(random, momentBetween(random, trialEnd, asOf), trialEnd, asOf, offset)
    : asOf;
  if (tenant.planType === 'trial') {
    // Still active on it: the trial was made longer.
    return tenant.status === 'active'
      ? { createdAt, activatedAt: conversion, trialExpiresAt: asOf + trial, endsAt, hasEnded }
      : { createdAt, activatedAt: null, trialExpiresAt: trialEnd, endsAt, hasEnded };
  }
  // Enterprises sign a contract; others mostly try first.
  const tried = tenant.planType !== 'enterprise' && (random.next() & 3) !== 0;
  const activatedAt = tried ? conversion : createdAt + 5 * minute + random.below(4 * hour);
  return { createdAt, activatedAt, trialExpiresAt: tried ? trialEnd : null, endsAt, hasEnded };
}
