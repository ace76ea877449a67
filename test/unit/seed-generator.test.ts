import { describe, expect, test } from 'vitest';
import { openGenerator } from '../../src/seed/generate/open-generator.ts';
import { type Mix, mixNames } from '../../src/seed/generate/plan.ts';
import { tenantsTable, usersTable } from '../../src/seed/seed-table.ts';
import { rowChecksum } from '../support/row-checksum.ts';
import { tenantFaults, userFaults } from './seed-faults.ts';
import { flat, planOf, plans, rowsOf, tally } from './seed-plans.ts';

describe.each(plans)('%s', async (_name, plan) => {
  const { tenants, users } = await rowsOf(plan);

  test('every row keeps its contracts, and is believable', () => {
    expect(tenants).toHaveLength(plan.tenants);
    expect(users).toHaveLength(plan.tenants * plan.usersPerTenant);
    for (const tenant of tenants) {
      const faults = tenantFaults(plan, tenant);
      if (faults.length > 0) expect({ tenant, faults }).toEqual({ tenant, faults: [] });
    }
    for (const [number, user] of users.entries()) {
      const tenant = tenants[Math.floor(number / plan.usersPerTenant)];
      if (tenant === undefined) throw new Error('a user has a tenant');
      const faults = userFaults(plan, tenant, user);
      if (faults.length > 0) expect({ user, faults }).toEqual({ user, faults: [] });
    }
  });

  test('what is unique in the tables is unique, and in every case of letters', () => {
    const keys: Record<string, string[]> = {
      tenants: tenants.map(({ id }) => id),
      slugs: tenants.map(({ slug }) => slug),
      users: users.map(({ id }) => id),
      emails: users.map((user) => `${user.tenant_id} ${user.email}`),
      identities: users.map((user) => `${user.identity_provider} ${user.identity_provider_id}`),
    };
    for (const [name, values] of Object.entries(keys)) {
      const different = new Set(values.map((value) => value.toUpperCase())).size;
      expect([name, different]).toEqual([name, values.length]);
    }
  });

  test('the mixes are kept to the row', () => {
    const expectShares = (values: readonly string[], mix: Mix) => {
      const sum = Object.values(mix).reduce((all, weight) => all + weight, 0);
      const counts = tally(values);
      for (const [name, weight] of Object.entries(mix)) {
        const distance = Math.abs((counts[name] ?? 0) - (weight / sum) * values.length);
        expect(distance, name).toBeLessThan(1);
      }
    };
    expectShares(
      tenants.map((tenant) => tenant.plan_type),
      plan.plans,
    );
    expectShares(
      tenants.map((tenant) => tenant.status),
      plan.tenantStatuses,
    );
    expectShares(
      users.map((user) => user.status),
      plan.userStatuses,
    );
    expectShares(
      users.map((user) => user.identity_provider),
      plan.identityProviders,
    );
  });

  test('the share of deleted users is kept, unless more tenants are deleted', () => {
    const deletedTenants = tenants.filter((tenant) => tenant.is_deleted).length;
    const share = plan.deletedShare;
    const asked = Math.round((share / (2 - share)) * plan.tenants);
    const byStatus = tenants.filter(({ status }) => status === 'deleted').length;
    expect(deletedTenants).toBe(Math.max(asked, byStatus));
    expect(users.filter((user) => user.is_deleted)).toHaveLength(
      Math.max(Math.round(share * users.length), deletedTenants * plan.usersPerTenant),
    );
  });
});

