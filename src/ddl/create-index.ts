import type { Knex } from 'knex';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';
import { type Condition, conditionSql } from './condition.ts';
import { dialectOf } from './dialect.ts';
import { nationalSql } from './literal.ts';
import { collationSql, quoteInSchemaOf, quoteName, quoteNames, quoteTable, type TableName } from './name.ts';
import { run } from './statement.ts';
import { type StorageOptions, storageSql } from './storage.ts';

/** A key column, ascending unless it says otherwise. */
export type KeyColumn = string | { readonly name: string; readonly desc?: boolean };

/** What only PostgreSQL can say of a key column. SQL Server ignores it. */
interface KeyColumnRules {
  readonly desc?: boolean;
  readonly nulls?: 'first' | 'last';
  readonly operatorClass?: string;
  readonly collation?: string;
}

/** A key column of an index, or an expression, which only PostgreSQL can index. */
export type IndexColumn =
  | string
  | ({ readonly name: string } & KeyColumnRules)
  | ({ readonly expression: string } & KeyColumnRules);

export interface IndexOptions extends StorageOptions {
  /** In key order. */
  readonly columns: readonly IndexColumn[];
  readonly unique?: boolean;
  /** PostgreSQL 15 and later: two nulls are one value. SQL Server always has it so. */
  readonly nullsNotDistinct?: boolean;
  /** PostgreSQL: `gin`, `gist`, `hash` … */
  readonly method?: string;
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
    `ON ${quoteTable(dialect, table)}`,
    !mssql && options.method !== undefined && `USING ${quoteName(dialect, options.method)}`,
    `(${indexColumnsSql(dialect, options.columns)})`,
    options.include?.length && `INCLUDE (${quoteNames(dialect, options.include)})`,
    !mssql && options.nullsNotDistinct && 'NULLS NOT DISTINCT',
    mssql && options.where !== undefined && `WHERE ${conditionSql(dialect, options.where)}`,
    storageSql(dialect, options).trim(),
    !mssql && options.where !== undefined && `WHERE ${conditionSql(dialect, options.where)}`,
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

function indexColumnsSql(dialect: Dialect, columns: readonly IndexColumn[]): string {
  if (columns.length === 0) quoteNames(dialect, []);
  return columns
    .map((column) => {
      const options = typeof column === 'string' ? { name: column } : column;
      const { desc, nulls, operatorClass, collation }: KeyColumnRules = options;
      const what = 'name' in options ? quoteName(dialect, options.name) : `(${options.expression})`;
      const order = desc ? ' DESC' : '';
      if (dialect === 'mssql') return what + order;
      const rules = operatorClass === undefined ? '' : ` ${operatorClass}`;
      const nullsOrder = nulls === undefined ? '' : ` NULLS ${nulls.toUpperCase()}`;
      return what + collationSql(dialect, collation) + rules + order + nullsOrder;
    })
    .join(', ');
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
