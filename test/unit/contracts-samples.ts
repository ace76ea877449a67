import {
  type Entity,
  Tenant,
  TenantCreate,
  TenantRead,
  TenantSummary,
  TenantUpdate,
  User,
  UserActivitySummary,
  UserBase,
  UserCreate,
  UserLoginStatistics,
  UserProfileUpdate,
  UserRegistration,
  UserResponse,
  UserResponseWithTenant,
  UserStored,
  UserSummary,
  UserUpdate,
} from 'quodsi-db';
import type { z } from 'zod';

const id = '0195f2f4-1c3a-7c1e-9d4b-0123456789ab';
const at = new Date('2024-05-06T07:08:09.123Z');

export const tenantRow = {
  id,
  index_id: '7',
  tenant_id: null,
  created_at: at,
  updated_at: at,
  is_deleted: false,
  name: 'Café Zürich & Söhne',
  subdomain: 'cafe-zurich-sohne',
  slug: 'cafe-zurich-sohne',
  plan_type: 'starter',
  status: 'active',
  max_users: 5,
  max_models: 10,
  max_scenarios_per_month: 100,
  max_storage_gb: 1,
  trial_expires_at: null,
  activated_at: at,
  stripe_customer_id: null,
  billing_email: 'bills@example.com',
};

export const userRow = {
  id,
  index_id: '9',
  tenant_id: id,
  created_at: at,
  updated_at: at,
  is_deleted: false,
  identity_provider: 'google',
  identity_provider_id: '1098',
  email: 'ann@example.com',
  display_name: 'Ann',
  last_login_at: at,
  login_count: 3,
  total_usage_minutes: 90,
  last_session_start: null,
  last_active_at: at,
  status: 'active',
  user_metadata: '{"theme":"dark"}',
};

function pick(row: Readonly<Record<string, unknown>>, names: string): Record<string, unknown> {
  return Object.fromEntries(names.split(' ').map((name) => [name, row[name]]));
}

const limits = 'max_users max_models max_scenarios_per_month max_storage_gb';
const tenantFields = `name slug subdomain plan_type status ${limits} trial_expires_at activated_at stripe_customer_id billing_email`;
const identity = 'identity_provider identity_provider_id';

export interface Sample {
  readonly contract: z.ZodType;
  readonly entity: Entity;
  /** A valid value with every field of the contract. */
  readonly sample: Readonly<Record<string, unknown>>;
  /** Fields that are another table's column, or none. */
  readonly elsewhere?: Readonly<Record<string, readonly [Entity, string] | null>>;
}

export const samples: Readonly<Record<string, Sample>> = {
  TenantCreate: {
    contract: TenantCreate,
    entity: Tenant,
    sample: pick(tenantRow, tenantFields),
  },
  TenantUpdate: { contract: TenantUpdate, entity: Tenant, sample: pick(tenantRow, tenantFields) },
  TenantRead: { contract: TenantRead, entity: Tenant, sample: tenantRow },
  TenantSummary: {
    contract: TenantSummary,
    entity: Tenant,
    sample: pick(tenantRow, 'id name slug subdomain plan_type status'),
  },
  UserBase: { contract: UserBase, entity: User, sample: pick(userRow, 'email display_name') },
  UserCreate: {
    contract: UserCreate,
    entity: User,
    sample: pick(userRow, `email display_name ${identity} tenant_id status user_metadata`),
  },
  UserUpdate: {
    contract: UserUpdate,
    entity: User,
    sample: pick(userRow, 'email display_name status user_metadata'),
  },
  UserProfileUpdate: {
    contract: UserProfileUpdate,
    entity: User,
    sample: pick(userRow, 'display_name user_metadata'),
  },
  UserRegistration: {
    contract: UserRegistration,
    entity: User,
    sample: {
      ...pick(userRow, `email display_name ${identity} user_metadata`),
      company_name: 'Acme',
      slug: 'acme',
      subdomain: 'acme',
    },
    elsewhere: {
      company_name: [Tenant, 'name'],
      slug: [Tenant, 'slug'],
      subdomain: [Tenant, 'subdomain'],
    },
  },
  UserStored: { contract: UserStored, entity: User, sample: userRow },
  UserResponse: {
    contract: UserResponse,
    entity: User,
    sample: pick(
      userRow,
      Object.keys(userRow)
        .filter((name) => name !== 'identity_provider_id' && name !== 'is_deleted')
        .join(' '),
    ),
  },
  UserResponseWithTenant: {
    contract: UserResponseWithTenant,
    entity: User,
    sample: {
      ...pick(
        userRow,
        Object.keys(userRow)
          .filter((name) => name !== 'identity_provider_id' && name !== 'is_deleted')
          .join(' '),
      ),
      tenant: pick(tenantRow, 'id name slug subdomain plan_type status'),
    },
    elsewhere: { tenant: null },
  },
  UserSummary: {
    contract: UserSummary,
    entity: User,
    sample: pick(userRow, 'id email display_name status'),
  },
  UserLoginStatistics: {
    contract: UserLoginStatistics,
    entity: User,
    sample: pick(userRow, 'id login_count last_login_at created_at'),
  },
  UserActivitySummary: {
    contract: UserActivitySummary,
    entity: User,
    sample: pick(userRow, 'id status total_usage_minutes last_session_start last_active_at'),
  },
};
