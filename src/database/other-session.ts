/** A session of PostgreSQL, as pg_stat_activity has it. */
export interface PostgresSession {
  readonly pid: number;
  readonly application_name: string;
  readonly usename: string;
  /** Null for a socket of this host, and for who may not see sessions of other roles. */
  readonly client: string | null;
  /** Null for who may not see sessions of other roles. */
  readonly backend_start: Date | null;
}

/** The session for a person: `psql, login app, from 10.0.0.5, server process 4711, since …`. */
export function describePostgresSession(session: PostgresSession): string {
  const { application_name: application, usename: login, client, pid, backend_start: start } = session;
  const from = start === null ? '' : `, from ${client ?? 'this host'}`;
  const since = start === null ? '' : `, since ${start.toISOString()}`;
  return `${application}, login ${login}${from}, server process ${pid}${since}`;
}

/** A session of SQL Server, as sys.dm_exec_sessions has it. */
export type MssqlSession = Readonly<Record<string, unknown>>;

/** The columns of {@link MssqlSession}, of `s`. */
export const MSSQL_SESSION_COLUMNS =
  's.session_id, s.program_name, s.login_name, s.host_name, s.host_process_id, s.login_time';

/** The session for a person. */
export function describeMssqlSession(session: MssqlSession): string {
  const since = session.login_time instanceof Date ? `, since ${session.login_time.toISOString()}` : '';
  return `${session.program_name}, login ${session.login_name}, from ${session.host_name} process ${session.host_process_id}, session ${session.session_id}${since}`;
}
