import {
  type Cell,
  type SeedRow,
  type SeedTable,
  tenantsTable,
  usersTable,
} from '../../src/seed/seed-table.ts';

/** `uuid(12)`: the same id on every run. */
export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A row of the table with these values; every other column has one that is always the same. */
function row(table: SeedTable, values: Readonly<Record<string, Cell>>): SeedRow {
  return table.columns.map(({ name }) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${table.name}.${name} has no value`);
    return value;
  });
}

const at = new Date('2025-01-02T03:04:05.678Z');

export function tenantRow(number: number, values: Readonly<Record<string, Cell>> = {}): SeedRow {
  return row(tenantsTable, {
    id: uuid(number),
    tenant_id: null,
    created_at: at,
    updated_at: at,
    is_deleted: false,
    name: `Tenant ${number}`,
    subdomain: `tenant-${number}`,
    slug: `tenant-${number}`,
    plan_type: 'starter',
    status: 'active',
    max_users: 10,
    max_models: 10,
    max_scenarios_per_month: 100,
    max_storage_gb: 1.5,
    trial_expires_at: null,
    activated_at: at,
    stripe_customer_id: null,
    billing_email: null,
    ...values,
  });
}

export function userRow(
  number: number,
  tenant: number,
  values: Readonly<Record<string, Cell>> = {},
): SeedRow {
  return row(usersTable, {
    id: uuid(number),
    tenant_id: uuid(tenant),
    created_at: at,
    updated_at: at,
    is_deleted: false,
    identity_provider: 'google',
    identity_provider_id: `subject-${number}`,
    email: `user${number}@example.com`,
    display_name: `User ${number}`,
    last_login_at: null,
    login_count: 0,
    total_usage_minutes: 0,
    last_session_start: null,
    last_active_at: null,
    status: 'active',
    user_metadata: null,
    ...values,
  });
}
