import {
  TenantCreate,
  TenantRead,
  TenantUpdate,
  UserCreate,
  UserProfileUpdate,
  UserRegistration,
  UserResponse,
  UserResponseWithTenant,
  UserStored,
  UserUpdate,
} from 'quodsi-db';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { reservedLabels, slugify } from '../../src/contracts/slug.ts';
import { tenantRow, userRow } from './contracts-samples.ts';

const user = {
  email: 'ann@example.com',
  display_name: 'Ann',
  identity_provider: 'google',
  identity_provider_id: '1098',
  tenant_id: userRow.tenant_id,
};

/** Where a contract finds fault, and with what. */
function issues(contract: z.ZodType, value: unknown): string[] {
  const result = contract.safeParse(value);
  return result.success ? [] : result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
}

describe('slugs', () => {
  test.each([
    ['Café Zürich & Söhne', 'cafe-zurich-sohne'],
    ['Acme', 'acme'],
    ['  Łódź -- Straße/Ørsted  ', 'lodz-strasse-orsted'],
    ["O'Brien’s Pub", 'obriens-pub'],
    ['Ǽon İstanbul Ðor', 'aeon-istanbul-dor'],
    ['ＡＢＣ ﬁne', 'abc-fine'],
    ['_a_b_', 'a-b'],
    ['日本', ''],
    [`${'x'.repeat(49)} y`, 'x'.repeat(49)],
    ['x'.repeat(60), 'x'.repeat(50)],
  ])('%s gives "%s"', (name, slug) => {
    expect(slugify(name)).toBe(slug);
  });

  test('a tenant gets its slug from its name, and its subdomain from its slug', () => {
    expect(TenantCreate.parse({ name: ' Café Zürich & Söhne ' })).toEqual({
      name: 'Café Zürich & Söhne',
      slug: 'cafe-zurich-sohne',
      subdomain: 'cafe-zurich-sohne',
    });
    expect(TenantCreate.parse({ name: 'Acme', slug: 'ACME-2' })).toMatchObject({
      slug: 'acme-2',
      subdomain: 'acme-2',
    });
    expect(TenantCreate.parse({ name: 'Acme', subdomain: 'other' })).toMatchObject({
      slug: 'acme',
      subdomain: 'other',
    });
  });

  test.each(['日本', '!!', 'A?', 'Admin', 'www'])('no slug can be made of the name %s', (name) => {
    expect(issues(TenantCreate, { name })).toEqual([
      expect.stringMatching(/^slug: cannot be made from the name .*; give one$/),
    ]);
    expect(TenantCreate.parse({ name, slug: 'fine' })).toMatchObject({ slug: 'fine' });
  });

  test.each<[string, string]>([
    ['a', '2 to 50'],
    ['', '2 to 50'],
    ['x'.repeat(51), '2 to 50'],
    ['-ab', 'hyphen'],
    ['ab-', 'hyphen'],
    ['a_b', 'a-z, 0-9'],
    ['a b', 'a-z, 0-9'],
    ['ab\n', 'a-z, 0-9'],
    ['café', 'a-z, 0-9'],
    ...reservedLabels.map((label): [string, string] => [label.toUpperCase(), `reserved: ${label}`]),
  ])('%j is no slug and no subdomain: %s', (slug, reason) => {
    for (const field of ['slug', 'subdomain']) {
      for (const contract of [TenantCreate, TenantUpdate]) {
        expect(issues(contract, { name: 'Acme', [field]: slug })).toEqual([
          expect.stringMatching(new RegExp(`^${field}: .*${reason}`)),
        ]);
      }
    }
  });

  test.each(['ab', 'a1', '1a', 'a--b', 'x'.repeat(50), 'api-2'])('%s is a slug', (slug) => {
    expect(TenantUpdate.parse({ slug })).toEqual({ slug });
  });
});

