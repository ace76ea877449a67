import fc from 'fast-check';
import type { Tenant, User } from 'quodsi-db';
import { localeNames } from '../../src/seed/generate/locales.ts';
import { openGenerator } from '../../src/seed/generate/open-generator.ts';
import { defaultPlan, mixNames, type SeedPlan } from '../../src/seed/generate/plan.ts';
import { type SeedRow, type SeedTable, tenantsTable, usersTable } from '../../src/seed/seed-table.ts';

export type TenantFields = Omit<Tenant, 'index_id'>;
export type UserFields = Omit<User, 'index_id'>;

export const planOf = (changes: Partial<SeedPlan>): SeedPlan => ({ ...defaultPlan, ...changes });

/** Plans that differ in all that a plan can say, each with its name. */
export const plans: readonly (readonly [string, SeedPlan])[] = [
  ['the default', defaultPlan],
  [
    'every status, a third deleted',
    planOf({
      tenants: 60,
      usersPerTenant: 40,
      randomSeed: 2,
      deletedShare: 1 / 3,
      plans: { trial: 1, starter: 1, professional: 1, enterprise: 1 },
      tenantStatuses: { trial: 1, active: 3, suspended: 1, cancelled: 1, deleted: 1 },
      userStatuses: { active: 1, invited: 1, suspended: 1, pending_verification: 1 },
    }),
  ],
  ['one user each', planOf({ tenants: 900, usersPerTenant: 1, randomSeed: 3, deletedShare: 0.5 })],
  ['one tenant', planOf({ tenants: 1, usersPerTenant: 2_000, randomSeed: 4 })],
  [
    'more users than pairs of names',
    planOf({ tenants: 1, usersPerTenant: 19_000, randomSeed: 5, locales: ['ar'] }),
  ],
  ['no users', planOf({ tenants: 50, usersPerTenant: 0, randomSeed: 6 })],
  ['all deleted', planOf({ randomSeed: 7, deletedShare: 1 })],
  ['none deleted', planOf({ randomSeed: 8, deletedShare: 0 })],
  [
    'more deleted tenants than deleted rows',
    planOf({ randomSeed: 9, deletedShare: 0.1, tenantStatuses: { active: 1, deleted: 1 } }),
  ],
  ['trials on every plan', planOf({ randomSeed: 10, tenantStatuses: { trial: 1 } })],
  ['nobody signs in', planOf({ randomSeed: 11, userStatuses: { invited: 3, pending_verification: 1 } })],
  [
    'providers of other names',
    planOf({ randomSeed: 12, identityProviders: { 'Our AD (neu)': 1, '7': 2, google: 1 } }),
  ],
  ['the first day', planOf({ randomSeed: 13, asOf: new Date('1990-01-01T00:00:00.000Z') })],
  [
    'the largest seed, a leap day',
    planOf({ randomSeed: Number.MAX_SAFE_INTEGER, asOf: new Date('2024-02-29T23:59:59.999Z') }),
  ],
  ...fc.sample(anyPlan(), { numRuns: 12, seed: 1 }).map((plan, i) => [`random plan ${i}`, plan] as const),
];

function anyPlan(): fc.Arbitrary<SeedPlan> {
  const mix = (names: readonly string[]) =>
    fc
      .tuple(...names.map(() => fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true }))))
      .filter((weights) => weights.some((weight) => weight > 0))
      .map((weights) => Object.fromEntries(names.map((name, i) => [name, weights[i] ?? 0])));
  return fc.record({
    tenants: fc.integer({ min: 1, max: 30 }),
    usersPerTenant: fc.integer({ min: 0, max: 60 }),
    randomSeed: fc.maxSafeNat(),
    plans: mix(mixNames.plans),
    tenantStatuses: mix(mixNames.tenantStatuses),
    userStatuses: mix(mixNames.userStatuses),
    identityProviders: mix(mixNames.identityProviders),
    deletedShare: fc.double({ min: 0, max: 1, noNaN: true }),
    locales: fc.subarray([...localeNames], { minLength: 1 }),
    asOf: fc.date({
      min: new Date('1990-01-01T00:00:00Z'),
      max: new Date('2026-01-01T00:00:00Z'),
      noInvalidDate: true,
    }),
  });
}

/** Every row of a plan, by the names of its columns. */
export async function rowsOf(plan: SeedPlan): Promise<{ tenants: TenantFields[]; users: UserFields[] }> {
  const generator = await openGenerator(plan);
  return {
    tenants: flat(generator.tenants(0, generator.tenantCount)).map((row) =>
      fieldsOf<TenantFields>(tenantsTable, row),
    ),
    users: flat(generator.users(0, generator.userCount)).map((row) => fieldsOf<UserFields>(usersTable, row)),
  };
}

export const flat = (batches: Iterable<readonly SeedRow[]>): SeedRow[] => [...batches].flat();

export function fieldsOf<T>({ columns }: SeedTable, row: SeedRow): T {
  if (row.length !== columns.length) throw new Error(`a row has ${row.length} cells`);
  return Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])) as T;
}

export function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
