import type { Knex } from 'knex';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';
import { type Condition, conditionSql } from './condition.ts';
import { dialectOf } from './dialect.ts';
import { nationalSql } from './literal.ts';
import { quoteInSchemaOf, quoteName, quoteNames, quoteTable, type TableName } from './name.ts';
import { run } from './statement.ts';

/** A key column, ascending unless it says otherwise. */
export type KeyColumn = string | { readonly name: string; readonly desc?: boolean };

export interface IndexOptions {
  /** In key order. */
  readonly columns: readonly KeyColumn[];
  readonly unique?: boolean;
  /** The order of the table itself on SQL Server; a plain index on PostgreSQL. */
  readonly clustered?: boolean;
  /** Columns that are carried along, not searched. */
  readonly include?: readonly string[];
  /** Only these rows are in the index. */
  readonly where?: Condition;
  /** Build without blocking writers on the SQL Server editions that can (Enterprise, Developer, Azure); elsewhere plainly. */
  readonly online?: boolean;
  /** Build without blocking writers on PostgreSQL. Needs a migration without a transaction. */
  readonly concurrently?: boolean;
}

/**
 * @throws QuodsiDbError `DDL_INDEX` for a clustered index with a filter or included columns, which SQL Server does not have, and
 *   for `concurrently` inside a transaction on PostgreSQL.
 */
export async function createIndex(
  knex: Knex,
  table: TableName,
  name: string,
  options: IndexOptions,
): Promise<void> {
  const dialect = dialectOf(knex);
  if (options.clustered && (options.where !== undefined || options.include?.length)) {
    throw badIndex(
      `${name} is clustered, so it holds every row and column`,
      'Drop `where` and `include`, or `clustered`.',
    );
  }
  const mssql = dialect === 'mssql';
  if (options.concurrently) refuseTransaction(knex, dialect, name);
  const sql = [
    'CREATE',
    options.unique && 'UNIQUE',
    mssql && options.clustered && 'CLUSTERED',
    'INDEX',
    !mssql && options.concurrently && 'CONCURRENTLY',
    quoteName(dialect, name),
    `ON ${quoteTable(dialect, table)} (${keyColumnsSql(dialect, options.columns)})`,
    options.include?.length && `INCLUDE (${quoteNames(dialect, options.include)})`,
    options.where !== undefined && `WHERE ${conditionSql(dialect, options.where)}`,
  ]
    .filter(Boolean)
    .join(' ');
  await run(knex, mssql && options.online ? whereOnline(sql) : sql);
}

/** @throws QuodsiDbError `DDL_INDEX` for `concurrently` inside a transaction on PostgreSQL. */
export async function dropIndex(
  knex: Knex,
  table: TableName,
  name: string,
  options: { readonly concurrently?: boolean } = {},
): Promise<void> {
  const dialect = dialectOf(knex);
  if (dialect === 'mssql') {
    await run(knex, `DROP INDEX ${quoteName(dialect, name)} ON ${quoteTable(dialect, table)}`);
    return;
  }
  if (options.concurrently) refuseTransaction(knex, dialect, name);
  const index = quoteInSchemaOf(dialect, table, name);
  await run(knex, `DROP INDEX ${options.concurrently ? 'CONCURRENTLY ' : ''}${index}`);
}

export function keyColumnsSql(dialect: Dialect, columns: readonly KeyColumn[]): string {
  const names = columns.map((column) => (typeof column === 'string' ? column : column.name));
  const descending = columns.map((column) => typeof column !== 'string' && column.desc === true);
  quoteNames(dialect, names);
  return names.map((name, i) => quoteName(dialect, name) + (descending[i] ? ' DESC' : '')).join(', ');
}

/**
 * The server is asked in the same batch, so that a script written without a connection decides on the server that runs it.
 * Editions 3, 5 and 8 are Enterprise (with Developer), Azure SQL Database and Managed Instance:
 * https://learn.microsoft.com/en-us/sql/t-sql/functions/serverproperty-transact-sql
 */
function whereOnline(sql: string): string {
  return [
    `DECLARE @sql nvarchar(max) = ${nationalSql(sql)};`,
    "IF CAST(SERVERPROPERTY('EngineEdition') AS int) IN (3, 5, 8) SET @sql = @sql + N' WITH (ONLINE = ON)';",
    'EXEC (@sql);',
  ].join('\n');
}

function refuseTransaction(knex: Knex, dialect: Dialect, name: string): void {
  if (dialect === 'postgres' && knex.isTransaction) {
    throw badIndex(
      `PostgreSQL cannot build or drop ${name} concurrently inside a transaction`,
      'Put `export const config = { transaction: false }` in the migration, or leave `concurrently` out.',
    );
  }
}

function badIndex(message: string, hint: string): QuodsiDbError {
  return new QuodsiDbError('DDL_INDEX', message, { hint, exitCode: exitCodes.config });
}
