import { type Cell, type SeedRow, type SeedTable, tenantsTable, usersTable } from '../seed-table.ts';

type Fields = Readonly<Record<string, Cell>>;

export interface DemoRows {
  /** Rows of `tenantsTable`, each known by its slug. */
  readonly tenants: readonly SeedRow[];
  /** Rows of `usersTable`, each known by tenant and e-mail, and by its identity. */
  readonly users: readonly SeedRow[];
}

/**
 * The demo set: a tenant on each plan that is paid for, with three users each. Always the same rows, ids included, among
 * them names that are written from right to left, in Chinese and Japanese, and with emoji.
 */
export function demoRows(): DemoRows {
  return {
    tenants: tenants.map((tenant) => cells(tenantsTable, tenant)),
    users: users.map((user) => cells(usersTable, user)),
  };
}

const idOf = (number: number) => `de300000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const at = (text: string) => new Date(`${text}Z`);

const tenant = (number: number, slug: string, fields: Fields): Fields => ({
  id: idOf(number),
  tenant_id: null,
  is_deleted: false,
  slug,
  subdomain: slug,
  status: 'active',
  billing_email: `billing@${slug}.example`,
  ...fields,
});

const tenants: readonly Fields[] = [
  tenant(1, 'demo-professional', {
    name: 'Harbour Line Logistics (professional demo)',
    plan_type: 'professional',
    max_users: 50,
    max_models: 100,
    max_scenarios_per_month: 2_500,
    max_storage_gb: 50,
    trial_expires_at: at('2025-01-21T09:12:40.250'),
    activated_at: at('2025-01-17T13:05:02.118'),
    stripe_customer_id: 'cus_DemoProfessional',
    created_at: at('2025-01-07T09:12:40.250'),
    updated_at: at('2025-03-04T10:31:09.004'),
  }),
  tenant(2, 'demo-starter', {
    name: 'Café Zürich Queue Lab (starter demo)',
    plan_type: 'starter',
    max_users: 10,
    max_models: 25,
    max_scenarios_per_month: 500,
    max_storage_gb: 12.5,
    trial_expires_at: at('2025-03-17T07:45:31.907'),
    activated_at: at('2025-03-14T15:20:44.330'),
    stripe_customer_id: 'cus_DemoStarter',
    created_at: at('2025-03-03T07:45:31.907'),
    updated_at: at('2025-03-14T15:20:44.330'),
  }),
  tenant(3, 'demo-enterprise', {
    name: 'Meridian Hospitals Process Simulation (enterprise demo)',
    plan_type: 'enterprise',
    max_users: 1_000,
    max_models: 2_000,
    max_scenarios_per_month: 50_000,
    max_storage_gb: 2_048.75,
    trial_expires_at: null,
    activated_at: at('2024-09-02T06:00:00.000'),
    stripe_customer_id: 'cus_DemoEnterprise',
    created_at: at('2024-09-02T05:30:12.665'),
    updated_at: at('2025-05-19T08:02:57.481'),
  }),
];

const user = (number: number, owner: number, fields: Fields): Fields => ({
  id: idOf(owner * 10 + number),
  tenant_id: idOf(owner),
  is_deleted: false,
  status: 'active',
  ...fields,
});

const never: Fields = {
  last_login_at: null,
  login_count: 0,
  total_usage_minutes: 0,
  last_session_start: null,
  last_active_at: null,
};

/** Logins, and minutes of use; the session began with the last login. */
const seen = (loginAt: string, activeAt: string, logins: number, minutes: number): Fields => ({
  last_login_at: at(loginAt),
  last_session_start: at(loginAt),
  last_active_at: at(activeAt),
  login_count: logins,
  total_usage_minutes: minutes,
});

const users: readonly Fields[] = [
  user(1, 1, {
    email: 'zoe.lindqvist@demo-professional.example',
    display_name: 'Zoë Lindqvist',
    identity_provider: 'auth0',
    identity_provider_id: 'auth0|demo00000000000000000011',
    user_metadata: metadata({ locale: 'sv-SE', timezone: 'Europe/Stockholm', role: 'owner' }),
    created_at: at('2025-01-07T09:13:02.771'),
    updated_at: at('2025-03-04T10:31:09.004'),
    ...seen('2025-06-27T07:58:13.402', '2025-06-27T10:44:51.093', 138, 5_410),
  }),
  user(2, 1, {
    email: 'haruka.sato@demo-professional.example',
    display_name: '佐藤 遥',
    identity_provider: 'google',
    identity_provider_id: '100000000000000000012',
    user_metadata: metadata({ locale: 'ja-JP', timezone: 'Asia/Tokyo', role: 'editor', city: '東京' }),
    created_at: at('2025-01-20T00:41:18.036'),
    updated_at: at('2025-01-20T00:41:18.036'),
    ...seen('2025-06-30T00:12:47.518', '2025-06-30T03:05:20.860', 92, 3_377),
  }),
  user(3, 1, {
    email: 'marcus.bell@demo-professional.example',
    display_name: 'Marcus Bell 🚀',
    identity_provider: 'google',
    identity_provider_id: '100000000000000000013',
    user_metadata: metadata({
      locale: 'en-GB',
      timezone: 'Europe/London',
      role: 'viewer',
      preferences: { theme: 'dark', notifications: { email: true, push: false }, startPage: 'scenarios' },
    }),
    created_at: at('2025-02-11T14:02:55.149'),
    updated_at: at('2025-02-11T14:02:55.149'),
    ...seen('2025-05-16T12:30:06.275', '2025-05-16T12:52:39.610', 17, 402),
  }),
  user(1, 2, {
    email: 'anais.dupre@demo-starter.example',
    display_name: 'Anaïs Dupré',
    identity_provider: 'auth0',
    identity_provider_id: 'auth0|demo00000000000000000021',
    user_metadata: metadata({ locale: 'fr-CH', timezone: 'Europe/Zurich', role: 'owner', city: 'Genève' }),
    created_at: at('2025-03-03T07:46:05.512'),
    updated_at: at('2025-03-14T15:20:44.330'),
    ...seen('2025-06-26T06:40:21.087', '2025-06-26T08:15:33.944', 61, 1_925),
  }),
  user(2, 2, {
    email: 'noa.levi@demo-starter.example',
    display_name: 'נועה לוי',
    identity_provider: 'auth0',
    identity_provider_id: 'auth0|demo00000000000000000022',
    user_metadata: metadata({ locale: 'he-IL', timezone: 'Asia/Jerusalem', role: 'editor', city: 'חיפה' }),
    created_at: at('2025-03-16T08:22:49.703'),
    updated_at: at('2025-03-16T08:22:49.703'),
    ...seen('2025-06-29T11:03:58.226', '2025-06-29T11:47:12.001', 44, 1_208),
  }),
  user(3, 2, {
    email: 'tomasz.zak@demo-starter.example',
    display_name: 'Tomasz Żak',
    identity_provider: 'google',
    identity_provider_id: '100000000000000000023',
    status: 'invited',
    user_metadata: null,
    created_at: at('2025-06-24T13:17:30.458'),
    updated_at: at('2025-06-24T13:17:30.458'),
    ...never,
  }),
  user(1, 3, {
    email: 'amina.haddad@demo-enterprise.example',
    display_name: 'أمينة حداد',
    identity_provider: 'entra',
    identity_provider_id: 'de300000-0000-4000-9000-000000000031',
    user_metadata: metadata({ locale: 'ar-AE', timezone: 'Asia/Dubai', role: 'owner', city: 'دبي' }),
    created_at: at('2024-09-02T05:31:00.900'),
    updated_at: at('2025-05-19T08:02:57.481'),
    ...seen('2025-06-30T04:25:44.631', '2025-06-30T07:10:08.752', 412, 18_630),
  }),
  user(2, 3, {
    email: 'na.li@demo-enterprise.example',
    display_name: '李娜 🌱',
    identity_provider: 'entra',
    identity_provider_id: 'de300000-0000-4000-9000-000000000032',
    user_metadata: metadata({ locale: 'zh-CN', timezone: 'Asia/Shanghai', role: 'admin', tags: ['pilot'] }),
    created_at: at('2024-10-14T01:09:27.345'),
    updated_at: at('2025-02-03T02:18:50.129'),
    ...seen('2025-06-30T01:55:16.940', '2025-06-30T06:31:42.077', 355, 15_042),
  }),
  user(3, 3, {
    email: 'priya.raman@demo-enterprise.example',
    display_name: 'Priya Raman',
    identity_provider: 'saml',
    identity_provider_id: '_demo0000000000000000000000000033',
    status: 'suspended',
    user_metadata: metadata({ locale: 'en-IN', timezone: 'Asia/Kolkata', role: 'viewer' }),
    created_at: at('2024-11-05T04:48:11.216'),
    updated_at: at('2025-04-30T09:00:00.000'),
    ...seen('2025-04-29T05:36:02.883', '2025-04-29T07:12:25.360', 128, 4_096),
  }),
];

function metadata(value: object): string {
  return JSON.stringify(value);
}

function cells({ name, columns }: SeedTable, fields: Fields): SeedRow {
  return columns.map((column) => {
    const cell = fields[column.name];
    if (cell === undefined) throw new Error(`the demo set has a row of ${name} without ${column.name}`);
    return cell;
  });
}