describe('the same plan', () => {
  const plan = planOf({ tenants: 100, usersPerTenant: 2_000, randomSeed: 7 });

  test('gives these rows, on every machine and day', async () => {
    const { tenants, users, tenantCount, userCount } = await openGenerator(plan);
    expect({ tenantCount, userCount }).toEqual({ tenantCount: 100, userCount: 200_000 });
    expect(flat(tenants(0, 1))).toMatchInlineSnapshot(`
      [
        [
          "42aa98b6-b11d-4940-9f26-cec403c5ec87",
          null,
          2025-06-23T09:40:27.443Z,
          2025-06-30T02:42:38.770Z,
          false,
          "Wojtasik SKA",
          "wojtasik-ska-rja6",
          "wojtasik-ska-rja6",
          "trial",
          "trial",
          2000,
          10,
          100,
          1,
          2025-07-07T09:40:27.443Z,
          null,
          null,
          null,
        ],
      ]
    `);
    expect(flat(users(0, 2))).toMatchInlineSnapshot(`
      [
        [
          "24bc5130-4554-4232-97f2-354a120c1715",
          "42aa98b6-b11d-4940-9f26-cec403c5ec87",
          2025-06-23T09:40:28.356Z,
          2025-06-26T19:37:40.254Z,
          false,
          "auth0",
          "auth0|6859210c7b1fb7fb02346422",
          "arseniusz-marek@wojtasik-ska-rja6.example",
          "Arseniusz Marek",
          2025-06-30T09:03:39.730Z,
          14,
          190,
          2025-06-30T09:03:39.730Z,
          2025-06-30T11:09:09.516Z,
          "active",
          "{"locale":"pl-PL","timezone":"Europe/Warsaw","role":"owner","department":"Operations","city":"Krasnobród","preferences":{"theme":"light","notifications":{"email":true,"push":false},"startPage":"dashboard"}}",
        ],
        [
          "94fdf3ed-b4e3-4059-96e4-21f3fbe5a8ae",
          "42aa98b6-b11d-4940-9f26-cec403c5ec87",
          2025-06-23T09:45:41.229Z,
          2025-06-23T09:45:41.229Z,
          false,
          "auth0",
          "auth0|68592245122970e990ea61eb",
          "wiktoria-rozycki@wojtasik-ska-rja6.example",
          "Wiktoria Różycki",
          null,
          0,
          0,
          null,
          null,
          "pending_verification",
          "{"locale":"pl-PL","timezone":"Europe/Warsaw","role":"editor","department":"Engineering"}",
        ],
      ]
    `);
    expect((await rowChecksum(tenantsTable, tenants(0, 100))).inOrder).toMatchInlineSnapshot(
      `"e6ca9ab374c2f0c303aa1a9e922f84d1bf5f27a6c59468b7ea428e0677e040cd"`,
    );
    expect((await rowChecksum(usersTable, users(0, 4_500))).inOrder).toMatchInlineSnapshot(
      `"10c9b009174fef0d7d3cdf73fc1b6e9add95378f9678c336e112471e8f31d612"`,
    );
    expect((await rowChecksum(usersTable, users(195_000, 200_000))).inOrder).toMatchInlineSnapshot(
      `"312bb7ffc155b526b22de138446676f7eafc6cfba9152f3cd85510dbede93b2b"`,
    );
  });

  test('gives the rest of its rows from any number on', async () => {
    const [whole, rest] = [await openGenerator(plan), await openGenerator(plan)];
    const users = flat(whole.users(0, 4_100));
    for (const from of [1, 1_999, 2_000, 3_456, 4_099, 4_100]) {
      expect(flat(rest.users(from, 4_100))).toEqual(users.slice(from));
    }
    expect(flat(rest.tenants(37, 100))).toEqual(flat(whole.tenants(0, 100)).slice(37));
  });

  test('gives batches of 1,000, of several at once too', async () => {
    const { tenants, users } = await openGenerator(plan);
    expect([...users(500, 3_700)].map((rows) => rows.length)).toEqual([1_000, 1_000, 1_000, 200]);
    expect([...users(5, 5), ...tenants(100, 100)]).toEqual([]);
    const alone = [...users(0, 3_000)];
    const [left, right] = [users(0, 3_000)[Symbol.iterator](), users(0, 3_000)[Symbol.iterator]()];
    for (const rows of alone) {
      expect(left.next().value).toEqual(rows);
      expect([...tenants(0, 10)]).toHaveLength(1);
      expect(right.next().value).toEqual(rows);
    }
    expect(() => flat(users(0, 200_001))).toThrow(RangeError);
    expect(() => flat(tenants(-1, 5))).toThrow(RangeError);
  });

  test('however it is written', async () => {
    const shuffle = (mix: Mix): Mix => Object.fromEntries(Object.entries(mix).reverse());
    const written = planOf({
      ...plan,
      plans: { ...shuffle(plan.plans) },
      userStatuses: shuffle(plan.userStatuses),
      identityProviders: { ...shuffle(plan.identityProviders), okta: 0 },
      locales: [...plan.locales].reverse(),
    });
    const [one, other] = [await openGenerator(plan), await openGenerator(written)];
    expect(flat(other.users(0, 3_000))).toEqual(flat(one.users(0, 3_000)));
  });
});

