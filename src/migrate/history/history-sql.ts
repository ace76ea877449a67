import { quoteName, quoteTable, tableParts } from '../../ddl/name.ts';
import type { Dialect } from '../../target.ts';

/** Names of the history's own objects, quoted for the dialect. */
export interface HistoryNames {
  /** The table of applied migrations. */
  readonly table: string;
  /** The event log beside it, which survives `down`. */
  readonly log: string;
}

export function historyNames(dialect: Dialect, table: string): HistoryNames {
  const { schema, name } = tableParts(table);
  return {
    table: quoteTable(dialect, { schema, name }),
    log: quoteTable(dialect, { schema, name: `${name}_log` }),
  };
}

/** The statement that makes both tables where they are missing. */
export function createHistorySql(dialect: Dialect, table: string): string {
  const { table: history, log } = historyNames(dialect, table);
  const { name } = tableParts(table);
  const constraint = (prefix: string, suffix = ''): string =>
    quoteName(dialect, `${prefix}_${name}${suffix}`);
  if (dialect === 'postgres') {
    return `CREATE TABLE IF NOT EXISTS ${history} (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ${constraint('pk')} PRIMARY KEY,
  name varchar(255) NOT NULL CONSTRAINT ${constraint('uq', '_name')} UNIQUE,
  checksum char(64) NOT NULL,
  state varchar(20) NOT NULL CONSTRAINT ${constraint('ck', '_state')} CHECK (state IN ('applied', 'running', 'failed')),
  applied_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  duration_ms bigint NULL,
  tool_version varchar(50) NOT NULL
);
CREATE TABLE IF NOT EXISTS ${log} (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ${constraint('pk', '_log')} PRIMARY KEY,
  event varchar(20) NOT NULL,
  name varchar(255) NOT NULL,
  checksum char(64) NULL,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  login varchar(255) NOT NULL DEFAULT current_user,
  os_user varchar(255) NULL,
  host varchar(255) NULL,
  duration_ms bigint NULL,
  tool_version varchar(50) NOT NULL,
  detail text NULL
);`;
  }
  const objectId = (quoted: string): string => `OBJECT_ID(N'${quoted.replaceAll("'", "''")}', N'U')`;
  return `IF ${objectId(history)} IS NULL
CREATE TABLE ${history} (
  id bigint IDENTITY(1,1) NOT NULL CONSTRAINT ${constraint('pk')} PRIMARY KEY,
  name nvarchar(255) NOT NULL CONSTRAINT ${constraint('uq', '_name')} UNIQUE,
  checksum char(64) NOT NULL,
  state varchar(20) NOT NULL CONSTRAINT ${constraint('ck', '_state')} CHECK (state IN ('applied', 'running', 'failed')),
  applied_at datetime2(3) NOT NULL CONSTRAINT ${constraint('df', '_applied_at')} DEFAULT SYSUTCDATETIME(),
  duration_ms bigint NULL,
  tool_version varchar(50) NOT NULL
);
IF ${objectId(log)} IS NULL
CREATE TABLE ${log} (
  id bigint IDENTITY(1,1) NOT NULL CONSTRAINT ${constraint('pk', '_log')} PRIMARY KEY,
  event varchar(20) NOT NULL,
  name nvarchar(255) NOT NULL,
  checksum char(64) NULL,
  at datetime2(3) NOT NULL CONSTRAINT ${constraint('df', '_log_at')} DEFAULT SYSUTCDATETIME(),
  login nvarchar(255) NOT NULL CONSTRAINT ${constraint('df', '_log_login')} DEFAULT SUSER_SNAME(),
  os_user nvarchar(255) NULL,
  host nvarchar(255) NULL,
  duration_ms bigint NULL,
  tool_version varchar(50) NOT NULL,
  detail nvarchar(4000) NULL
);`;
}