describe('tenants', () => {
  test.each([
    [{ name: ' A ' }, 'name: '],
    [{ name: 'x'.repeat(256) }, 'name: '],
    [{ name: 'Acme', plan_type: 'free' }, 'plan_type: '],
    [{ name: 'Acme', status: 'invited' }, 'status: '],
    [{ name: 'Acme', max_users: -1 }, 'max_users: '],
    [{ name: 'Acme', max_users: 1.5 }, 'max_users: '],
    [{ name: 'Acme', max_storage_gb: 1.005 }, 'max_storage_gb: '],
    [{ name: 'Acme', max_storage_gb: -1 }, 'max_storage_gb: '],
    [{ name: 'Acme', billing_email: 'bills@' }, 'billing_email: '],
    [{ name: 'Acme', is_deleted: true }, ': Unrecognized key: "is_deleted"'],
    [{}, 'name: '],
  ])('create refuses %j', (value, where) => {
    expect(issues(TenantCreate, value)).toEqual([expect.stringContaining(where)]);
  });

  test('an update changes what it names, and must name something', () => {
    expect(TenantUpdate.parse({ billing_email: null, max_storage_gb: 1.1 })).toEqual({
      billing_email: null,
      max_storage_gb: 1.1,
    });
    for (const value of [{}, { name: undefined }]) {
      expect(issues(TenantUpdate, value)).toEqual([': must change at least one field']);
    }
    expect(issues(TenantUpdate, { name: null })).toHaveLength(1);
  });

  test('read takes a row of either driver, or its own JSON', () => {
    const expected = {
      ...tenantRow,
      index_id: '7',
      max_storage_gb: 1.5,
      is_trial: false,
      is_active: true,
      full_domain: 'cafe-zurich-sohne.quodsi.com',
    };
    const postgres = { ...tenantRow, index_id: '7', max_storage_gb: '1.50', surplus: 1 };
    const mssql = { ...tenantRow, id: tenantRow.id.toUpperCase(), index_id: '7', max_storage_gb: 1.5 };
    const pglite = { ...tenantRow, index_id: 7, max_storage_gb: '1.50' };
    for (const row of [postgres, mssql, pglite, JSON.parse(JSON.stringify(expected))]) {
      expect(TenantRead.parse(row)).toEqual(expected);
    }
  });
});

describe('users', () => {
  test('names are trimmed, e-mail addresses are trimmed and lower-cased', () => {
    const created = UserCreate.parse({ ...user, email: ' Ann@Example.COM ', display_name: '  A ' });
    expect(created).toEqual({ ...user, display_name: 'A' });
  });

  test.each([
    [{ email: 'ann' }, 'email: '],
    [{ email: `${'a'.repeat(251)}@b.co` }, 'email: '],
    [{ display_name: '   ' }, 'display_name: '],
    [{ identity_provider_id: '' }, 'identity_provider_id: '],
    [{ tenant_id: 'acme' }, 'tenant_id: '],
    [{ status: 'deleted' }, 'status: '],
    [{ user_metadata: '{bad}' }, 'user_metadata: must be JSON text'],
    [{ user_metadata: '"text"' }, 'user_metadata: must be JSON text'],
    [{ user_metadata: `[${' '.repeat(3999)}]` }, 'user_metadata: '],
    [{ display_name: 'a\u0000b' }, 'display_name: must not contain the character U+0000'],
    [{ display_name: 'a\ud83d' }, 'display_name: contains half of a character'],
    [{ display_name: '😀'.repeat(128) }, 'display_name: '],
    [{ login_count: 5 }, ': Unrecognized key: "login_count"'],
  ])('create refuses %j', (change, where) => {
    expect(issues(UserCreate, { ...user, ...change })).toEqual([expect.stringContaining(where)]);
  });

  test('nobody changes a status by a profile update', () => {
    expect(UserUpdate.parse({ status: 'suspended' })).toEqual({ status: 'suspended' });
    expect(issues(UserProfileUpdate, { display_name: 'Ann', status: 'active' })).toEqual([
      ': Unrecognized key: "status"',
    ]);
    expect(issues(UserUpdate, {})).toEqual([': must change at least one field']);
    expect(issues(UserProfileUpdate, {})).toEqual([': must change at least one field']);
  });

  test('a registration is a user and a company', () => {
    const { tenant_id: _, ...person } = user;
    expect(UserRegistration.parse({ ...person, company_name: ' Acme & Co ' })).toEqual({
      ...person,
      company_name: 'Acme & Co',
      slug: 'acme-co',
      subdomain: 'acme-co',
    });
    expect(issues(UserRegistration, { ...person, company_name: 'A' })).toEqual([
      expect.stringContaining('company_name: '),
    ]);
    expect(issues(UserRegistration, { ...person, company_name: '日本' })).toEqual([
      expect.stringContaining('slug: cannot be made from the company_name'),
    ]);
  });

  test('a response hides the identity at the provider and the soft-delete flag', () => {
    const { identity_provider_id: _id, is_deleted: _deleted, ...shown } = userRow;
    expect(UserResponse.parse(userRow)).toEqual(shown);
    const both = UserResponseWithTenant.parse({ ...userRow, tenant: tenantRow });
    expect(both).toEqual({
      ...shown,
      tenant: {
        id: tenantRow.id,
        name: tenantRow.name,
        slug: tenantRow.slug,
        subdomain: tenantRow.subdomain,
        plan_type: 'starter',
        status: 'active',
      },
    });
  });

  test('a stored record from before a rule can be read', () => {
    const old = { ...userRow, email: 'Ann at home', index_id: 2n ** 62n };
    expect(UserStored.parse(old)).toEqual({ ...old, index_id: '4611686018427387904' });
  });
});
