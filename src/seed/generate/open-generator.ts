import type { SeedRow } from '../seed-table.ts';
import { checkPlan } from './check-plan.ts';
import type { SeedPlan } from './plan.ts';
import { prepareRun, type Run } from './run.ts';
import { type TenantFacts, tenantFacts } from './tenant-facts.ts';
import { tenantRow } from './tenant-row.ts';
import { userRow } from './user-row.ts';

/** Rows of a plan, by their numbers. */
export interface SeedGenerator {
  readonly plan: SeedPlan;
  readonly tenantCount: number;
  readonly userCount: number;
  /** Rows of `tenantsTable` from number `from` up to, and without, `to`, in batches of 1,000. */
  tenants(from: number, to: number): Iterable<readonly SeedRow[]>;
  /** Rows of `usersTable`; user n is of tenant floor(n / usersPerTenant). No row needs those before it to be made. */
  users(from: number, to: number): Iterable<readonly SeedRow[]>;
}

const batchSize = 1_000;

/**
 * Draws the names that the rows pick from; the rows are made as they are asked for.
 *
 * @throws QuodsiDbError USAGE for a plan that no rows can be made of
 */
export async function openGenerator(plan: SeedPlan): Promise<SeedGenerator> {
  checkPlan(plan);
  const run = await prepareRun(plan);
  const tenantCount = plan.tenants;
  const userCount = plan.tenants * plan.usersPerTenant;
  return {
    plan,
    tenantCount,
    userCount,
    tenants: (from, to) => batches(from, to, tenantCount, (number) => tenantRow(run, number)),
    users: (from, to) => batches(from, to, userCount, usersOf(run)),
  };
}

function* batches(
  from: number,
  to: number,
  count: number,
  row: (number: number) => SeedRow,
): Generator<readonly SeedRow[]> {
  if (!(from >= 0 && from <= to && to <= count)) {
    throw new RangeError(`there are no rows ${from} to ${to} of ${count}`);
  }
  for (let start = from; start < to; start += batchSize) {
    const rows: SeedRow[] = [];
    const end = Math.min(start + batchSize, to);
    for (let number = start; number < end; number += 1) rows.push(row(number));
    yield rows;
  }
}

/** Users follow each other by tenant, so that each tenant is looked up once. */
function usersOf(run: Run): (number: number) => SeedRow {
  const { usersPerTenant } = run.plan;
  let current = -1;
  let tenant: TenantFacts | undefined;
  return (number) => {
    const owner = Math.floor(number / usersPerTenant);
    if (tenant === undefined || owner !== current) {
      tenant = tenantFacts(run, owner);
      current = owner;
    }
    return userRow(run, tenant, number, number - owner * usersPerTenant);
  };
}
