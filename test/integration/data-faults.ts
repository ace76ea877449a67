import type { Dialect } from '../../src/schema/model.ts';
import { id } from './data-database.ts';

/** A fault that is put into sound rows by SQL, the one finding that tells of it, and SQL that takes it out again. */
export interface Fault {
  readonly rule: string;
  readonly object: string;
  readonly message: string;
  readonly plant: string;
  readonly undo: string;
}

const update = (table: string, set: string, ...ids: number[]) =>
  `UPDATE ${table} SET ${set} WHERE id IN (${ids.map((number) => `'${id(number)}'`).join(', ')})`;

/** The faults, in the SQL of an engine. */
export function faults(dialect: Dialect): readonly Fault[] {
  const mssql = dialect === 'mssql';
  const [yes, no] = mssql ? ['1', '0'] : ['true', 'false'];
  const inMinutes = (minutes: number) =>
    mssql ? `DATEADD(minute, ${minutes}, SYSUTCDATETIME())` : `now() + interval '${minutes} minutes'`;
  const now = inMinutes(0);
  const nobody = id(999_999);
  const inTable =
    (table: string) =>
    (object: string, rule: string, message: string, bad: string, good: string, ...ids: number[]) => ({
      rule,
      object: `${table}.${object}`,
      message,
      plant: update(table, bad, ...ids),
      undo: update(table, good, ...ids),
    });
  const user = inTable('users');
  const project = inTable('projects');
  return [
    user(
      'fk_users_tenant_id',
      'orphans',
      `users.tenant_id refers to no row of tenants in 2 rows: ${id(23)}, ${id(24)}`,
      `tenant_id = '${nobody}', identity_provider_id = identity_provider_id`,
      `tenant_id = '${id(2)}'`,
      24,
      23,
    ),
    project(
      'fk_projects_parent_id',
      'orphans',
      `projects.parent_id refers to no row of projects in 1 row: ${id(202)}`,
      `parent_id = '${nobody}'`,
      `parent_id = '${id(201)}'`,
      202,
    ),
    project(
      'fk_projects_owner_id',
      'cross-tenant-references',
      `projects.owner_id refers to a row of users that belongs to another tenant in 2 rows: ${id(101)}, ${id(102)}`,
      `owner_id = '${id(22)}'`,
      `owner_id = '${id(11)}'`,
      101,
      102,
    ),
    project(
      'fk_projects_parent_id',
      'cross-tenant-references',
      `projects.parent_id refers to a row of projects that belongs to another tenant in 1 row: ${id(102)}`,
      `parent_id = '${id(301)}'`,
      `parent_id = '${id(101)}'`,
      102,
    ),
    {
      rule: 'live-children-of-deleted-parents',
      object: 'projects.fk_projects_owner_id',
      message: `projects.owner_id refers to a soft-deleted row of users, from a live row, in 1 row: ${id(101)}`,
      plant: `${update('users', `is_deleted = ${yes}`, 11)}; ${update('projects', `is_deleted = ${yes}`, 102)}`,
      undo: `${update('users', `is_deleted = ${no}`, 11)}; ${update('projects', `is_deleted = ${no}`, 102)}`,
    },
    user(
      'uq_users_identity_provider',
      'duplicate-keys',
      `users (identity_provider, identity_provider_id) is not unique in 3 rows: ${id(12)}, ${id(21)}, ${id(34)}`,
      "identity_provider_id = 'u12'",
      'identity_provider_id = display_name',
      21,
      34,
    ),
    user(
      'uq_users_tenant_email',
      'duplicate-keys',
      `users (tenant_id, email) is not unique in 2 rows: ${id(11)}, ${id(12)}`,
      "email = 'user1@example.com'",
      "email = 'user2@example.com'",
      12,
    ),
    user(
      'email',
      'near-duplicate-emails',
      `users.email differs in case or space only within the same tenant_id in 2 rows: ${id(11)}, ${id(12)}`,
      "email = 'USER1@Example.com'",
      "email = 'user2@example.com'",
      12,
    ),
    user(
      'email',
      'near-duplicate-emails',
      `users.email differs in case or space only within the same tenant_id in 3 rows: ${id(31)}, ${id(32)}, ${id(33)}`,
      "email = CASE WHEN display_name = 'u32' THEN ' user1@example.com' ELSE 'user1@example.com  ' END",
      "email = CASE WHEN display_name = 'u32' THEN 'user2@example.com' ELSE 'user3@example.com' END",
      32,
      33,
    ),
    project(
      'kind',
      'null-values',
      `projects.kind is null in 1 row: ${id(202)}`,
      'kind = NULL',
      "kind = 'new?'",
      202,
    ),
    user(
      'status',
      'values-outside-list',
      `users.status has a value that is not declared in 2 rows: ${id(14)}, ${id(21)}`,
      "status = CASE WHEN display_name = 'u14' THEN 'Active' ELSE 'deleted' END",
      "status = 'active'",
      14,
      21,
    ),
    project(
      'kind',
      'values-outside-list',
      `projects.kind has a value that is not declared in 1 row: ${id(102)}`,
      "kind = 'old'",
      "kind = 'new?'",
      102,
    ),
    user(
      'user_metadata',
      'broken-json',
      `users.user_metadata is no JSON object or array in 4 rows: ${id(11)}, ${id(12)}, ${id(13)}, ${id(14)}`,
      `user_metadata = CASE display_name WHEN 'u11' THEN '{bad}' WHEN 'u12' THEN '1' WHEN 'u13' THEN '' ELSE '{"a":1' END`,
      'user_metadata = NULL',
      11,
      12,
      13,
      14,
    ),
    project(
      'settings',
      'broken-json',
      `projects.settings is no JSON object or array in 1 row: ${id(102)}`,
      `settings = '"text"'`,
      'settings = NULL',
      102,
    ),
    {
      rule: 'too-many-users',
      object: 'tenants.max_users',
      message: `there are more live users than tenants.max_users allows in 2 rows: ${id(1)}, ${id(3)}`,
      plant: `${update('users', `is_deleted = ${yes}`, 24)}; ${update('tenants', 'max_users = 3', 1, 2, 3)}`,
      undo: `${update('users', `is_deleted = ${no}`, 24)}; ${update('tenants', 'max_users = 5', 1, 2, 3)}`,
    },
    user(
      'updated_at',
      'updated-before-created',
      `users.created_at is after updated_at in 1 row: ${id(22)}`,
      `updated_at = ${inMinutes(-90)}`,
      `updated_at = ${now}`,
      22,
    ),
    user(
      'last_login_at',
      'timestamps-in-future',
      `users.last_login_at lies in the future in 1 row: ${id(22)}`,
      `last_login_at = ${inMinutes(6)}, last_active_at = ${inMinutes(4)}`,
      'last_login_at = NULL, last_active_at = NULL',
      22,
    ),
    user(
      'login_count',
      'negative-counters',
      `users.login_count is negative in 1 row: ${id(22)}`,
      'login_count = -1',
      'login_count = 0',
      22,
    ),
    project(
      'run_count',
      'negative-counters',
      `projects.run_count is negative in 6 rows: ${[101, 102, 201, 202, 301].map(id).join(', ')} and 1 more`,
      'run_count = -7000000000',
      'run_count = 0',
      101,
      102,
      201,
      202,
      301,
      302,
    ),
  ];
}
