import type { SeedRow } from '../seed-table.ts';
import { uuid } from './hex.ts';
import { identity } from './identity.ts';
import { metadata } from './metadata.ts';
import type { Named, Names } from './names.ts';
import { permute, permute32 } from './permute.ts';
import { pick } from './random.ts';
import { type Run, streams } from './run.ts';
import { namesAt, type TenantFacts } from './tenant-facts.ts';
import { userLife } from './user-life.ts';
import { isDeletedAlone, providerOf, statusOf } from './user-ranks.ts';

const emoji = ['🚀', '🌱', '☕', '🎯', '🦊', '👩‍💻', '🏳️‍🌈', '✨'];

/** What stands between two names in the addresses of a tenant. */
const separators = ['.', '_', '.', '-'];

/**
 * The row of the user of that number, its cells as in `usersTable`.
 *
 * @param seat which user of the tenant it is, from 0
 */
export function userRow(run: Run, tenant: TenantFacts, number: number, seat: number): SeedRow {
  const { random, keys } = run;
  random.seek(streams.users, number);
  const id = uuid(permute32(number, keys.userId), random);
  const status = statusOf(run, number, seat);
  const isDeleted = tenant.isDeleted || isDeletedAlone(run, tenant.rank, seat);
  const provider = providerOf(run, tenant, number, seat);
  // Three in four are from where the tenant is.
  const locale = random.next() >>> 30 === 0 ? random.below(run.names.length) : tenant.home;
  const names = namesAt(run, locale);
  const place = locale === tenant.home ? tenant.place : pick(random, names.locale.places);
  const progress = seat / run.plan.usersPerTenant;
  const { createdAt, updatedAt, done } = userLife(
    random,
    tenant,
    { status, isDeleted },
    progress,
    place.offset,
  );
  const { name, address } = person(names, tenant, seat);
  return [
    id,
    tenant.id,
    new Date(createdAt),
    new Date(updatedAt),
    isDeleted,
    provider,
    identity(provider, permute32(number, keys.identity), createdAt, random),
    address,
    random.next() >>> 26 === 0 ? `${name} ${pick(random, emoji)}` : name,
    dateOf(done.lastLoginAt),
    done.loginCount,
    done.usageMinutes,
    dateOf(done.sessionStart),
    dateOf(done.activeAt),
    status,
    metadata(random, names, place, seat === 0, done.activeAt !== null),
  ];
}

/**
 * A name and address that the tenant has once: its users go through all pairs of names in an order of its own, whichever
 * of them are of that locale; after the last pair, with a number.
 */
function person({ given, family, locale }: Names, { key, domain }: TenantFacts, seat: number) {
  const pairs = given.length * family.length;
  const pair = permute(seat % pairs, pairs, key);
  const first = at(given, pair % given.length);
  const last = at(family, Math.floor(pair / given.length));
  const left = (key & 4) === 0 ? first : last;
  const right = left === first ? last : first;
  const number = seat < pairs ? '' : String(Math.floor(seat / pairs) + 1);
  return {
    name: locale.written(first.text, last.text),
    address: left.handle + (separators[key & 3] ?? '.') + right.handle + number + domain,
  };
}

function at(names: readonly Named[], index: number): Named {
  const name = names[index];
  if (name === undefined) throw new RangeError(`there is no name ${index}`);
  return name;
}

const dateOf = (moment: number | null) => (moment === null ? null : new Date(moment));
