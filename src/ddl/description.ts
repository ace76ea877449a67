import type { Knex } from 'knex';
import { dialectOf } from './dialect.ts';
import { nationalSql, stringSql } from './literal.ts';
import { quoteName, quoteTable, type TableName, tableParts } from './name.ts';
import { run } from './statement.ts';

/**
 * Sets, changes or (null) removes the description of a table: the extended property MS_Description, at most 3,750 characters,
 * or COMMENT ON TABLE.
 */
export async function setDescription(
  knex: Knex,
  table: TableName,
  description: string | null,
): Promise<void> {
  await describe(knex, table, undefined, description);
}

/** The same for a column. Unlike Knex's `comment` it takes any text, quotes and question marks included. */
export async function setColumnDescription(
  knex: Knex,
  table: TableName,
  column: string,
  description: string | null,
): Promise<void> {
  await describe(knex, table, column, description);
}

async function describe(
  knex: Knex,
  table: TableName,
  column: string | undefined,
  description: string | null,
): Promise<void> {
  const dialect = dialectOf(knex);
  const quoted = quoteTable(dialect, table);
  const object = column === undefined ? `TABLE ${quoted}` : `COLUMN ${quoted}.${quoteName(dialect, column)}`;
  await run(
    knex,
    dialect === 'mssql'
      ? extendedProperty(table, column, description)
      : `COMMENT ON ${object} IS ${description === null ? 'NULL' : stringSql(dialect, description)}`,
  );
}

/** One batch that decides on the server between add, update and drop, since each of the procedures refuses the other's case. */
function extendedProperty(table: TableName, column: string | undefined, description: string | null): string {
  const { schema, name } = tableParts(table);
  const schemaSql =
    schema === undefined
      ? `OBJECT_SCHEMA_NAME(OBJECT_ID(${nationalSql(quoteTable('mssql', table))}))`
      : nationalSql(schema);
  const columnSql = column === undefined ? 'NULL, NULL' : `N'COLUMN', ${nationalSql(column)}`;
  const level = `N'SCHEMA', @schema, N'TABLE', ${nationalSql(name)}, ${columnSql}`;
  const lines = [`DECLARE @schema sysname = ${schemaSql};`];
  const exists = `IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', ${level}))`;
  if (description === null) {
    lines.push(exists, `  EXEC sys.sp_dropextendedproperty N'MS_Description', ${level};`);
  } else {
    lines.push(
      `DECLARE @text nvarchar(4000) = ${nationalSql(description)};`,
      exists,
      `  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, ${level};`,
      'ELSE',
      `  EXEC sys.sp_addextendedproperty N'MS_Description', @text, ${level};`,
    );
  }
  return lines.join('\n');
}
