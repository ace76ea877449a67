import type { Database } from '../../database/database.ts';

/** How a database of PostgreSQL is set up, and the session that asks. */
export interface PostgresSettings {
  readonly encoding: string;
  readonly collation: string;
  /** Of the operating system's sorting rules: those that indexes were built by, and those in force. Null where none is kept. */
  readonly collationVersion: string | null;
  readonly actualCollationVersion: string | null;
  /** A replica, which nobody can write to. */
  readonly isStandby: boolean;
  /** Whether transactions begin read-only for this login. */
  readonly isReadOnly: boolean;
  /** `TLSv1.3`; null for a connection without TLS. */
  readonly tls: string | null;
}

/** The versions of collations are kept since PostgreSQL 15. */
function settingsSql(major: number): string {
  const versions =
    major < 15
      ? 'NULL AS stored, NULL AS actual'
      : 'd.datcollversion AS stored, pg_catalog.pg_database_collation_actual_version(d.oid) AS actual';
  return `SELECT pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collation, ${versions},
  pg_catalog.pg_is_in_recovery() AS standby, current_setting('transaction_read_only') = 'on' AS readonly,
  (SELECT s.version FROM pg_catalog.pg_stat_ssl AS s WHERE s.pid = pg_catalog.pg_backend_pid() AND s.ssl) AS tls
FROM pg_catalog.pg_database AS d WHERE d.datname = current_database()`;
}

export async function readPostgresSettings({ knex, server }: Database): Promise<PostgresSettings> {
  const { rows } = (await knex.raw(settingsSql(Number.parseInt(server.version, 10)))) as {
    rows: readonly {
      encoding: string;
      collation: string;
      stored: string | null;
      actual: string | null;
      standby: boolean;
      readonly: boolean;
      tls: string | null;
    }[];
  };
  const [row] = rows;
  return {
    encoding: row?.encoding ?? '',
    collation: row?.collation ?? '',
    collationVersion: row?.stored ?? null,
    actualCollationVersion: row?.actual ?? null,
    isStandby: row?.standby ?? false,
    isReadOnly: row?.readonly ?? false,
    tls: row?.tls ?? null,
  };
}
