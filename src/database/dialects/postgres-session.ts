import type { StatementLimits } from '../statement-limits.ts';

/**
 * Undoes what a migration may leave on its session, and the next one, or the history, would trip over: SET ROLE, search_path
 * (the files of pg_dump begin with it), session_replication_role, time limits. It runs in a transaction too. NULL is RESET:
 * back to what the login began with; the limits go back to what {@link limitSettings} noted.
 */
const RESET_SETTINGS = `SELECT set_config('role', NULL, false),
  (SELECT count(set_config(name, NULL, false)) FROM pg_catalog.pg_settings
   WHERE source = 'session' AND name NOT IN ('client_connection_check_interval', 'statement_timeout', 'lock_timeout')
     AND name NOT LIKE 'quodsi\\_db.%' AND name NOT LIKE 'transaction\\_%'
     AND (context = 'user' OR context = 'superuser' AND current_setting('is_superuser') = 'on')),
  set_config('statement_timeout', NULLIF(current_setting('quodsi_db.statement_timeout', true), ''), false),
  set_config('lock_timeout', NULLIF(current_setting('quodsi_db.lock_timeout', true), ''), false)`;

/** All that a change of the schema may leave behind. */
export const DISCARD = ['DISCARD TEMP'];

/** What makes a session forget what was done in it, a statement each; the login first, which no function can reset. */
export const FRESH_SESSION = ['RESET SESSION AUTHORIZATION', RESET_SETTINGS, ...DISCARD];

/** What a session is to begin with: the limits that are set, each noted for {@link FRESH_SESSION}. */
export function limitSettings({ statement, lock }: StatementLimits): Readonly<Record<string, string>> {
  const limits = { statement_timeout: statement, lock_timeout: lock };
  return Object.fromEntries(
    Object.entries(limits).flatMap(([name, limit]) =>
      limit === 0 ? [] : [name, `quodsi_db.${name}`].map((setting) => [setting, `${limit}ms`]),
    ),
  );
}

/** One statement for all of them. */
export function settingsSql(settings: Readonly<Record<string, string>>): string {
  return `SELECT ${Object.entries(settings)
    .map(([name, value]) => `set_config('${name}', '${value}', false)`)
    .join(', ')}`;
}

/** Who keeps sessions of these process ids waiting. */
export const BLOCKER_SQL = `SELECT b.pid, b.application_name, b.usename, host(b.client_addr) AS client, b.backend_start
FROM unnest($1::int[]) AS w(pid), unnest(pg_blocking_pids(w.pid)) AS by(pid) JOIN pg_stat_activity b ON b.pid = by.pid
LIMIT 1`;
