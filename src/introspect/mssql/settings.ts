import type { Database } from '../../database/database.ts';

/** How a database of SQL Server is set up. Null is what the server does not tell. */
export interface MssqlSettings {
  /** `Developer Edition (64-bit)`. */
  readonly edition: string | null;
  /** 150 is that of SQL Server 2019. */
  readonly compatibilityLevel: number | null;
  readonly readCommittedSnapshot: boolean | null;
  readonly collation: string | null;
  /** That of temporary tables, unless the database is contained. */
  readonly serverCollation: string | null;
  /** Of names and values that have no collation of their own. */
  readonly caseSensitive: boolean;
  /** False for a database that is set to read-only, and for a secondary replica. */
  readonly writable: boolean;
}

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-databases-transact-sql */
const SETTINGS = `SELECT CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS edition,
  CAST(SERVERPROPERTY('Collation') AS nvarchar(128)) AS serverCollation,
  CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS nvarchar(128)) AS collation,
  CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(128)) AS updateability,
  CAST(d.compatibility_level AS int) AS compatibilityLevel,
  CAST(d.is_read_committed_snapshot_on AS int) AS readCommittedSnapshot,
  CASE WHEN N'a' = N'A' THEN 0 ELSE 1 END AS caseSensitive
FROM sys.databases AS d WHERE d.database_id = DB_ID()`;

export async function readMssqlSettings({ knex }: Database): Promise<MssqlSettings> {
  const rows: {
    edition: string | null;
    serverCollation: string | null;
    collation: string | null;
    updateability: string | null;
    compatibilityLevel: number | null;
    readCommittedSnapshot: number | null;
    caseSensitive: number;
  }[] = await knex.raw(SETTINGS);
  const [row] = rows;
  const snapshot = row?.readCommittedSnapshot ?? null;
  return {
    edition: row?.edition ?? null,
    compatibilityLevel: row?.compatibilityLevel ?? null,
    readCommittedSnapshot: snapshot === null ? null : snapshot === 1,
    collation: row?.collation ?? null,
    serverCollation: row?.serverCollation ?? null,
    caseSensitive: row?.caseSensitive === 1,
    writable: row?.updateability !== 'READ_ONLY',
  };
}
