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

function dropUnknownDefault(table: TableName, column: string, condition: string): string {
  const quoted = quoteTable('mssql', table);
  quoteName('mssql', column);
  return [
    'DECLARE @sql nvarchar(max) = (',
    `  SELECT ${nationalSql(`ALTER TABLE ${quoted} DROP CONSTRAINT `)} + QUOTENAME(d.name)`,
    '  FROM sys.default_constraints AS d',
    '  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id',
    `  WHERE d.parent_object_id = OBJECT_ID(${nationalSql(quoted)}) AND c.name = ${nationalSql(column)}`,
    ');',
    `${condition} EXEC (@sql);`,
  ].join('\n');
}

function defaultSql(dialect: Dialect, value: Value | Knex.Raw): string {
  return value !== null && typeof value === 'object' ? rawSql(value) : literalSql(dialect, value);
}
