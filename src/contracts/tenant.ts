import { z } from 'zod';
import {
  count,
  email,
  gigabytes,
  moment,
  name,
  notEmpty,
  notEmptyMessage,
  slug,
  stored,
  text,
  uuid,
} from './fields.ts';
import { withSlugs } from './with-slugs.ts';

const planType = z.enum(['trial', 'starter', 'professional', 'enterprise']);
const status = z.enum(['trial', 'active', 'suspended', 'cancelled', 'deleted']);

const limits = {
  max_users: count.optional(),
  max_models: count.optional(),
  max_scenarios_per_month: count.optional(),
  max_storage_gb: gigabytes.optional(),
};

const choices = { plan_type: planType.optional(), status: status.optional() };

const optional = {
  trial_expires_at: moment.nullable().optional(),
  activated_at: moment.nullable().optional(),
  stripe_customer_id: text(255).nullable().optional(),
  billing_email: email.nullable().optional(),
};

const tenantName = name(2, 255);

/**
 * What an API takes to create a tenant; unknown fields are refused. Where no slug is given it is made from the
 * name, and the subdomain from the slug. Fields left out get the table's defaults.
 */
export const TenantCreate = z
  .strictObject({
    name: tenantName,
    slug: slug.optional(),
    subdomain: slug.optional(),
    ...choices,
    ...limits,
    ...optional,
  })
  .transform((tenant, context) => withSlugs(tenant, tenant.name, 'name', context));
export type TenantCreate = z.output<typeof TenantCreate>;

/** What an API takes to change a tenant: at least one field; unknown fields are refused. */
export const TenantUpdate = z
  .strictObject({
    name: tenantName.optional(),
    slug: slug.optional(),
    subdomain: slug.optional(),
    ...choices,
    ...limits,
    ...optional,
  })
  .refine(notEmpty, notEmptyMessage);
export type TenantUpdate = z.output<typeof TenantUpdate>;

const summaryFields = {
  id: uuid,
  name: stored.text(255),
  slug: stored.text(100),
  subdomain: stored.text(100),
  plan_type: planType,
  status,
};

const row = z.object({
  ...summaryFields,
  index_id: stored.bigint,
  tenant_id: uuid.nullable(),
  created_at: moment,
  updated_at: moment,
  is_deleted: z.boolean(),
  max_users: stored.int,
  max_models: stored.int,
  max_scenarios_per_month: stored.int,
  max_storage_gb: stored.gigabytes,
  trial_expires_at: moment.nullable(),
  activated_at: moment.nullable(),
  stripe_customer_id: stored.text(255).nullable(),
  billing_email: stored.text(255).nullable(),
});

/**
 * A tenant as an API shows it: every column, and what follows from them (`is_trial`, `is_active`, `full_domain`).
 * Takes a row, or its own output; other properties are left out.
 */
export const TenantRead = row.transform((tenant) => ({
  ...tenant,
  is_trial: tenant.plan_type === 'trial' || tenant.status === 'trial',
  is_active: tenant.status === 'active' && !tenant.is_deleted,
  full_domain: `${tenant.subdomain}.quodsi.com`,
}));
export type TenantRead = z.output<typeof TenantRead>;

/** A tenant in a list, or beside a user. Takes a row; other properties are left out. */
export const TenantSummary = z.object(summaryFields);
export type TenantSummary = z.output<typeof TenantSummary>;
