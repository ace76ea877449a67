import type { Database } from '../../database/database.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import type { RightsQuestion } from '../rights-question.ts';

/** What the login may do in a database of SQL Server. */
export interface MssqlRights {
  /** The user that GRANT names, and the login, which rights on the server go to. */
  readonly user: string;
  readonly login: string;
  readonly createTable: boolean;
  /** On the SQL schema of a name without one. */
  readonly alterSchema: boolean;
  readonly referencesSchema: boolean;
  /** Rights that are missing on the history table and on its log; on their SQL schema as long as they are not there. */
  readonly missingOnHistory: readonly string[];
  readonly missingOnLog: readonly string[];
  readonly historyExists: boolean;
  readonly viewDefinition: boolean;
  /** Whether the server tells of other sessions and their locks, and the right that makes it. */
  readonly viewState: boolean;
  readonly viewStateRight: 'VIEW DATABASE STATE' | 'VIEW SERVER STATE' | 'VIEW SERVER PERFORMANCE STATE';
}

/** On the history table; its log is only added to. */
const NEEDED = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const NEEDED_ON_LOG = ['SELECT', 'INSERT'];

// https://learn.microsoft.com/en-us/sql/t-sql/functions/has-perms-by-name-transact-sql
// Locks and sessions of others: VIEW DATABASE STATE on Azure SQL Database, VIEW SERVER STATE elsewhere, and VIEW SERVER
// PERFORMANCE STATE from SQL Server 2022 on.
// https://learn.microsoft.com/en-us/sql/relational-databases/system-dynamic-management-views/sys-dm-tran-locks-transact-sql
function rightsSql({ schema, historySchema, history }: RightsQuestion): string {
  const text = (value: string): string => `N'${value.replaceAll("'", "''")}'`;
  const own = `QUOTENAME(${text(schema)})`;
  const table = (name: string): string =>
    `QUOTENAME(${text(historySchema)}) + N'.' + QUOTENAME(${text(name)})`;
  const missing = (name: string, rights: readonly string[]): string => {
    const [there, object] = [`OBJECT_ID(${table(name)}, N'U') IS NOT NULL`, table(name)];
    const asked = rights.map(
      (right) =>
        `CASE WHEN CASE WHEN ${there} THEN HAS_PERMS_BY_NAME(${object}, N'OBJECT', N'${right}') ELSE HAS_PERMS_BY_NAME(QUOTENAME(${text(historySchema)}), N'SCHEMA', N'${right}') END = 1 THEN N'' ELSE N'${right},' END`,
    );
    return asked.join(' + ');
  };
  return `SELECT USER_NAME() AS userName, SUSER_SNAME() AS login,
  CAST(SERVERPROPERTY('EngineEdition') AS int) AS engineEdition,
  HAS_PERMS_BY_NAME(QUOTENAME(DB_NAME()), N'DATABASE', N'CREATE TABLE') AS createTable,
  HAS_PERMS_BY_NAME(${own}, N'SCHEMA', N'ALTER') AS alterSchema,
  HAS_PERMS_BY_NAME(${own}, N'SCHEMA', N'REFERENCES') AS referencesSchema,
  ${missing(history, NEEDED)} AS missingOnHistory,
  ${missing(`${history}_log`, NEEDED_ON_LOG)} AS missingOnLog,
  CASE WHEN OBJECT_ID(${table(history)}, N'U') IS NULL THEN 0 ELSE 1 END AS historyExists,
  HAS_PERMS_BY_NAME(QUOTENAME(DB_NAME()), N'DATABASE', N'VIEW DEFINITION') AS viewDefinition,
  HAS_PERMS_BY_NAME(QUOTENAME(DB_NAME()), N'DATABASE', N'VIEW DATABASE STATE') AS viewDatabaseState,
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER STATE') AS viewServerState,
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER PERFORMANCE STATE') AS viewPerformanceState`;
}

type Row = Readonly<Record<string, string | number | null>>;

const AZURE_SQL_DATABASE = 5;
/** Major version of SQL Server 2022. */
const VERSION_2022 = 16;

export async function readMssqlRights(
  { knex, server }: Database,
  question: RightsQuestion,
): Promise<MssqlRights> {
  const rows: Row[] = await knex.raw(escapeQuestionMarks(rightsSql(question)));
  const row = rows[0] ?? {};
  const may = (name: string): boolean => Number(row[name]) === 1;
  const list = (name: string): string[] =>
    String(row[name] ?? '')
      .split(',')
      .filter((right) => right !== '');
  const viewStateRight =
    Number(row.engineEdition) === AZURE_SQL_DATABASE
      ? 'VIEW DATABASE STATE'
      : Number.parseInt(server.version, 10) >= VERSION_2022
        ? 'VIEW SERVER PERFORMANCE STATE'
        : 'VIEW SERVER STATE';
  const onServer = may('viewServerState') || may('viewPerformanceState');
  return {
    user: String(row.userName),
    login: String(row.login),
    createTable: may('createTable'),
    alterSchema: may('alterSchema'),
    referencesSchema: may('referencesSchema'),
    missingOnHistory: list('missingOnHistory'),
    missingOnLog: list('missingOnLog'),
    historyExists: may('historyExists'),
    viewDefinition: may('viewDefinition'),
    viewState: viewStateRight === 'VIEW DATABASE STATE' ? may('viewDatabaseState') : onServer,
    viewStateRight,
  };
}
