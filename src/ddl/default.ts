import type { Knex } from 'knex';
import type { Dialect } from '../target.ts';
import { dialectOf } from './dialect.ts';
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
  const dialect = dialectOf(knex);
  const value = defaultSql(dialect, columnDefault.value);
  const alter = `ALTER TABLE ${quoteTable(dialect, table)}`;
  const quoted = quoteName(dialect, column);
  if (dialect === 'postgres') {
    await run(knex, `${alter} ALTER COLUMN ${quoted} SET DEFAULT ${value}`);
    return;
  }
  const name = quoteName(dialect, columnDefault.name);
  await dropDefault(knex, table, column);
  await run(knex, `${alter} ADD CONSTRAINT ${name} DEFAULT ${value} FOR ${quoted}`);
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
  } else await run(knex, dropUnknownDefault(table, column));
}

function dropUnknownDefault(table: TableName, column: string): string {
  const quoted = quoteTable('mssql', table);
  quoteName('mssql', column);
  return [
    'DECLARE @sql nvarchar(max) = (',
    `  SELECT ${nationalSql(`ALTER TABLE ${quoted} DROP CONSTRAINT `)} + QUOTENAME(d.name)`,
    '  FROM sys.default_constraints AS d',
    '  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id',
    `  WHERE d.parent_object_id = OBJECT_ID(${nationalSql(quoted)}) AND c.name = ${nationalSql(column)}`,
    ');',
    'IF @sql IS NOT NULL EXEC (@sql);',
  ].join('\n');
}

function defaultSql(dialect: Dialect, value: Value | Knex.Raw): string {
  return value !== null && typeof value === 'object' ? value.toQuery() : literalSql(dialect, value);
}
