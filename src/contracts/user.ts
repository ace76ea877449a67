import { z } from 'zod';
import {
  email,
  jsonText,
  moment,
  name,
  notEmpty,
  notEmptyMessage,
  slug,
  stored,
  text,
  uuid,
} from './fields.ts';
import { TenantSummary } from './tenant.ts';
import { withSlugs } from './with-slugs.ts';

const status = z.enum(['active', 'invited', 'suspended', 'pending_verification']);

const displayName = name(1, 255);

const identity = { identity_provider: text(50), identity_provider_id: text(255) };

const base = { email, display_name: displayName };

const optional = { user_metadata: jsonText.nullable().optional() };

/** What a user is known by; unknown fields are refused. */
export const UserBase = z.strictObject(base);
export type UserBase = z.output<typeof UserBase>;

/** What an API takes to create a user; unknown fields are refused, fields left out get the table's defaults. */
export const UserCreate = z.strictObject({
  ...base,
  ...identity,
  tenant_id: uuid,
  status: status.optional(),
  ...optional,
});
export type UserCreate = z.output<typeof UserCreate>;

/** What an administrator may change about a user: at least one field; unknown fields are refused. */
export const UserUpdate = z
  .strictObject({
    email: email.optional(),
    display_name: displayName.optional(),
    status: status.optional(),
    ...optional,
  })
  .refine(notEmpty, notEmptyMessage);
export type UserUpdate = z.output<typeof UserUpdate>;

/** What users may change about themselves: at least one field; unknown fields are refused. */
export const UserProfileUpdate = z
  .strictObject({ display_name: displayName.optional(), ...optional })
  .refine(notEmpty, notEmptyMessage);
export type UserProfileUpdate = z.output<typeof UserProfileUpdate>;

/** What an API takes from somebody who signs up with a company; slug and subdomain as in `TenantCreate`. */
export const UserRegistration = z
  .strictObject({
    ...base,
    ...identity,
    company_name: name(2, 255),
    slug: slug.optional(),
    subdomain: slug.optional(),
    ...optional,
  })
  .transform((value, context) => withSlugs(value, value.company_name, 'company_name', context));
export type UserRegistration = z.output<typeof UserRegistration>;

/** A row of `users`, with one form for what drivers return differently; other properties are left out. */
export const UserStored = z.object({
  id: uuid,
  index_id: stored.bigint,
  tenant_id: uuid,
  created_at: moment,
  updated_at: moment,
  is_deleted: z.boolean(),
  identity_provider: stored.text(50),
  identity_provider_id: stored.text(255),
  email: stored.text(255),
  display_name: stored.text(255),
  last_login_at: moment.nullable(),
  login_count: stored.int,
  total_usage_minutes: stored.int,
  last_session_start: moment.nullable(),
  last_active_at: moment.nullable(),
  status,
  user_metadata: jsonText.nullable(),
});
export type UserStored = z.output<typeof UserStored>;

// What follows takes a row, and leaves out the properties it does not name.

/** A user as an API shows it: without the identity at the provider, and without the soft-delete flag. */
export const UserResponse = UserStored.omit({ identity_provider_id: true, is_deleted: true });
export type UserResponse = z.output<typeof UserResponse>;

/** A user in a list. */
export const UserSummary = UserStored.pick({ id: true, email: true, display_name: true, status: true });
export type UserSummary = z.output<typeof UserSummary>;

/** A user as an API shows it, and the tenant in short under `tenant`. */
export const UserResponseWithTenant = UserResponse.extend({ tenant: TenantSummary });
export type UserResponseWithTenant = z.output<typeof UserResponseWithTenant>;

/** How often and when last a user has signed in. */
export const UserLoginStatistics = UserStored.pick({
  id: true,
  login_count: true,
  last_login_at: true,
  created_at: true,
});
export type UserLoginStatistics = z.output<typeof UserLoginStatistics>;

/** What a user has been doing: time in minutes, the latest session and the latest sign of life. */
export const UserActivitySummary = UserStored.pick({
  id: true,
  status: true,
  total_usage_minutes: true,
  last_session_start: true,
  last_active_at: true,
});
export type UserActivitySummary = z.output<typeof UserActivitySummary>;
