import { Tenant, User } from 'quodsi-db';
import type { Entity } from '../../src/entities/entity.ts';
import { Project } from './data-database.ts';

/** One change to sound tables, and the findings that tell of it. */
export interface TenancyCase {
  readonly name: string;
  readonly sql?: readonly string[];
  /** The entities, where they are what is wrong. */
  readonly entities?: readonly Entity[];
  /** `severity rule object message`, then the advice line by line. */
  readonly findings: readonly string[];
}

/** The entities whose tables keep their tenants apart. */
export const soundEntities: readonly Entity[] = [Tenant, User, { ...Project, deletedRowsKeepKeys: true }];

const withUser = (change: Partial<Entity>): readonly Entity[] => [Tenant, { ...User, ...change }, Project];
const drop = (...names: string[]) => names.map((name) => `ALTER TABLE users DROP CONSTRAINT ${name}`);
const leading = [
  'ix_users_tenant_active',
  'ix_users_tenant_id_lookup',
  'ix_users_tenant_status',
  'ix_users_tenant_last_login',
];
const key = 'CONSTRAINT "fk_users_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants" ("id")';

export const postgresCases: readonly TenancyCase[] = [
  {
    name: 'tenant_id is gone',
    sql: ['ALTER TABLE users DROP COLUMN tenant_id CASCADE'],
    findings: [
      'error tenant-id-missing public.users users has no tenant_id, so that nothing says whose its rows are',
      '  ALTER TABLE "public"."users" ADD "tenant_id" uuid NULL;',
      '  -- give each row its tenant, then forbid NULL',
    ],
  },
  {
    name: 'tenant_id may be null',
    sql: ['ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL'],
    findings: [
      'error tenant-id-nullable public.users.tenant_id users.tenant_id may be null: such a row belongs to nobody',
      '  ALTER TABLE "public"."users" ALTER COLUMN "tenant_id" SET NOT NULL',
    ],
  },
  {
    name: 'tenant_id is text, so that no foreign key can be there',
    sql: [...drop('fk_users_tenant_id'), 'ALTER TABLE users ALTER COLUMN tenant_id TYPE varchar(36)'],
    findings: [
      'error tenant-id-type public.users.tenant_id users.tenant_id is not of the type of tenants.id',
      '  ALTER TABLE "public"."users" ALTER COLUMN "tenant_id" TYPE uuid USING "tenant_id"::uuid',
      'error tenant-foreign-key public.users.tenant_id users.tenant_id has no foreign key to tenants (id)',
      `  ALTER TABLE "public"."users" ADD ${key}`,
    ],
  },
  {
    name: 'a foreign key to a table of the same name in another SQL schema',
    sql: [
      'CREATE SCHEMA old',
      'CREATE TABLE old.tenants AS SELECT id FROM tenants',
      'ALTER TABLE old.tenants ADD PRIMARY KEY (id)',
      ...drop('fk_users_tenant_id'),
      'ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES old.tenants (id)',
    ],
    findings: [
      'error tenant-foreign-key public.users.tenant_id users.tenant_id has no foreign key to tenants (id)',
      '  ALTER TABLE "public"."users" DROP CONSTRAINT "fk_users_tenant_id";',
      `  ALTER TABLE "public"."users" ADD ${key}`,
    ],
  },
  {
    name: 'no foreign key',
    sql: drop('fk_users_tenant_id'),
    findings: [
      'error tenant-foreign-key public.users.tenant_id users.tenant_id has no foreign key to tenants (id)',
      `  ALTER TABLE "public"."users" ADD ${key}`,
    ],
  },
  {
    name: 'a foreign key to another table',
    sql: [
      ...drop('fk_users_tenant_id'),
      'CREATE TABLE elsewhere (id uuid PRIMARY KEY)',
      'ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES elsewhere (id) NOT VALID',
    ],
    findings: [
      'error tenant-foreign-key public.users.tenant_id users.tenant_id has no foreign key to tenants (id)',
      '  ALTER TABLE "public"."users" DROP CONSTRAINT "fk_users_tenant_id";',
      `  ALTER TABLE "public"."users" ADD ${key}`,
    ],
  },
  {
    name: 'a foreign key that is not trusted',
    sql: [
      ...drop('fk_users_tenant_id'),
      'ALTER TABLE users ADD CONSTRAINT fk_users_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id) NOT VALID',
    ],
    findings: [
      'error tenant-foreign-key public.users.fk_users_tenant_id fk_users_tenant_id of users is not trusted: rows from before it may refer to no tenant',
      '  ALTER TABLE "public"."users" VALIDATE CONSTRAINT "fk_users_tenant_id"',
    ],
  },
  {
    name: 'a unique constraint without the tenant',
    sql: [
      ...drop('uq_users_tenant_email'),
      'ALTER TABLE users ADD CONSTRAINT uq_users_email UNIQUE (email, tenant_id)',
    ],
    findings: [
      'error tenant-unique-key public.users.uq_users_email users (email, tenant_id) is unique across all tenants, by uq_users_email',
      '  Let tenant_id lead the key, or say that it is meant: acrossTenants: true in the entity.',
    ],
  },
  {
    name: 'a unique index without the tenant',
    sql: ['CREATE UNIQUE INDEX ix_users_name ON users (display_name) WHERE is_deleted = false'],
    findings: [
      'error tenant-unique-key public.users.ix_users_name users.display_name is unique across all tenants, by ix_users_name',
      '  Let tenant_id lead the key, or say that it is meant: acrossTenants: true in the entity.',
    ],
  },
  {
    name: 'no index is led by tenant_id',
    sql: [...drop('uq_users_tenant_email'), ...leading.map((name) => `DROP INDEX ${name}`)],
    findings: [
      "error tenant-index public.users.tenant_id users.tenant_id leads no index: each look at one tenant's rows reads those of all",
      '  CREATE INDEX "ix_users_tenant_id" ON "public"."users" ("tenant_id")',
    ],
  },
  { name: 'one of the indexes is gone', sql: [`DROP INDEX ${leading[0]}`], findings: [] },
  {
    name: 'a table that nobody declared',
    sql: ['CREATE TABLE invoices (id uuid, tenant_id uuid)'],
    findings: [
      'info undeclared-tenant-table public.invoices invoices has a tenant_id and no entity: nothing of it is checked',
      "  Declare it with defineEntity and scope 'tenant'.",
    ],
  },
  {
    name: 'keys that a deleted row must give back',
    entities: withUser({ deletedRowsKeepKeys: false }).slice(0, 2),
    sql: ['DROP TABLE projects'],
    findings: [
      'warning deleted-rows-block-keys public.users.uq_users_identity_provider users (identity_provider, identity_provider_id) stays taken by soft-deleted rows, by uq_users_identity_provider',
      '  Correct the entity first, which declares it so.',
      '  ALTER TABLE "public"."users" DROP CONSTRAINT "uq_users_identity_provider";',
      '  CREATE UNIQUE INDEX "uq_users_identity_provider" ON "public"."users" ("identity_provider", "identity_provider_id") WHERE "is_deleted" = false',
      'warning deleted-rows-block-keys public.users.uq_users_tenant_email users (tenant_id, email) stays taken by soft-deleted rows, by uq_users_tenant_email',
      '  Correct the entity first, which declares it so.',
      '  ALTER TABLE "public"."users" DROP CONSTRAINT "uq_users_tenant_email";',
      '  CREATE UNIQUE INDEX "uq_users_tenant_email" ON "public"."users" ("tenant_id", "email") WHERE "is_deleted" = false',
    ],
  },
  {
    name: 'a key across tenants that the entity does not mean',
    entities: [
      Tenant,
      { ...User, uniques: User.uniques.map(({ acrossTenants: _, ...unique }) => unique) },
      { ...Project, deletedRowsKeepKeys: true },
    ],
    findings: [
      'error tenant-unique-key public.users.uq_users_identity_provider users (identity_provider, identity_provider_id) is unique across all tenants, by uq_users_identity_provider',
      '  Correct the entity first, which declares it so.',
      '  Let tenant_id lead the key, or say that it is meant: acrossTenants: true in the entity.',
    ],
  },
  {
    name: 'an entity that declares less than the database has',
    entities: [Tenant, { ...User, foreignKeys: [] }, { ...Project, deletedRowsKeepKeys: true }],
    findings: [
      'error tenant-foreign-key public.users.tenant_id as declared, users.tenant_id has no foreign key to tenants (id)',
      '  Correct the entity.',
    ],
  },
];
