import { planTypes, tenantStatuses } from '../../entities/tenant.ts';
import { userStatuses } from '../../entities/user.ts';
import { localeNames } from './locales.ts';

/** What there is to be how much of, by weight: `{ trial: 1, starter: 3 }`. What is left out has weight 0. */
export type Mix = Readonly<Record<string, number>>;

/** Which rows are made. The same plan gives the same rows, ids included, on every machine and day. */
export interface SeedPlan {
  /** 1 or more. */
  readonly tenants: number;
  /** 0 or more; every tenant has as many. */
  readonly usersPerTenant: number;
  /** A whole number from 0 up to 2^53 - 1. */
  readonly randomSeed: number;
  /** Of `planTypes`. */
  readonly plans: Mix;
  /** Of `tenantStatuses`. A tenant of status `deleted` is soft-deleted, whatever the share. */
  readonly tenantStatuses: Mix;
  /** Of `userStatuses`. */
  readonly userStatuses: Mix;
  /** Of any names; those of `identityProviders` get ids in the provider's own form, others a uuid. */
  readonly identityProviders: Mix;
  /** The share of users that are soft-deleted, 0 to 1; about half of them with their tenant. */
  readonly deletedShare: number;
  /** Of `localeNames`: where names come from. */
  readonly locales: readonly string[];
  /** When the rows are told: nothing that has happened happened later. */
  readonly asOf: Date;
}

/** Providers whose ids are known to look like something. */
export const identityProviders = ['auth0', 'google', 'entra', 'saml'] as const;

/** Lists that the names of a mix are of, in the order in which ranks are given out. */
export const mixNames = { plans: planTypes, tenantStatuses, userStatuses, identityProviders } as const;

export const defaultPlan: SeedPlan = {
  tenants: 10,
  usersPerTenant: 20,
  randomSeed: 1,
  plans: { trial: 20, starter: 40, professional: 30, enterprise: 10 },
  tenantStatuses: { trial: 20, active: 65, suspended: 5, cancelled: 10 },
  userStatuses: { active: 85, invited: 8, suspended: 4, pending_verification: 3 },
  identityProviders: { auth0: 40, google: 25, entra: 25, saml: 10 },
  deletedShare: 0.05,
  locales: localeNames,
  // Fixed, so that a seed gives the same rows tomorrow.
  asOf: new Date('2025-06-30T16:00:00.000Z'),
};
