import type { SeedRow } from '../seed-table.ts';
import { activity, noActivity } from './activity.ts';
import { uuid } from './hex.ts';
import { identity } from './identity.ts';
import { metadata } from './metadata.ts';
import { atWork, day, minute, momentBetween } from './moments.ts';
import type { Names } from './names.ts';
import { permute, permute32 } from './permute.ts';
import { pick } from './random.ts';
import { type Run, streams } from './run.ts';
import { nameAt } from './shares.ts';
import { namesAt, type TenantFacts } from './tenant-facts.ts';

const emoji = ['🚀', '🌱', '☕', '🎯', '🦊', '👩‍💻', '🏳️‍🌈', '✨'];

/** How the addresses of a tenant are made; every person has one of their own in each. */
const addresses: readonly ((given: string, family: string) => string)[] = [
  (given, family) => `${given}.${family}`,
  (given, family) => `${given}_${family}`,
  (given, family) => `${family}.${given}`,
  (given, family) => `${given}-${family}`,
];

/** Invitations older than that have been accepted or taken back. */
const longestInvitation = 45 * day;

/**
 * The row of the user of that number, its cells as in `usersTable`.
 *
 * @param seat which user of the tenant it is, from 0
 */
export function userRow(run: Run, tenant: TenantFacts, number: number, seat: number): SeedRow {
  const { random, plan, keys } = run;
  random.seek(streams.users, number);
  const id = uuid(permute32(number, keys.userId), random);
  const status = nameAt(run.userStatuses, statusRank(run, number, seat));
  const isDeleted = tenant.isDeleted || isDeletedAlone(run, tenant.rank, seat);
  const provider = nameAt(run.providers, providerRank(run, tenant, number, seat));
  const names = namesAt(run, random.next() >>> 30 === 0 ? random.below(run.names.length) : tenant.home);
  const where = names === namesAt(run, tenant.home) ? tenant.place : pick(random, names.locale.places);
  const { offset } = where;

  const isPending = status === 'invited' || status === 'pending_verification';
  const from = isPending ? Math.max(tenant.createdAt, tenant.endsAt - longestInvitation) : tenant.createdAt;
  const createdAt =
    seat === 0
      ? Math.min(tenant.createdAt + random.below(minute), tenant.endsAt)
      : atWork(random, joined(from, tenant.endsAt, seat, plan.usersPerTenant), from, tenant.endsAt, offset);
  // Suspended or deleted within the tenant's life, or with it.
  const hasLeft = isDeleted || status === 'suspended';
  const until =
    hasLeft && !tenant.isDeleted ? momentBetween(random, createdAt, tenant.endsAt) : tenant.endsAt;
  // A few were never seen, though they might have come.
  const done =
    isPending || random.next() >>> 27 === 0 ? noActivity : activity(random, createdAt, until, offset);
  const updatedAt = hasLeft
    ? until
    : (random.next() & 1) === 0
      ? createdAt
      : momentBetween(random, createdAt, done.activeAt ?? createdAt);
  const person = personOf(names, tenant.key, seat);
  return [
    id,
    tenant.id,
    new Date(createdAt),
    new Date(updatedAt),
    isDeleted,
    provider,
    identity(provider, permute32(number, keys.identity), createdAt, random),
    `${(addresses[tenant.key & 3] ?? String)(person.given, person.family)}${person.suffix}@${tenant.slug}.example`,
    random.next() >>> 26 === 0 ? `${person.text} ${pick(random, emoji)}` : person.text,
    dateOf(done.lastLoginAt),
    done.loginCount,
    done.usageMinutes,
    dateOf(done.sessionStart),
    dateOf(done.activeAt),
    status,
    metadata(random, names, where, seat === 0, done.activeAt !== null),
  ];
}

/** Statuses begin with `active`, and first users with the lowest ranks: a tenant is founded by somebody who is there. */
function statusRank({ plan, keys }: Run, number: number, seat: number): number {
  const { tenants, usersPerTenant } = plan;
  const tenant = (number - seat) / usersPerTenant;
  if (seat === 0) return permute(tenant, tenants, keys.firstUser);
  return tenants + permute(number - tenant - 1, tenants * (usersPerTenant - 1), keys.userStatus);
}

/** Of the users whose tenant is not deleted, the highest ranks are; first users have the lowest. */
function isDeletedAlone(
  { plan, keys, deletedTenants, deletedUsers }: Run,
  rank: number,
  seat: number,
): boolean {
  if (deletedUsers === 0) return false;
  const live = plan.tenants - deletedTenants;
  const others = plan.usersPerTenant - 1;
  const order = seat === 0 ? rank : live + permute(rank * others + seat - 1, live * others, keys.userDeleted);
  return order >= live * plan.usersPerTenant - deletedUsers;
}

/** Users of a tenant have ranks beside each other: most tenants sign in by one provider. */
function providerRank({ plan, keys }: Run, tenant: TenantFacts, number: number, seat: number): number {
  const { tenants, usersPerTenant } = plan;
  const block = permute((number - seat) / usersPerTenant, tenants, keys.tenantProvider);
  return block * usersPerTenant + permute(seat, usersPerTenant, tenant.key);
}

/** Users come one after the other while the tenant lives. */
function joined(from: number, to: number, seat: number, users: number): number {
  return from + Math.floor(((to - from) * seat) / users);
}

/**
 * A name that the tenant has once: its users go through all pairs of names in an order of its own, whichever of them are
 * of that locale; after the last pair, with a number.
 */
function personOf(names: Names, key: number, seat: number) {
  const { given, family, locale } = names;
  const pairs = given.length * family.length;
  const pair = permute(seat % pairs, pairs, key);
  const first = given[pair % given.length];
  const last = family[Math.floor(pair / given.length)];
  if (first === undefined || last === undefined) throw new RangeError(`there is no pair of names ${pair}`);
  const round = Math.floor(seat / pairs);
  return {
    given: first.handle,
    family: last.handle,
    suffix: round === 0 ? '' : String(round + 1),
    text: locale.written(first.text, last.text),
  };
}

const dateOf = (moment: number | null) => (moment === null ? null : new Date(moment));
