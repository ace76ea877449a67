import type { planTypes } from '../../entities/tenant.ts';
import type { SeedRow } from '../seed-table.ts';
import { atWork, momentBetween } from './moments.ts';
import { pick, type Random } from './random.ts';
import type { Run } from './run.ts';
import { type TenantFacts, tenantFacts } from './tenant-facts.ts';

interface Limits {
  readonly users: readonly number[];
  readonly models: readonly number[];
  readonly scenarios: readonly number[];
  readonly gigabytes: readonly number[];
}

const limits = {
  trial: { users: [5], models: [10], scenarios: [100], gigabytes: [1] },
  starter: { users: [10, 15, 25], models: [25, 40], scenarios: [500, 750], gigabytes: [5, 10, 12.5] },
  professional: {
    users: [50, 75, 100, 150],
    models: [100, 200, 250],
    scenarios: [2_500, 5_000],
    gigabytes: [50, 100, 250.25],
  },
  enterprise: {
    users: [500, 1_000, 2_500],
    models: [1_000, 2_000, 5_000],
    scenarios: [25_000, 50_000, 100_000],
    gigabytes: [1_024, 2_048.75, 5_000],
  },
} as const satisfies Readonly<Record<(typeof planTypes)[number], Limits>>;

const mailboxes = ['billing', 'accounts', 'finance', 'invoices'] as const;
const stripeLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const limitsOf = (plan: string): Limits => (limits as Readonly<Record<string, Limits>>)[plan] ?? limits.trial;

/** The row of the tenant of that number, its cells as in `tenantsTable`. */
export function tenantRow(run: Run, number: number): SeedRow {
  const tenant = tenantFacts(run, number);
  const { random, plan } = run;
  const { users, models, scenarios, gigabytes } = limitsOf(tenant.planType);
  const pays = tenant.planType !== 'trial' && tenant.activatedAt !== null;
  return [
    tenant.id,
    null,
    new Date(tenant.createdAt),
    new Date(updatedAt(random, tenant)),
    tenant.isDeleted,
    tenant.name,
    tenant.slug,
    tenant.slug,
    tenant.planType,
    tenant.status,
    roomFor(plan.usersPerTenant, pick(random, users)),
    pick(random, models),
    pick(random, scenarios),
    pick(random, gigabytes),
    dateOf(tenant.trialExpiresAt),
    dateOf(tenant.activatedAt),
    pays ? stripeCustomer(random) : null,
    pays ? `${pick(random, mailboxes)}@${tenant.slug}.example` : null,
  ];
}

function updatedAt(random: Random, { hasEnded, endsAt, createdAt, activatedAt, place }: TenantFacts): number {
  if (hasEnded) return endsAt;
  const from = activatedAt ?? createdAt;
  return atWork(random, momentBetween(random, from, endsAt), from, endsAt, place.offset);
}

/** The limit of the plan, or what a larger tenant would have agreed on. */
function roomFor(users: number, limit: number): number {
  if (users <= limit) return limit;
  const step = users < 1_000 ? 50 : 500;
  return Math.ceil(users / step) * step;
}

function stripeCustomer(random: Random): string {
  let id = 'cus_';
  for (let i = 0; i < 14; i += 1) id += stripeLetters[random.below(stripeLetters.length)];
  return id;
}

const dateOf = (moment: number | null) => (moment === null ? null : new Date(moment));
