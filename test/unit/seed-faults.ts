import { TenantCreate, TenantRead, UserCreate, UserStored } from 'quodsi-db';
import type { z } from 'zod';
import type { SeedPlan } from '../../src/seed/generate/plan.ts';
import type { TenantFields, UserFields } from './seed-plans.ts';

const lifecycle = ['id', 'tenant_id', 'created_at', 'updated_at', 'is_deleted'];
const records = [
  'last_login_at',
  'login_count',
  'total_usage_minutes',
  'last_session_start',
  'last_active_at',
];

/** What a contract has against the row, or changes of it: a row is loaded as it is. */
function contractFaults(contract: z.ZodType, row: object, without: readonly string[]): string[] {
  const given = Object.fromEntries(Object.entries(row).filter(([name]) => !without.includes(name)));
  const { success, data, error } = contract.safeParse(given);
  if (!success) return [JSON.stringify(error.issues)];
  const parsed = data as Record<string, unknown>;
  return Object.entries(given)
    .filter(([name, value]) => !same(parsed[name], value))
    .map(([name]) => `${name} is changed to ${String(parsed[name])}`);
}

const same = (a: unknown, b: unknown) =>
  a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;

type Rule<Row> = readonly [string, (row: Row) => boolean];

const told = <Row>(rules: readonly Rule<Row>[], row: Row): string[] =>
  rules.filter(([, holds]) => !holds(row)).map(([name]) => name);

/** Moments that are there, each not before the one before it. */
const inOrder = (...moments: readonly (Date | null)[]): boolean => {
  const present = moments.filter((moment) => moment !== null);
  return present.every((moment, i) => i === 0 || moment >= (present[i - 1] ?? moment));
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What is wrong with a tenant, by itself and by its plan. */
export function tenantFaults(plan: SeedPlan, tenant: TenantFields): string[] {
  const { plan_type: type, status, activated_at: activated, trial_expires_at: expires } = tenant;
  const paid = type !== 'trial';
  const rules: readonly Rule<TenantFields>[] = [
    ['id is a uuid', ({ id }) => uuid.test(id)],
    ['belongs to no tenant', ({ tenant_id }) => tenant_id === null],
    ['dates are in order', (t) => inOrder(t.created_at, activated, t.updated_at, plan.asOf)],
    ['a slug that is a subdomain', ({ slug, subdomain }) => slug === subdomain],
    ['status deleted is soft-deleted', ({ is_deleted }) => status !== 'deleted' || is_deleted],
    ['has room for its users', ({ max_users }) => max_users >= plan.usersPerTenant],
    ['a trial runs on', () => status !== 'trial' || (expires !== null && expires > plan.asOf)],
    ['a trial is not active yet', () => status !== 'trial' || activated === null],
    ['who is active was activated', () => status !== 'active' || activated !== null],
    ['a plan without a trial was bought', () => expires !== null || (paid && activated !== null)],
    ['a trial lasts some days', (t) => expires === null || expires > t.created_at],
    ['who pays is a customer', (t) => (paid && activated !== null) === (t.stripe_customer_id !== null)],
    ['who pays gets invoices', (t) => (t.billing_email === null) === (t.stripe_customer_id === null)],
  ];
  return [
    ...contractFaults(TenantCreate, tenant, lifecycle),
    ...contractFaults(TenantRead, { ...tenant, index_id: '1' }, []),
    ...told(rules, tenant),
  ];
}

const identities: Readonly<Record<string, RegExp>> = {
  auth0: /^auth0\|[0-9a-f]{24}$/,
  google: /^1\d{20}$/,
  saml: /^_[0-9a-f]{32}$/,
};

/** What is wrong with a user, by itself and beside its tenant. */
export function userFaults(plan: SeedPlan, tenant: TenantFields, user: UserFields): string[] {
  const { last_login_at: login, last_active_at: active, last_session_start: session } = user;
  const minutes = active === null ? 0 : (active.getTime() - user.created_at.getTime()) / 60_000;
  const rules: readonly Rule<UserFields>[] = [
    ['id is a uuid', ({ id }) => uuid.test(id)],
    ['is of its tenant', ({ tenant_id }) => tenant_id === tenant.id],
    ['is not before the tenant', ({ created_at }) => created_at >= tenant.created_at],
    ['dates are in order', (u) => inOrder(u.created_at, login, session, active, plan.asOf)],
    ['changed after created, before now', (u) => inOrder(u.created_at, u.updated_at, plan.asOf)],
    ['is deleted with the tenant', ({ is_deleted }) => is_deleted || !tenant.is_deleted],
    ['deleted after the last activity', (u) => !u.is_deleted || inOrder(active, u.updated_at)],
    ['nothing after the end of the tenant', (u) => !tenant.is_deleted || u.updated_at <= tenant.updated_at],
    ['counts logins when there is one', ({ login_count }) => login_count > 0 === (login !== null)],
    ['is seen when there is a login', () => (login === null) === (session === null)],
    ['a session has an end', () => (session === null) === (active === null)],
    ['uses no more than time', (u) => u.total_usage_minutes >= 0 && u.total_usage_minutes <= minutes],
    ['who waits has not signed in', ({ status }) => !/^(?:invited|pending)/.test(status) || login === null],
    ['an address of the tenant', ({ email }) => email.endsWith(`@${tenant.slug}.example`)],
    [
      'an address in lower-case ASCII',
      ({ email }) => /^[a-z]+[._-][a-z]+\d*@[a-z0-9-]+\.example$/.test(email),
    ],
    ['an id of the provider', (u) => (identities[u.identity_provider] ?? uuid).test(u.identity_provider_id)],
  ];
  return [
    ...contractFaults(UserCreate, user, [...lifecycle.filter((name) => name !== 'tenant_id'), ...records]),
    ...contractFaults(UserStored, { ...user, index_id: '1' }, []),
    ...told(rules, user),
  ];
}
