import type { Knex } from 'knex';
import { dialectOf } from './dialect.ts';
import { nationalSql } from './literal.ts';
import { quoteInSchemaOf, quoteName, quoteTable, type TableName } from './name.ts';
import { run } from './statement.ts';

/** The new name has no schema: the table stays in its own. */
export async function renameTable(knex: Knex, table: TableName, to: string): Promise<void> {
  const quoted = quoteTable(dialectOf(knex), table);
  await rename(knex, quoted, to, 'OBJECT', `ALTER TABLE ${quoted} RENAME TO`);
}

/**
 * Indexes and keys follow. SQL Server refuses (error 15336) while a check or a computed column names the column, and leaves the
 * old name in the text of views and procedures.
 * https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql
 */
export async function renameColumn(knex: Knex, table: TableName, column: string, to: string): Promise<void> {
  const dialect = dialectOf(knex);
  const [quoted, name] = [quoteTable(dialect, table), quoteName(dialect, column)];
  await rename(knex, `${quoted}.${name}`, to, 'COLUMN', `ALTER TABLE ${quoted} RENAME COLUMN ${name} TO`);
}

export async function renameIndex(knex: Knex, table: TableName, index: string, to: string): Promise<void> {
  const dialect = dialectOf(knex);
  const qualified = `${quoteTable(dialect, table)}.${quoteName(dialect, index)}`;
  await rename(
    knex,
    qualified,
    to,
    'INDEX',
    `ALTER INDEX ${quoteInSchemaOf(dialect, table, index)} RENAME TO`,
  );
}

/** A key, foreign key or check. */
export async function renameConstraint(
  knex: Knex,
  table: TableName,
  constraint: string,
  to: string,
): Promise<void> {
  const dialect = dialectOf(knex);
  const alter = `ALTER TABLE ${quoteTable(dialect, table)} RENAME CONSTRAINT ${quoteName(dialect, constraint)} TO`;
  await rename(knex, quoteInSchemaOf(dialect, table, constraint), to, 'OBJECT', alter);
}

/** sp_rename takes the old name as an identifier, and the new one as it is: brackets would become part of it. */
async function rename(
  knex: Knex,
  mssqlName: string,
  to: string,
  kind: 'OBJECT' | 'COLUMN' | 'INDEX',
  postgresSql: string,
): Promise<void> {
  const dialect = dialectOf(knex);
  const quoted = quoteName(dialect, to);
  await run(
    knex,
    dialect === 'mssql'
      ? `EXEC sys.sp_rename ${nationalSql(mssqlName)}, ${nationalSql(to)}, N'${kind}'`
      : `${postgresSql} ${quoted}`,
  );
}
