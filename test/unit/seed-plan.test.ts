import { describe, expect, test } from 'vitest';
import { exitCodes, QuodsiDbError } from '../../src/errors.ts';
import { checkPlan } from '../../src/seed/generate/check-plan.ts';
import { localeNames } from '../../src/seed/generate/locales.ts';
import { openGenerator } from '../../src/seed/generate/open-generator.ts';
import { defaultPlan, type SeedPlan } from '../../src/seed/generate/plan.ts';
import { planOf, plans } from './seed-plans.ts';

const refusalOf = (plan: SeedPlan): QuodsiDbError => {
  try {
    checkPlan(plan, new Date('2026-01-01T00:00:00.000Z'));
  } catch (error) {
    if (error instanceof QuodsiDbError) return error;
    throw error;
  }
  throw new Error('the plan was not refused');
};

test('sound plans are taken', () => {
  for (const [, plan] of plans) expect(checkPlan(plan)).toBeUndefined();
  checkPlan(planOf({ tenants: 1_000_000, usersPerTenant: 1_000 }));
  checkPlan(planOf({ asOf: new Date('2026-01-01T00:00:00.000Z') }), new Date('2026-01-01T00:00:00.000Z'));
});

describe('a plan that no rows can be made of', () => {
  const known = {
    plans: 'Known are trial, starter, professional, enterprise.',
    tenants: 'Known are trial, active, suspended, cancelled, deleted.',
    users: 'Known are active, invited, suspended, pending_verification.',
    locales: `Known are ${localeNames.join(', ')}.`,
  };
  const wholeNumber = /^Give a whole number from \d+ to \d+\.$/;
  const refused: readonly (readonly [Partial<SeedPlan>, string | RegExp, string | RegExp])[] = [
    [{ tenants: 0 }, 'the number of tenants cannot be 0', 'Give a whole number from 1 to 1000000000.'],
    [{ tenants: -1 }, 'the number of tenants cannot be -1', wholeNumber],
    [{ tenants: 2.5 }, 'the number of tenants cannot be 2.5', wholeNumber],
    [{ tenants: Number.NaN }, 'the number of tenants cannot be NaN', wholeNumber],
    [{ tenants: 1_000_000_001 }, 'the number of tenants cannot be 1000000001', wholeNumber],
    [{ usersPerTenant: -1 }, 'the number of users per tenant cannot be -1', wholeNumber],
    [{ usersPerTenant: Number.POSITIVE_INFINITY }, /users per tenant cannot be Infinity/, wholeNumber],
    [
      { tenants: 1_000_001, usersPerTenant: 1_000 },
      '1000001 tenants with 1000 users each are too many: 1000001000 users',
      'Ask for at most 1000000000 users in all.',
    ],
    [{ randomSeed: -1 }, 'the random seed cannot be -1', wholeNumber],
    [{ randomSeed: 2 ** 53 }, /^the random seed cannot be 9007199254740992$/, wholeNumber],
    [{ plans: { free: 1 } }, 'there is no plan "free"', known.plans],
    [{ plans: { Trial: 1 } }, 'there is no plan "Trial"', known.plans],
    [{ plans: {} }, 'no plan has a weight above 0', /trial=3,starter=1/],
    [{ plans: { trial: 0 } }, 'no plan has a weight above 0', /weight/],
    [{ plans: { trial: -1 } }, 'the weight of the plan trial cannot be -1', /from 0 to 1000000000/],
    [{ plans: { trial: Number.NaN } }, /trial cannot be NaN/, /from 0/],
    [{ plans: { trial: 1e300 } }, /trial cannot be 1e\+300/, /from 0/],
    [{ tenantStatuses: { open: 1 } }, 'there is no status of tenants "open"', known.tenants],
    [{ userStatuses: { deleted: 1 } }, 'there is no status of users "deleted"', known.users],
    [{ userStatuses: { constructor: 1 } }, 'there is no status of users "constructor"', known.users],
    [{ identityProviders: {} }, 'no identity provider has a weight above 0', /auth0=3,google=1/],
    [{ identityProviders: { '': 1 } }, 'an identity provider cannot be called ""', /1 to 50/],
    [{ identityProviders: { ' google': 1 } }, /cannot be called " google"/, /without spaces/],
    [{ identityProviders: { 'a\u0000b': 1 } }, /cannot be called "a\\u0000b"/, /printable/],
    [{ identityProviders: { ['x'.repeat(51)]: 1 } }, /cannot be called "x+"/, /1 to 50/],
    [{ deletedShare: 1.01 }, 'the share of soft-deleted users cannot be 1.01', /0\.05 for 5 in 100/],
    [{ deletedShare: -0.1 }, /cannot be -0\.1/, /from 0 \(none\) to 1 \(all\)/],
    [{ deletedShare: Number.NaN }, /cannot be NaN/, /from 0/],
    [{ locales: [] }, 'no locale is given for the names', known.locales],
    [{ locales: ['en', 'xx'] }, 'there is no locale "xx"', known.locales],
    [{ locales: ['toString'] }, 'there is no locale "toString"', known.locales],
    [{ asOf: new Date(Number.NaN) }, /is no date/, /from 1990-01-01 to today/],
    [{ asOf: new Date('1989-12-31') }, /1989-12-31T00:00:00\.000Z: too early$/, /from 1990-01-01/],
    [{ asOf: new Date('2026-01-01T00:00:00.001Z') }, /it lies in the future$/, /to today/],
  ];

  test.each(refused)('%j', (changes, message, hint) => {
    const error = refusalOf(planOf(changes));
    expect(error).toMatchObject({ code: 'USAGE', exitCode: exitCodes.usage });
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    if (typeof message === 'string') expect(error.message).toBe(message);
    if (typeof hint === 'string') expect(error.hint).toBe(hint);
  });

  test('gets no generator', async () => {
    await expect(openGenerator(planOf({ tenants: 0 }))).rejects.toThrow(QuodsiDbError);
  });
});

test('the default tells of the past, on any day', () => {
  expect(defaultPlan.asOf.getTime()).toBeLessThan(Date.parse('2025-12-31'));
});
