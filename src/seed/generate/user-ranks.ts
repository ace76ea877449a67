import { permute } from './permute.ts';
import type { Run } from './run.ts';
import { nameAt } from './shares.ts';
import type { TenantFacts } from './tenant-facts.ts';

// Each choice lays the users out in an order of its own and cuts it: the shares come out to the row, and where a row is in
// that order follows from its number alone. A seat is which user of the tenant it is, from 0.

/** Statuses begin with `active`, and first users with the lowest ranks: a tenant is founded by somebody who is there. */
export function statusOf({ plan, keys, userStatuses }: Run, number: number, seat: number): string {
  const { tenants, usersPerTenant } = plan;
  const tenant = (number - seat) / usersPerTenant;
  const rank =
    seat === 0
      ? permute(tenant, tenants, keys.firstUser)
      : tenants + permute(number - tenant - 1, tenants * (usersPerTenant - 1), keys.userStatus);
  return nameAt(userStatuses, rank);
}

/**
 * Whether the user of a tenant that is not deleted is. Those with the highest ranks are; first users have the lowest.
 *
 * @param tenantRank of the tenant among those that are not deleted
 */
export function isDeletedAlone(
  { plan, keys, deletedTenants, deletedUsers }: Run,
  tenantRank: number,
  seat: number,
): boolean {
  if (deletedUsers === 0) return false;
  const live = plan.tenants - deletedTenants;
  const others = plan.usersPerTenant - 1;
  const rank =
    seat === 0 ? tenantRank : live + permute(tenantRank * others + seat - 1, live * others, keys.userDeleted);
  return rank >= live * plan.usersPerTenant - deletedUsers;
}

/** Users of a tenant have ranks beside each other: most tenants sign in by one provider. */
export function providerOf(
  { plan, keys, providers }: Run,
  tenant: TenantFacts,
  number: number,
  seat: number,
): string {
  const { tenants, usersPerTenant } = plan;
  const block = permute((number - seat) / usersPerTenant, tenants, keys.tenantProvider);
  return nameAt(providers, block * usersPerTenant + permute(seat, usersPerTenant, tenant.key));
}
