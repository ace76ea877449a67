import type { Knex } from 'knex';
import type { Dialect } from '../target.ts';
import { dialectOf } from './dialect.ts';
import { rawSql } from './expression.ts';
import { literalSql, nationalSql, type Value } from './literal.ts';
import { quoteName, quoteTable, type TableName } from './name.ts';
import { run } from './statement.ts';

export interface ColumnDefault {
  /** Name of the default constraint on SQL Server; PostgreSQL has none. */
  readonly name: string;
  /** A plain value, or an expression such as `newUuid(knex)`, `utcNow(knex)` or `knex.raw('1.0')`. */
  readonly value: Value | Knex.Raw;
}

/** Gives a column this default, in place of any that it has, whatever that one is called. */
export async function setDefault(
  knex: Knex,
  table: TableName,
  column: string,
  columnDefault: ColumnDefault,
): Promise<void> {
  if (dialectOf(knex) === 'mssql') await clearDefault(knex, table, column);
  await addDefault(knex, table, column, columnDefault);
}

/** For a column that has none. */
export async function addDefault(
  knex: Knex,
  table: TableName,
  column: string,
  { name, value }: ColumnDefault,
): Promise<void> {
  const dialect = dialectOf(knex);
  const alter = `ALTER TABLE ${quoteTable(dialect, table)}`;
  const quoted = quoteName(dialect, column);
  const sql = defaultSql(dialect, value);
  await run(
    knex,
    dialect === 'mssql'
      ? `${alter} ADD CONSTRAINT ${quoteName(dialect, name)} DEFAULT ${sql} FOR ${quoted}`
      : `${alter} ALTER COLUMN ${quoted} SET DEFAULT ${sql}`,
  );
}

/**
 * Takes a column's default away. Without a name SQL Server looks it up while the statement runs, and a column without a default
 * stays as it is; with a name it must exist.
 */
export async function dropDefault(
  knex: Knex,
  table: TableName,
  column: string,
  options: { readonly name?: string } = {},
): Promise<void> {
  const dialect = dialectOf(knex);
  const alter = `ALTER TABLE ${quoteTable(dialect, table)}`;
  if (dialect === 'postgres')
    await run(knex, `${alter} ALTER COLUMN ${quoteName(dialect, column)} DROP DEFAULT`);
  else if (options.name !== undefined) {
    await run(knex, `${alter} DROP CONSTRAINT ${quoteName(dialect, options.name)}`);
  } else await run(knex, dropUnknownDefault(table, column, 'IF @sql IS NOT NULL'));
}

/**
 * Drops a default that is about to be replaced, or to go with its column. Babelfish shows constraint names for defaults but
 * cannot drop them by these; it replaces a default when one is added, so there is nothing to do.
 */
export async function clearDefault(knex: Knex, table: TableName, column: string): Promise<void> {
  if (dialectOf(knex) === 'postgres') await dropDefault(knex, table, column);
  else {
    const unlessBabelfish = "IF @sql IS NOT NULL AND SERVERPROPERTY(N'Babelfish') IS NULL";
    await run(knex, dropUnknownDefault(table, column, unlessBabelfish));
  }
}

/**
 * Gives the default of a column another name on SQL Server, whatever it is called now; nothing elsewhere, where defaults have no
 * names. A column or table that was renamed keeps the old names of its defaults.
 */
export async function renameDefault(knex: Knex, table: TableName, column: string, to: string): Promise<void> {
  if (dialectOf(knex) === 'postgres') return;
  const quoted = quoteTable('mssql', table);
  quoteName('mssql', column);
  quoteName('mssql', to);
  await run(
    knex,
    [
      'DECLARE @name nvarchar(max) = (',
      "  SELECT QUOTENAME(OBJECT_SCHEMA_NAME(d.object_id)) + N'.' + QUOTENAME(d.name)",
      ...unknownDefault(quoted, column, `    AND d.name <> ${nationalSql(to)}`),
      ');',
      "IF @name IS NOT NULL AND SERVERPROPERTY(N'Babelfish') IS NULL",
      `  EXEC sys.sp_rename @name, ${nationalSql(to)}, N'OBJECT';`,
    ].join('\n'),
  );
}

/** The rest of a SELECT that finds the default of a column. */
function unknownDefault(quotedTable: string, column: string, ...conditions: readonly string[]): string[] {
  return [
    '  FROM sys.default_constraints AS d',
    '  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id',
    `  WHERE d.parent_object_id = OBJECT_ID(${nationalSql(quotedTable)}) AND c.name = ${nationalSql(column)}`,
    ...conditions,
  ];
}

function dropUnknownDefault(table: TableName, column: string, condition: string): string {
  const quoted = quoteTable('mssql', table);
  quoteName('mssql', column);
  return [
    'DECLARE @sql nvarchar(max) = (',
    `  SELECT ${nationalSql(`ALTER TABLE ${quoted} DROP CONSTRAINT `)} + QUOTENAME(d.name)`,
    ...unknownDefault(quoted, column),
    ');',
    `${condition} EXEC (@sql);`,
  ].join('\n');
}

/** A value, or the text of an expression. */
export function defaultSql(dialect: Dialect, value: Value | Knex.Raw): string {
  return value !== null && typeof value === 'object' ? rawSql(value) : literalSql(dialect, value);
}
