import { columnTypes } from '../schema/column-type.ts';
import { BaseEntity, tenantsTable } from './base-entity.ts';
import { defineEntity } from './define-entity.ts';
import type { Row } from './entity.ts';

export const planTypes = ['trial', 'starter', 'professional', 'enterprise'] as const;
export const tenantStatuses = ['trial', 'active', 'suspended', 'cancelled', 'deleted'] as const;

/** The table `tenants`: one row for each customer. */
export const Tenant = defineEntity({
  table: tenantsTable,
  scope: 'global',
  base: BaseEntity,
  description: 'Customer organisations. Every other table belongs to one of them.',
  deletedRowsKeepKeys: true,
  columns: {
    name: { type: columnTypes.string(255), description: 'Name of the organisation.' },
    subdomain: {
      type: columnTypes.string(100),
      description: 'Subdomain of quodsi.com where the tenant signs in.',
    },
    slug: { type: columnTypes.string(100), description: 'Short name of the tenant in URLs.' },
    plan_type: {
      type: columnTypes.string(50),
      default: 'trial',
      oneOf: planTypes,
      description: 'Plan that the tenant pays for.',
    },
    status: {
      type: columnTypes.string(20),
      default: 'trial',
      oneOf: tenantStatuses,
      description: 'Where the tenant stands in its life.',
    },
    max_users: { type: columnTypes.int, default: 5, description: 'How many users the tenant may have.' },
    max_models: { type: columnTypes.int, default: 10, description: 'How many models the tenant may have.' },
    max_scenarios_per_month: {
      type: columnTypes.int,
      default: 100,
      description: 'How many scenarios the tenant may run in a month.',
    },
    max_storage_gb: {
      type: columnTypes.decimal(10, 2),
      default: '1.0',
      description: 'How much the tenant may store, in gigabytes.',
    },
    trial_expires_at: {
      type: columnTypes.timestamp(3),
      nullable: true,
      description: 'When the trial ends, in UTC.',
    },
    activated_at: {
      type: columnTypes.timestamp(3),
      nullable: true,
      description: 'When the tenant first became active, in UTC.',
    },
    stripe_customer_id: {
      type: columnTypes.string(255),
      nullable: true,
      description: 'Customer at the payment provider Stripe.',
    },
    billing_email: {
      type: columnTypes.string(255),
      nullable: true,
      description: 'Where invoices are sent.',
    },
  },
  uniques: [{ columns: ['subdomain'] }, { columns: ['slug'] }],
});

/** A row of `tenants`. */
export type Tenant = Row<typeof Tenant>;

/** Whether the tenant is trying the platform out, by its plan or by its status. */
export function isTrial(tenant: Pick<Tenant, 'plan_type' | 'status'>): boolean {
  return tenant.plan_type === 'trial' || tenant.status === 'trial';
}

/** Whether the tenant is a customer in good standing: status active, and not deleted. */
export function isActive(tenant: Pick<Tenant, 'status' | 'is_deleted'>): boolean {
  return tenant.status === 'active' && !tenant.is_deleted;
}

/** The domain under which the tenant is reached: `acme.quodsi.com`. */
export function fullDomain(tenant: Pick<Tenant, 'subdomain'>): string {
  return `${tenant.subdomain}.quodsi.com`;
}

/** Whether one more user fits beside `users` existing ones. */
export function hasRoomForUser(tenant: Pick<Tenant, 'max_users'>, users: number): boolean {
  return users < tenant.max_users;
}

/** Whether one more model fits beside `models` existing ones. */
export function hasRoomForModel(tenant: Pick<Tenant, 'max_models'>, models: number): boolean {
  return models < tenant.max_models;
}

/** Whether one more scenario may run in a month that has seen `scenarios` already. */
export function hasRoomForScenario(
  tenant: Pick<Tenant, 'max_scenarios_per_month'>,
  scenarios: number,
): boolean {
  return scenarios < tenant.max_scenarios_per_month;
}
