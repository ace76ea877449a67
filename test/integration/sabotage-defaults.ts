import type { SabotageCase } from './sabotage-case.ts';

export const defaultCases: readonly SabotageCase[] = [
  {
    title: 'a default dropped',
    sql: 'ALTER TABLE tenants ALTER COLUMN max_users DROP DEFAULT',
    finds: [{ rule: 'missing-default', object: 'public.tenants.max_users', expected: '5' }],
  },
  {
    title: 'a default changed',
    sql: 'ALTER TABLE tenants ALTER COLUMN max_users SET DEFAULT 50',
    finds: [{ rule: 'different-default', object: 'public.tenants.max_users', expected: '5', actual: '50' }],
  },
  {
    title: 'a default changed in its letter case',
    sql: "ALTER TABLE tenants ALTER COLUMN status SET DEFAULT 'Trial'",
    finds: [
      {
        rule: 'different-default',
        object: 'public.tenants.status',
        expected: "'trial'",
        actual: "'Trial'::character varying",
      },
    ],
  },
  {
    title: 'another function as default',
    sql: 'ALTER TABLE users ALTER COLUMN created_at SET DEFAULT statement_timestamp()',
    finds: [
      {
        rule: 'different-default',
        object: 'public.users.created_at',
        expected: 'now()',
        actual: 'statement_timestamp()',
      },
    ],
  },
  {
    title: 'an extra default',
    sql: "ALTER TABLE users ALTER COLUMN display_name SET DEFAULT 'nobody'",
    finds: [
      { rule: 'extra-default', object: 'public.users.display_name', actual: "'nobody'::character varying" },
    ],
  },
  {
    title: 'a boolean default turned',
    sql: 'ALTER TABLE users ALTER COLUMN is_deleted SET DEFAULT true',
    finds: [
      { rule: 'different-default', object: 'public.users.is_deleted', expected: 'false', actual: 'true' },
    ],
  },
];
