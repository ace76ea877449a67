import type { SabotageCase } from './sabotage-case.ts';

export const keyCases: readonly SabotageCase[] = [
  {
    title: 'a primary key dropped',
    sql: 'ALTER TABLE users DROP CONSTRAINT pk_users',
    finds: [{ rule: 'missing-primary-key', object: 'public.users.pk_users', expected: '(id)' }],
  },
  {
    title: 'a primary key on another column',
    sql: 'ALTER TABLE users DROP CONSTRAINT pk_users; ALTER TABLE users ADD CONSTRAINT pk_users PRIMARY KEY (index_id)',
    finds: [
      { rule: 'different-primary-key', object: 'public.users.pk_users', expected: 'id', actual: 'index_id' },
    ],
  },
  {
    title: 'a primary key with a column more',
    sql: 'ALTER TABLE users DROP CONSTRAINT pk_users; ALTER TABLE users ADD CONSTRAINT pk_users PRIMARY KEY (id, tenant_id)',
    finds: [
      {
        rule: 'different-primary-key',
        object: 'public.users.pk_users',
        expected: 'id',
        actual: 'id, tenant_id',
      },
    ],
  },
  {
    title: 'a primary key renamed',
    sql: 'ALTER TABLE users RENAME CONSTRAINT pk_users TO users_pkey',
    finds: [
      {
        rule: 'different-primary-key',
        object: 'public.users.pk_users',
        expected: 'pk_users',
        actual: 'users_pkey',
      },
    ],
  },
  {
    title: 'a unique constraint dropped',
    sql: 'ALTER TABLE users DROP CONSTRAINT uq_users_tenant_email',
    finds: [
      {
        rule: 'missing-unique-constraint',
        object: 'public.users.uq_users_tenant_email',
        expected: '(tenant_id, email)',
      },
    ],
  },
  {
    title: 'a unique constraint with a column fewer',
    sql: 'ALTER TABLE users DROP CONSTRAINT uq_users_tenant_email; ALTER TABLE users ADD CONSTRAINT uq_users_tenant_email UNIQUE (email)',
    finds: [
      {
        rule: 'different-unique-constraint',
        object: 'public.users.uq_users_tenant_email',
        expected: 'tenant_id, email',
        actual: 'email',
      },
    ],
  },
  {
    title: 'a unique constraint in another order',
    sql: 'ALTER TABLE users DROP CONSTRAINT uq_users_tenant_email; ALTER TABLE users ADD CONSTRAINT uq_users_tenant_email UNIQUE (email, tenant_id)',
    finds: [
      {
        rule: 'different-unique-constraint',
        object: 'public.users.uq_users_tenant_email',
        expected: 'tenant_id, email',
        actual: 'email, tenant_id',
      },
    ],
  },
  {
    title: 'a unique constraint turned index',
    sql: 'ALTER TABLE users DROP CONSTRAINT uq_users_tenant_email; CREATE UNIQUE INDEX uq_users_tenant_email ON users (tenant_id, email)',
    finds: [
      {
        rule: 'extra-index',
        object: 'public.users.uq_users_tenant_email',
        actual: 'unique (tenant_id, email)',
      },
      {
        rule: 'missing-unique-constraint',
        object: 'public.users.uq_users_tenant_email',
        expected: '(tenant_id, email)',
      },
    ],
  },
  {
    title: 'a unique constraint renamed',
    sql: 'ALTER TABLE tenants RENAME CONSTRAINT uq_tenants_slug TO uq_slug',
    finds: [
      {
        rule: 'different-unique-constraint',
        object: 'public.tenants.uq_tenants_slug',
        expected: 'uq_tenants_slug',
        actual: 'uq_slug',
      },
    ],
  },
  {
    title: 'a unique constraint checked late',
    sql: 'ALTER TABLE tenants DROP CONSTRAINT uq_tenants_slug; ALTER TABLE tenants ADD CONSTRAINT uq_tenants_slug UNIQUE (slug) DEFERRABLE INITIALLY DEFERRED',
    finds: [
      {
        rule: 'different-unique-constraint',
        object: 'public.tenants.uq_tenants_slug',
        expected: 'no',
        actual: 'initially deferred',
      },
    ],
  },
  {
    title: 'a unique constraint for which nulls are equal',
    sql: 'ALTER TABLE tenants DROP CONSTRAINT uq_tenants_slug; ALTER TABLE tenants ADD CONSTRAINT uq_tenants_slug UNIQUE NULLS NOT DISTINCT (slug)',
    finds: [
      {
        rule: 'different-unique-constraint',
        object: 'public.tenants.uq_tenants_slug',
        expected: 'no',
        actual: 'yes',
      },
    ],
  },
  {
    title: 'an extra unique constraint',
    sql: 'ALTER TABLE tenants ADD CONSTRAINT uq_tenants_name UNIQUE (name)',
    finds: [{ rule: 'extra-unique-constraint', object: 'public.tenants.uq_tenants_name', actual: '(name)' }],
  },
];
