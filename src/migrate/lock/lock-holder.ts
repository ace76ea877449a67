import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { breakFolderLock, folderHolders, refuseLivingHolder } from '../../database/folder-lock.ts';
import {
  describeMssqlSession,
  describePostgresSession,
  MSSQL_SESSION_COLUMNS,
  type PostgresSession,
} from '../../database/other-session.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { QuodsiDbError } from '../../errors.ts';
import type { EmbeddedTarget } from '../../target.ts';
import { type LockHolder, lockKeys, lockName } from './lock.ts';

type Row = Record<string, unknown>;

// resource_description shows the name as `0:[quodsi-db:table]:(hash)`, cut after 32 characters:
// https://learn.microsoft.com/en-us/sql/relational-databases/system-dynamic-management-views/sys-dm-tran-locks-transact-sql
const SHOWN = 32;

/** The statement that finds the holder. The server answers only logins with VIEW DATABASE STATE. */
export function mssqlHolderSql(table: string): string {
  const shown = lockName(table).slice(0, SHOWN).replaceAll("'", "''");
  return `SELECT ${MSSQL_SESSION_COLUMNS}
FROM sys.dm_tran_locks l JOIN sys.dm_exec_sessions s ON s.session_id = l.request_session_id
WHERE l.resource_type = 'APPLICATION' AND l.request_status = 'GRANT' AND l.resource_database_id = DB_ID()
  AND CHARINDEX(N'[${shown}]', l.resource_description) > 0`;
}

export function mssqlHolder(rows: readonly Row[]): LockHolder | null {
  const [row] = rows;
  if (row === undefined) return null;
  return { description: describeMssqlSession(row), session: Number(row.session_id) };
}

// pg_locks shows the two keys of an advisory lock as classid and objid, unsigned, with objsubid 2.
/** The statement that finds the holder; its parameters are the two keys of the lock. */
export const POSTGRES_HOLDER_SQL = `
SELECT a.pid, a.application_name, a.usename, host(a.client_addr) AS client, a.backend_start
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.classid::bigint = $1::int::bigint & 4294967295 AND l.objid::bigint = $2::int::bigint & 4294967295`;

export function postgresHolder(row: PostgresSession): LockHolder {
  return { description: describePostgresSession(row), session: row.pid };
}

export interface LockStatus {
  readonly held: boolean;
  readonly holder: LockHolder | null;
}

/** Whether the migration lock is held now, and by whom, as far as the server tells. */
export async function readLock(database: Database, table: string): Promise<LockStatus> {
  const { knex, dialect } = database;
  if (dialect === 'postgres') {
    const [key1, key2] = lockKeys(table);
    const sql = POSTGRES_HOLDER_SQL.replaceAll('$1', '?').replaceAll('$2', '?');
    const { rows } = (await knex.raw(sql, [key1, key2])) as { rows: PostgresSession[] };
    return rows[0] === undefined
      ? { held: false, holder: null }
      : { held: true, holder: postgresHolder(rows[0]) };
  }
  const name = lockName(table).replaceAll("'", "''");
  const test = (await knex.raw(
    escapeQuestionMarks(`SELECT APPLOCK_TEST('public', N'${name}', 'Exclusive', 'Session') AS free`),
  )) as Row[];
  if (Number(test[0]?.free) === 1) return { held: false, holder: null };
  return { held: true, holder: await readMssqlHolder(knex, table) };
}

async function readMssqlHolder(knex: Knex, table: string): Promise<LockHolder | null> {
  try {
    return mssqlHolder((await knex.raw(escapeQuestionMarks(mssqlHolderSql(table)))) as Row[]);
  } catch {
    return null;
  }
}

/** Ends the session that holds the lock; its server rolls back what it was doing. */
export async function releaseLock(database: Database, holder: LockHolder | null): Promise<void> {
  const session = holder?.session ?? null;
  if (session === null) {
    throw new QuodsiDbError(
      'LOCK_HOLDER_UNKNOWN',
      'the server does not tell which session holds the migration lock',
      {
        hint: 'Ask an administrator to find it (sys.dm_tran_locks, resource_type APPLICATION) and to KILL it; or end the process that runs the migration.',
      },
    );
  }
  if (database.dialect === 'postgres') await database.knex.raw('SELECT pg_terminate_backend(?)', [session]);
  else await database.knex.raw(`KILL ${Math.trunc(session)}`);
}

/** The same for an embedded folder, whose lock is that of the folder itself. */
export async function readFolderLock(target: EmbeddedTarget): Promise<LockStatus> {
  const [holder] = target.folder === null ? [] : await folderHolders(target.folder);
  if (holder === undefined) return { held: false, holder: null };
  return { held: true, holder: { description: holder.description, session: holder.pid } };
}

/** Throws LOCK_HELD, exit code 3, when a living process of this host has the folder open. */
export async function checkFolderLockBreakable({ folder }: EmbeddedTarget): Promise<void> {
  if (folder !== null) refuseLivingHolder(folder, await folderHolders(folder));
}

export async function releaseFolderLock(target: EmbeddedTarget): Promise<void> {
  if (target.folder !== null) await breakFolderLock(target.folder);
}
