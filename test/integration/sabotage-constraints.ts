import type { SabotageCase } from './sabotage-case.ts';

/** Foreign keys, checks and descriptions. */
export const constraintCases: readonly SabotageCase[] = [
  {
    title: 'a foreign key dropped',
    sql: 'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id',
    finds: [
      {
        rule: 'missing-foreign-key',
        object: 'public.users.fk_users_tenant_id',
        expected: '(tenant_id) references public.tenants(id)',
      },
    ],
  },
  {
    title: 'a foreign key that deletes',
    sql: 'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id; ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE',
    finds: [
      {
        rule: 'different-foreign-key',
        object: 'public.users.fk_users_tenant_id',
        expected: 'no action',
        actual: 'cascade',
      },
    ],
  },
  {
    title: 'a foreign key that updates',
    sql: 'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id; ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON UPDATE CASCADE',
    finds: [
      {
        rule: 'different-foreign-key',
        object: 'public.users.fk_users_tenant_id',
        expected: 'no action',
        actual: 'cascade',
      },
    ],
  },
  {
    title: 'a foreign key to another column',
    sql: 'ALTER TABLE tenants ADD CONSTRAINT uq_tenants_tenant_id UNIQUE (tenant_id); ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id; ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (tenant_id)',
    finds: [
      {
        rule: 'extra-unique-constraint',
        object: 'public.tenants.uq_tenants_tenant_id',
        actual: '(tenant_id)',
      },
      {
        rule: 'different-foreign-key',
        object: 'public.users.fk_users_tenant_id',
        expected: 'public.tenants(id)',
        actual: 'public.tenants(tenant_id)',
      },
    ],
  },
  {
    title: 'a foreign key to another table',
    sql: 'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id; ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES users (id)',
    finds: [
      {
        rule: 'different-foreign-key',
        object: 'public.users.fk_users_tenant_id',
        expected: 'public.tenants(id)',
        actual: 'public.users(id)',
      },
    ],
  },
  {
    title: 'a foreign key from another column',
    sql: 'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id; ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (id) REFERENCES tenants (id)',
    finds: [
      {
        rule: 'different-foreign-key',
        object: 'public.users.fk_users_tenant_id',
        expected: 'tenant_id',
        actual: 'id',
      },
    ],
  },
  {
    title: 'a foreign key renamed',
    sql: 'ALTER TABLE users RENAME CONSTRAINT fk_users_tenant_id TO users_tenant_id_fkey',
    finds: [
      {
        rule: 'different-foreign-key',
        object: 'public.users.fk_users_tenant_id',
        expected: 'fk_users_tenant_id',
        actual: 'users_tenant_id_fkey',
      },
    ],
  },
  {
    title: 'a foreign key checked late',
    sql: 'ALTER TABLE users ALTER CONSTRAINT fk_users_tenant_id DEFERRABLE INITIALLY DEFERRED',
    finds: [
      {
        rule: 'different-foreign-key',
        object: 'public.users.fk_users_tenant_id',
        expected: 'no',
        actual: 'initially deferred',
      },
    ],
  },
  {
    title: 'a foreign key not checked for old rows',
    sql: 'ALTER TABLE users DROP CONSTRAINT fk_users_tenant_id; ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id) NOT VALID',
    finds: [
      {
        rule: 'untrusted-foreign-key',
        object: 'public.users.fk_users_tenant_id',
        expected: 'trusted',
        actual: 'not trusted',
      },
    ],
  },
  {
    title: 'an extra foreign key',
    sql: 'ALTER TABLE tenants ADD CONSTRAINT fk_tenants_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id)',
    finds: [
      {
        rule: 'extra-foreign-key',
        object: 'public.tenants.fk_tenants_tenant_id',
        actual: '(tenant_id) references public.tenants(id)',
      },
    ],
  },
  {
    title: 'a check dropped',
    sql: 'ALTER TABLE users DROP CONSTRAINT ck_users_status',
    finds: [
      {
        rule: 'missing-check',
        object: 'public.users.ck_users_status',
        expected: "\"status\" IN ('active', 'invited', 'suspended', 'pending_verification')",
      },
    ],
  },
  {
    title: 'a check weakened by a value',
    sql: "ALTER TABLE users DROP CONSTRAINT ck_users_status; ALTER TABLE users ADD CONSTRAINT ck_users_status CHECK (status IN ('active', 'invited', 'suspended', 'pending_verification', 'gone'))",
    finds: [
      {
        rule: 'different-check',
        object: 'public.users.ck_users_status',
        expected: "\"status\" IN ('active', 'invited', 'suspended', 'pending_verification')",
        actual:
          "((status)::text = ANY ((ARRAY['active'::character varying, 'invited'::character varying, 'suspended'::character varying, 'pending_verification'::character varying, 'gone'::character varying])::text[]))",
      },
    ],
  },
  {
    title: 'a check with a value fewer',
    sql: "ALTER TABLE users DROP CONSTRAINT ck_users_status; ALTER TABLE users ADD CONSTRAINT ck_users_status CHECK (status IN ('active', 'invited', 'suspended'))",
    finds: [
      {
        rule: 'different-check',
        object: 'public.users.ck_users_status',
        expected: "\"status\" IN ('active', 'invited', 'suspended', 'pending_verification')",
        actual:
          "((status)::text = ANY ((ARRAY['active'::character varying, 'invited'::character varying, 'suspended'::character varying])::text[]))",
      },
    ],
  },
  {
    title: 'a check weakened by an or',
    sql: "ALTER TABLE tenants DROP CONSTRAINT ck_tenants_status; ALTER TABLE tenants ADD CONSTRAINT ck_tenants_status CHECK (status IN ('trial', 'active', 'suspended', 'cancelled', 'deleted') OR is_deleted)",
    finds: [
      {
        rule: 'different-check',
        object: 'public.tenants.ck_tenants_status',
        expected: "\"status\" IN ('trial', 'active', 'suspended', 'cancelled', 'deleted')",
        actual:
          "(((status)::text = ANY ((ARRAY['trial'::character varying, 'active'::character varying, 'suspended'::character varying, 'cancelled'::character varying, 'deleted'::character varying])::text[])) OR is_deleted)",
      },
    ],
  },
  {
    title: 'a check on another column',
    sql: "ALTER TABLE users DROP CONSTRAINT ck_users_status; ALTER TABLE users ADD CONSTRAINT ck_users_status CHECK (email IN ('active', 'invited', 'suspended', 'pending_verification'))",
    finds: [
      {
        rule: 'different-check',
        object: 'public.users.ck_users_status',
        expected: "\"status\" IN ('active', 'invited', 'suspended', 'pending_verification')",
        actual:
          "((email)::text = ANY ((ARRAY['active'::character varying, 'invited'::character varying, 'suspended'::character varying, 'pending_verification'::character varying])::text[]))",
      },
    ],
  },
  {
    title: 'a check renamed',
    sql: 'ALTER TABLE users RENAME CONSTRAINT ck_users_status TO users_status_check',
    finds: [
      {
        rule: 'different-check',
        object: 'public.users.ck_users_status',
        expected: 'ck_users_status',
        actual: 'users_status_check',
      },
    ],
  },
  {
    title: 'a check not checked for old rows',
    sql: "ALTER TABLE users DROP CONSTRAINT ck_users_status; ALTER TABLE users ADD CONSTRAINT ck_users_status CHECK (status IN ('active', 'invited', 'suspended', 'pending_verification')) NOT VALID",
    finds: [
      {
        rule: 'untrusted-check',
        object: 'public.users.ck_users_status',
        expected: 'trusted',
        actual: 'not trusted',
      },
    ],
  },
  {
    title: 'an extra check',
    sql: 'ALTER TABLE tenants ADD CONSTRAINT ck_tenants_max_users CHECK (max_users > 0)',
    finds: [
      { rule: 'extra-check', object: 'public.tenants.ck_tenants_max_users', actual: '(max_users > 0)' },
    ],
  },
  {
    title: 'a description of a column dropped',
    sql: 'COMMENT ON COLUMN users.email IS NULL',
    finds: [
      {
        rule: 'missing-comment',
        object: 'public.users.email',
        expected: 'E-mail address, unique within the tenant.',
      },
    ],
  },
  {
    title: 'a description of a column changed',
    sql: "COMMENT ON COLUMN users.email IS 'Mail.'",
    finds: [
      {
        rule: 'different-comment',
        object: 'public.users.email',
        expected: 'E-mail address, unique within the tenant.',
        actual: 'Mail.',
      },
    ],
  },
  {
    title: 'a description of a table changed',
    sql: "COMMENT ON TABLE users IS 'Users.'",
    finds: [
      {
        rule: 'different-comment',
        object: 'public.users',
        expected: 'People who sign in. Each belongs to exactly one tenant.',
        actual: 'Users.',
      },
    ],
  },
  {
    title: 'a description of a table dropped',
    sql: 'COMMENT ON TABLE users IS NULL',
    finds: [
      {
        rule: 'missing-comment',
        object: 'public.users',
        expected: 'People who sign in. Each belongs to exactly one tenant.',
      },
    ],
  },
];
