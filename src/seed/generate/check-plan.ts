import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { localeNames } from './locales.ts';
import { identityProviders, type Mix, mixNames, type SeedPlan } from './plan.ts';

/** Ranks of rows are numbers of 32 bits, with room to spare. */
const mostRows = 1_000_000_000;
/** So that no sum of weights loses the small ones. */
const mostWeight = 1_000_000_000;
/** Rows reach some years back from `asOf`; both ends are dates that every engine and contract takes. */
const earliest = new Date('1990-01-01T00:00:00.000Z');

/**
 * Says what no rows can be made of.
 *
 * @param now nothing may be told as of later than that
 * @throws QuodsiDbError USAGE, which names the part of the plan and what it may be
 */
export function checkPlan(plan: SeedPlan, now: Date = new Date()): void {
  wholeNumber('the number of tenants', plan.tenants, 1, mostRows);
  wholeNumber('the number of users per tenant', plan.usersPerTenant, 0, mostRows);
  const users = plan.tenants * plan.usersPerTenant;
  if (users > mostRows) {
    const named = `${plan.tenants} tenants with ${plan.usersPerTenant} users each`;
    throw refusal(`${named} are too many: ${users} users`, `Ask for at most ${mostRows} users in all.`);
  }
  wholeNumber('the random seed', plan.randomSeed, 0, Number.MAX_SAFE_INTEGER);
  checkMix('plan', plan.plans, mixNames.plans);
  checkMix('status of tenants', plan.tenantStatuses, mixNames.tenantStatuses);
  checkMix('status of users', plan.userStatuses, mixNames.userStatuses);
  checkMix('identity provider', plan.identityProviders, undefined);
  checkShare(plan.deletedShare);
  checkLocales(plan.locales);
  checkMoment(plan.asOf, now);
}

function wholeNumber(what: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw refusal(`${what} cannot be ${value}`, `Give a whole number from ${least} to ${most}.`);
}

function checkMix(what: string, mix: Mix, known: readonly string[] | undefined): void {
  const example = (known ?? identityProviders).slice(0, 2);
  const hint = `Give each ${what} a weight, such as ${example[0]}=3,${example[1]}=1.`;
  for (const [name, weight] of Object.entries(mix)) {
    if (known !== undefined && !known.includes(name)) {
      throw refusal(`there is no ${what} ${JSON.stringify(name)}`, `Known are ${known.join(', ')}.`);
    }
    if (known === undefined && !isProvider(name)) {
      const shown = JSON.stringify(name);
      throw refusal(
        `an identity provider cannot be called ${shown}`,
        'Give 1 to 50 printable characters without spaces around.',
      );
    }
    if (!(weight >= 0 && weight <= mostWeight)) {
      const message = `the weight of the ${what} ${name} cannot be ${weight}`;
      throw refusal(message, `Give a number from 0 to ${mostWeight}.`);
    }
  }
  if (!Object.values(mix).some((weight) => weight > 0)) {
    throw refusal(`no ${what} has a weight above 0`, hint);
  }
}

/** What the column takes as it is. */
function isProvider(name: string): boolean {
  return name.length <= 50 && name.trim() === name && /^[^\p{Control}\p{Surrogate}]+$/u.test(name);
}

function checkShare(share: number): void {
  if (share >= 0 && share <= 1) return;
  const hint = 'Give a number from 0 (none) to 1 (all), such as 0.05 for 5 in 100.';
  throw refusal(`the share of soft-deleted users cannot be ${share}`, hint);
}

function checkLocales(given: readonly string[]): void {
  const hint = `Known are ${localeNames.join(', ')}.`;
  const unknown = given.find((name) => !localeNames.includes(name));
  if (unknown !== undefined) throw refusal(`there is no locale ${JSON.stringify(unknown)}`, hint);
  if (given.length === 0) throw refusal('no locale is given for the names', hint);
}

function checkMoment(asOf: Date, now: Date): void {
  const range = `Give a date from ${dayOf(earliest)} to today, such as 2025-06-30.`;
  if (Number.isNaN(asOf.getTime())) throw refusal('the date to tell the rows as of is no date', range);
  if (asOf < earliest) throw refusal(`rows cannot be told as of ${asOf.toISOString()}: too early`, range);
  if (asOf > now) {
    throw refusal(`rows cannot be told as of ${asOf.toISOString()}: it lies in the future`, range);
  }
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

function refusal(message: string, hint: string): QuodsiDbError {
  return new QuodsiDbError('USAGE', message, { hint, exitCode: exitCodes.usage });
}
