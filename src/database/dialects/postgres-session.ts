import type { FreshSession } from '../database.ts';
import type { StatementLimits } from '../statement-limits.ts';

/** A change of the schema leaves nothing behind but that. */
const DISCARD = 'DISCARD TEMP';
export const AFTER_CHANGES: FreshSession = { first: [], rest: [DISCARD] };

/**
 * Makes a session forget what code did in it, so that the next does the same as if it ran alone. The parts of DISCARD ALL
 * (https://www.postgresql.org/docs/current/sql-discard.html), which itself runs in no transaction, and the settings that the
 * session is to have. The login comes first, and not all of what it was given is the role that it began with.
 */
export function freshSession(settings: Readonly<Record<string, string>>): FreshSession {
  return {
    first: ['RESET SESSION AUTHORIZATION', 'RESET ROLE', 'RESET search_path', 'RESET statement_timeout'],
    rest: [
      'RESET ALL',
      ...(Object.keys(settings).length === 0 ? [] : [settingsSql(settings)]),
      'CLOSE ALL',
      'UNLISTEN *',
      'DEALLOCATE ALL',
      'SELECT pg_advisory_unlock_all()',
      'DISCARD SEQUENCES',
      DISCARD,
    ],
  };
}

/** What a session is to begin with: the limits that somebody wants, or does not. */
export function limitSettings(limits: StatementLimits): Readonly<Record<string, string>> {
  const wanted = (['statement', 'lock'] as const).filter(
    (limit) => limits[limit] > 0 || limits.lifted.includes(limit),
  );
  return Object.fromEntries(wanted.map((limit) => [`${limit}_timeout`, `${limits[limit]}ms`]));
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
