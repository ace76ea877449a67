import type { SabotageCase } from './sabotage-case.ts';
import { userColumns } from './sabotage-columns.ts';

const statuses = "'active', 'invited', 'suspended', 'pending_verification'";
const notInForce = (rule: string, name: string) => [
  { rule, object: `public.users.${name}`, expected: 'enabled', actual: 'disabled' },
];

/** What only PostgreSQL has, or says in a way of its own. */
export const postgresCases: readonly SabotageCase[] = [
  {
    title: 'triggers disabled, which enforce a foreign key',
    sql: 'ALTER TABLE users DISABLE TRIGGER ALL',
    finds: notInForce('disabled-foreign-key', 'fk_users_tenant_id'),
  },
  {
    title: 'triggers disabled on the other side of a foreign key',
    sql: 'ALTER TABLE tenants DISABLE TRIGGER ALL',
    finds: notInForce('disabled-foreign-key', 'fk_users_tenant_id'),
  },
  {
    title: 'a foreign key not enforced',
    sql: 'ALTER TABLE users ALTER CONSTRAINT fk_users_tenant_id NOT ENFORCED',
    finds: notInForce('disabled-foreign-key', 'fk_users_tenant_id'),
  },
  {
    title: 'a check not enforced',
    sql: `ALTER TABLE users DROP CONSTRAINT ck_users_status; ALTER TABLE users ADD CONSTRAINT ck_users_status CHECK (status IN (${statuses})) NOT ENFORCED`,
    finds: notInForce('disabled-check', 'ck_users_status'),
  },
  {
    title: 'null refused for new rows only',
    sql: 'ALTER TABLE users ALTER COLUMN login_count DROP NOT NULL; ALTER TABLE users ADD CONSTRAINT nn NOT NULL login_count NOT VALID',
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.login_count',
        expected: 'not null',
        actual: 'null',
      },
    ],
  },
  {
    title: 'an identity turned default',
    sql: "ALTER TABLE users ALTER COLUMN index_id DROP IDENTITY; CREATE SEQUENCE numbers; ALTER TABLE users ALTER COLUMN index_id SET DEFAULT nextval('numbers')",
    finds: [{ rule: 'different-column', object: 'public.users.index_id', expected: '1,1', actual: 'none' }],
  },
  {
    title: 'a number retyped, with a default of the new type',
    sql: "ALTER TABLE users ALTER COLUMN login_count DROP DEFAULT, ALTER COLUMN login_count TYPE text, ALTER COLUMN login_count SET DEFAULT 'none'",
    finds: [
      { rule: 'different-column', object: 'public.users.login_count', expected: 'integer', actual: 'text' },
      {
        rule: 'different-default',
        object: 'public.users.login_count',
        expected: '0',
        actual: "'none'::text",
      },
    ],
  },
  {
    title: 'a text turned enum, with its default',
    sql: `CREATE TYPE user_status AS ENUM (${statuses}); ALTER TABLE users DROP CONSTRAINT ck_users_status; ALTER TABLE users ALTER COLUMN status DROP DEFAULT, ALTER COLUMN status TYPE user_status USING status::user_status, ALTER COLUMN status SET DEFAULT 'active'`,
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.status',
        expected: 'varchar(20)',
        actual: 'user_status',
      },
      {
        rule: 'missing-check',
        object: 'public.users.ck_users_status',
        expected: `"status" IN (${statuses})`,
      },
    ],
  },
  {
    title: 'a column that is computed',
    sql: "ALTER TABLE users DROP COLUMN user_metadata; ALTER TABLE users ADD COLUMN user_metadata varchar(4000) GENERATED ALWAYS AS ('{}') STORED",
    finds: [
      {
        rule: 'different-column',
        object: 'public.users.user_metadata',
        expected: 'none',
        actual: "'{}'::character varying",
      },
      {
        rule: 'missing-comment',
        object: 'public.users.user_metadata',
        expected: 'Further facts about the user, as JSON.',
      },
      {
        rule: 'missing-check',
        object: 'public.users.ck_users_user_metadata',
        expected: `json_typeof(("user_metadata")::json) IN ('object', 'array')`,
      },
    ],
  },
  {
    title: 'a view in the place of a table',
    sql: 'DROP TABLE users; CREATE VIEW users AS SELECT id, name FROM tenants',
    finds: [
      {
        rule: 'missing-table',
        object: 'public.users',
        expected: `columns ${userColumns}`,
        actual: 'a view of that name',
      },
    ],
  },
  {
    title: 'a primary key turned unique index',
    sql: 'ALTER TABLE users DROP CONSTRAINT pk_users; CREATE UNIQUE INDEX pk_users ON users (id)',
    finds: [
      { rule: 'extra-index', object: 'public.users.pk_users', actual: 'unique (id)' },
      { rule: 'missing-primary-key', object: 'public.users.pk_users', expected: '(id)' },
    ],
  },
  {
    title: 'the same default in other words',
    sql: 'ALTER TABLE users ALTER COLUMN created_at SET DEFAULT CURRENT_TIMESTAMP',
    finds: [],
  },
  {
    title: 'a default that says nothing',
    sql: 'ALTER TABLE users ALTER COLUMN user_metadata SET DEFAULT NULL',
    finds: [],
  },
  {
    title: 'the same filter in other words',
    sql: 'DROP INDEX ix_users_tenant_status; CREATE INDEX ix_users_tenant_status ON users (tenant_id, status) WHERE NOT is_deleted',
    finds: [],
  },
  {
    title: 'triggers of a user disabled',
    sql: 'CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN new; END$$; CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION nothing(); ALTER TABLE users DISABLE TRIGGER USER',
    finds: [],
  },
];
