import { drawNames, type Names } from './names.ts';
import { mixNames, type SeedPlan } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { countOf, type Portion, shareOut } from './shares.ts';

/** Rows of each stream have random numbers of their own. */
export const streams = { keys: 1, tenants: 2, users: 3 } as const;

/** What a plan settles before the first row. */
export interface Run {
  readonly plan: SeedPlan;
  readonly random: Random;
  /** Of each locale, one at least. */
  readonly names: readonly Names[];
  /** For each purpose another order of the rows. */
  readonly keys: Readonly<Record<(typeof purposes)[number], number>>;
  readonly plans: readonly Portion[];
  readonly tenantStatuses: readonly Portion[];
  readonly userStatuses: readonly Portion[];
  readonly providers: readonly Portion[];
  /** Tenants that are soft-deleted. */
  readonly deletedTenants: number;
  /** Users that are soft-deleted while their tenant is not. */
  readonly deletedUsers: number;
}

const purposes = [
  'plan',
  'tenantStatus',
  'locale',
  'slug',
  'tenantProvider',
  'firstUser',
  'userStatus',
  'userDeleted',
  'tenantId',
  'userId',
  'identity',
] as const;

/** @param plan sound, by `checkPlan` */
export async function prepareRun(plan: SeedPlan): Promise<Run> {
  const random = createRandom(plan.randomSeed);
  random.seek(streams.keys, 0);
  const keys = Object.fromEntries(purposes.map((purpose) => [purpose, random.next()])) as Run['keys'];
  const users = plan.tenants * plan.usersPerTenant;
  const tenantStatuses = shareOut(plan.tenantStatuses, mixNames.tenantStatuses, plan.tenants);
  // Half of the share of users by way of their tenant, half one by one: 1 - (1 - s / (2 - s)) * (1 - s / 2) = s.
  const share = plan.deletedShare;
  const deletedTenants = Math.max(
    countOf(tenantStatuses, 'deleted'),
    Math.round((share / (2 - share)) * plan.tenants),
  );
  const deletedWithTenant = deletedTenants * plan.usersPerTenant;
  return {
    plan,
    random,
    names: await drawNames(plan.locales, plan.randomSeed),
    keys,
    plans: shareOut(plan.plans, mixNames.plans, plan.tenants),
    tenantStatuses,
    userStatuses: shareOut(plan.userStatuses, mixNames.userStatuses, users),
    providers: shareOut(plan.identityProviders, mixNames.identityProviders, users),
    deletedTenants,
    deletedUsers: Math.max(Math.round(share * users) - deletedWithTenant, 0),
  };
}
