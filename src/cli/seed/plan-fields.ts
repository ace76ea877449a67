import type { SeedPlan } from '../../seed/generate/plan.ts';
import type { OptionSpec } from '../command.ts';
import { parseCount } from '../parse.ts';
import {
  parseList,
  parseMix,
  parseMoment,
  parseShare,
  parseWhole,
  showMix,
  showMoment,
} from './parse-seed.ts';

/** One thing that a plan of generated rows says: the flag that gives it, and the question that asks for it. */
export interface PlanField {
  /** Also the flag in camel case, and the key of its value among the options. */
  readonly key: keyof SeedPlan;
  readonly option: OptionSpec;
  /** `--plans`. */
  readonly flag: string;
  /** Absent: not asked, only given by the flag. */
  readonly question?: string;
  /** The plan with what the text says; throws a RangeError that says what was expected. */
  readonly put: (plan: SeedPlan, text: string) => SeedPlan;
  /** What the plan says of it, as the flag takes it. */
  readonly show: (plan: SeedPlan) => string;
}

interface FieldParts<K extends keyof SeedPlan> {
  readonly flags: string;
  readonly description: string;
  readonly question?: string;
  readonly parse: (text: string) => SeedPlan[K];
  readonly show: (value: SeedPlan[K]) => string;
}

function field<K extends keyof SeedPlan>(key: K, parts: FieldParts<K>): PlanField {
  const { flags, description, question, parse, show } = parts;
  return {
    key,
    option: { flags, description, parse },
    flag: flags.split(' ', 1)[0] ?? '',
    ...(question === undefined ? {} : { question }),
    put: (plan, text) => ({ ...plan, [key]: parse(text) }),
    show: (plan) => show(plan[key]),
  };
}

const mix = { parse: parseMix, show: showMix };

/** In the order in which they are asked and printed. */
export const planFields: readonly PlanField[] = [
  field('tenants', {
    flags: '--tenants <n>',
    description: 'generate so many tenants',
    question: 'How many tenants',
    parse: parseCount,
    show: String,
  }),
  field('usersPerTenant', {
    flags: '--users-per-tenant <n>',
    description: 'and so many users for each',
    question: 'Users of each tenant',
    parse: parseWhole(999_999_999),
    show: String,
  }),
  field('plans', {
    flags: '--plans <mix>',
    description: 'how often which plan: trial=1,starter=2',
    question: 'Plans, with their weights',
    ...mix,
  }),
  field('tenantStatuses', {
    flags: '--tenant-statuses <mix>',
    description: 'how often which status of a tenant',
    question: 'Statuses of tenants',
    ...mix,
  }),
  field('userStatuses', {
    flags: '--user-statuses <mix>',
    description: 'how often which status of a user',
    question: 'Statuses of users',
    ...mix,
  }),
  field('identityProviders', {
    flags: '--identity-providers <mix>',
    description: 'how often which identity provider',
    question: 'Identity providers',
    ...mix,
  }),
  field('locales', {
    flags: '--locales <list>',
    description: 'languages of names: en,de',
    question: 'Languages of names',
    parse: parseList,
    show: (names) => names.join(','),
  }),
  field('deletedShare', {
    flags: '--deleted-share <share>',
    description: 'share of users that are soft-deleted: 0.05, 5%',
    question: 'Share of soft-deleted users',
    parse: parseShare,
    show: String,
  }),
  field('randomSeed', {
    flags: '--random-seed <n>',
    description: 'the same number makes the same rows, on every engine and machine',
    question: 'Random seed',
    parse: parseWhole(Number.MAX_SAFE_INTEGER),
    show: String,
  }),
  field('asOf', {
    flags: '--as-of <date>',
    description: 'day or moment in UTC that the rows know of: 2026-01-31',
    parse: parseMoment,
    show: showMoment,
  }),
];