test('another seed gives other rows, which fit beside the first', async () => {
  const [one, other] = [await rowsOf(planOf({ randomSeed: 1 })), await rowsOf(planOf({ randomSeed: 2 }))];
  const all = <T>(read: (rows: typeof one) => T[]) => [...read(one), ...read(other)];
  for (const keys of [
    all(({ tenants }) => tenants.map(({ id }) => id)),
    all(({ tenants }) => tenants.map(({ slug }) => slug)),
    all(({ users }) => users.map(({ id }) => id)),
    all(({ users }) => users.map((user) => user.identity_provider_id)),
  ]) {
    expect(new Set(keys).size).toBe(keys.length);
  }
});

describe('the rows look like those of people', async () => {
  const { users, tenants } = await rowsOf(planOf({ tenants: 60, usersPerTenant: 100 }));
  const share = <T>(items: readonly T[], holds: (item: T) => boolean) =>
    items.filter(holds).length / items.length;

  test.each([
    ['accents', /[À-ſ]/u, 0.1],
    ['Arabic', /\p{Script=Arabic}/u, 0.05],
    ['Hebrew', /\p{Script=Hebrew}/u, 0.05],
    ['Japanese', /[\p{Script=Hiragana}\p{Script=Katakana}]/u, 0.002],
    ['Chinese characters', /\p{Script=Han}/u, 0.1],
    ['Korean', /\p{Script=Hangul}/u, 0.05],
    ['emoji', /\p{Extended_Pictographic}/u, 0.01],
  ])('some have %s in their name', (_name, pattern, least) => {
    expect(share(users, (user) => pattern.test(user.display_name))).toBeGreaterThan(least);
  });

  test('they work by day and on weekdays, where they are', () => {
    const hourAt = new Map<string, Intl.DateTimeFormat>();
    const hour = (zone: string, at: Date) => {
      const format =
        hourAt.get(zone) ??
        new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hour12: false, timeZone: zone });
      hourAt.set(zone, format);
      return Number(format.format(at));
    };
    const seen = users.filter((user) => user.last_login_at !== null && user.user_metadata !== null);
    const logins = seen.map((user) => ({
      at: user.last_login_at ?? new Date(0),
      zone: JSON.parse(user.user_metadata ?? '').timezone as string,
    }));
    expect(share(logins, ({ at, zone }) => hour(zone, at) >= 7 && hour(zone, at) < 19)).toBeGreaterThan(0.75);
    expect(share(logins, ({ at }) => at.getUTCDay() % 6 !== 0)).toBeGreaterThan(0.85);
  });

  test('founders are there, most of a tenant sign in by one provider, and few were never seen', () => {
    const founders = users.filter((_, i) => i % 100 === 0);
    expect(tally(founders.map(({ status }) => status))).toEqual({ active: 60 });
    const mostly = tenants.map(({ id }) => {
      const providers = tally(
        users.filter((user) => user.tenant_id === id).map((user) => user.identity_provider),
      );
      return Math.max(...Object.values(providers)) / 100;
    });
    expect(share(mostly, (part) => part > 0.9)).toBeGreaterThan(0.9);
    const active = users.filter(({ status }) => status === 'active');
    expect(share(active, ({ login_count }) => login_count === 0)).toBeLessThan(0.05);
    expect(share(users, ({ user_metadata }) => user_metadata === null)).toBeGreaterThan(0.1);
  });

  test('plan and status fit together as far as the mixes allow', () => {
    expect(
      tenants.filter((tenant) => (tenant.status === 'trial') !== (tenant.plan_type === 'trial')),
    ).toEqual([]);
    expect(Object.keys(tally(tenants.map((tenant) => tenant.plan_type))).sort()).toEqual(
      [...mixNames.plans].sort(),
    );
  });
});
