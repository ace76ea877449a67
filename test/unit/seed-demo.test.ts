import { expect, test } from 'vitest';
import { demoRows } from '../../src/seed/generate/demo-rows.ts';
import { defaultPlan } from '../../src/seed/generate/plan.ts';
import { tenantsTable, usersTable } from '../../src/seed/seed-table.ts';
import { tenantFaults, userFaults } from './seed-faults.ts';
import { fieldsOf, planOf, type TenantFields, tally, type UserFields } from './seed-plans.ts';

const rows = demoRows();
const tenants = rows.tenants.map((row) => fieldsOf<TenantFields>(tenantsTable, row));
const users = rows.users.map((row) => fieldsOf<UserFields>(usersTable, row));

test('three tenants, on the plans that are paid for, with three users each', () => {
  expect(tenants.map((tenant) => tenant.plan_type)).toEqual(['professional', 'starter', 'enterprise']);
  expect(tally(users.map((user) => user.tenant_id))).toEqual(
    Object.fromEntries(tenants.map(({ id }) => [id, 3])),
  );
});

test('every row keeps its contracts, and is believable', () => {
  const plan = planOf({ usersPerTenant: 3, asOf: defaultPlan.asOf });
  expect(tenants.map((tenant) => tenantFaults(plan, tenant))).toEqual(tenants.map(() => []));
  for (const user of users) {
    const tenant = tenants.find(({ id }) => id === user.tenant_id);
    if (tenant === undefined) throw new Error('a user has a tenant');
    // The demo set names itself in the identities, which are not in the provider's own form.
    const faults = userFaults(plan, tenant, user).filter((fault) => fault !== 'an id of the provider');
    expect({ user, faults }).toEqual({ user, faults: [] });
  }
});

test('what is unique in the tables is unique', () => {
  for (const keys of [
    tenants.map(({ id }) => id),
    tenants.map(({ slug }) => slug),
    users.map(({ id }) => id),
    users.map((user) => `${user.tenant_id} ${user.email}`),
    users.map((user) => `${user.identity_provider} ${user.identity_provider_id}`),
  ]) {
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test('is the same each time, and nobody can change it for others', () => {
  expect(demoRows()).toEqual(rows);
  expect(demoRows().tenants[0]).not.toBe(rows.tenants[0]);
});

test('shows names that are written in other ways', () => {
  const names = users.map((user) => user.display_name).join();
  for (const pattern of [
    /[À-ſ]/u,
    /\p{Script=Arabic}/u,
    /\p{Script=Hebrew}/u,
    /\p{Script=Han}/u,
    /\p{Extended_Pictographic}/u,
  ]) {
    expect(names).toMatch(pattern);
  }
  expect(tally(users.map(({ status }) => status))).toEqual({ active: 7, invited: 1, suspended: 1 });
});
