import type { Database } from '../../../database/database.ts';
import { escapeQuestionMarks } from '../../../database/question-marks.ts';
import { statementFault } from '../../../database/statement-error.ts';
import { sqlTypeOf } from '../../../schema/canonical-type.ts';
import { quoteName } from '../../../schema/expression.ts';
import type { Column, Dialect, Schema, Table } from '../../../schema/model.ts';
import { serverOf } from '../../../schema/server.ts';

/** The rows of a table, every value as text: `values[i]` belongs to `columns[i]`. */
export interface TableRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Where a table is, as text that tells it from every other. */
export interface TablePlace {
  readonly schema: string;
  readonly table: string;
}

export function placeOf(schema: Schema, table: Table): TablePlace {
  return { schema: table.schema ?? serverOf(schema).defaultSchema, table: table.name };
}

export const placeKey = ({ schema, table }: TablePlace) => `${schema}.${table}`;

export function quotedPlace(dialect: Dialect, { schema, table }: TablePlace): string {
  return `${quoteName(schema, dialect)}.${quoteName(table, dialect)}`;
}

/** Reads tables whole; a table that cannot be read is left out, and the server's words are its reason. */
export async function readTables(
  database: Database,
  schema: Schema,
): Promise<{ readonly tables: Map<string, TableRows>; readonly unreadable: Map<string, string> }> {
  const tables = new Map<string, TableRows>();
  const unreadable = new Map<string, string>();
  for (const table of schema.tables) {
    const place = placeOf(schema, table);
    const read = await readTable(database, table, place);
    if (typeof read === 'string') unreadable.set(placeKey(place), read);
    else tables.set(placeKey(place), read);
  }
  return { tables, unreadable };
}

/** The rows, or the server's words for why they cannot be read. */
export async function readTable(
  database: Database,
  table: Table,
  place: TablePlace,
): Promise<TableRows | string> {
  const { dialect, knex } = database;
  const read = table.columns.filter((column) => isStored(column, dialect));
  const columns = read.map(({ name }) => name);
  const list = read.map((column, index) => `${asText(column, dialect)} AS c${index}`);
  const sql = `SELECT ${list.length === 0 ? '1 AS none' : list.join(', ')} FROM ${quotedPlace(dialect, place)}`;
  try {
    const result: unknown = await knex.raw(escapeQuestionMarks(sql));
    const rows = (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as Readonly<
      Record<string, string | Buffer | null>
    >[];
    const textOf = (value: string | Buffer | null | undefined) =>
      Buffer.isBuffer(value) ? value.toString('hex') : (value ?? null);
    return { columns, rows: rows.map((row) => columns.map((_name, index) => textOf(row[`c${index}`]))) };
  } catch (error) {
    return statementFault(dialect, error, sql).message;
  }
}

/** What was written with the row. A rowversion is another one after every write. */
function isStored({ computed, type }: Column, dialect: Dialect): boolean {
  return !computed && sqlTypeOf(type, dialect).name !== 'rowversion';
}

/** Text that is another one for another value: dates with every digit, floats too. */
function asText({ name, type, baseType }: Column, dialect: Dialect): string {
  const column = quoteName(name, dialect);
  if (dialect === 'postgres') return `${column}::text`;
  const style = mssqlStyles[sqlTypeOf(baseType ?? type, dialect).name];
  // The driver hands over bytes; not every server knows the style that makes text of them.
  if (style === 'binary') return column;
  return style === undefined
    ? `CAST(${column} AS nvarchar(max))`
    : `CONVERT(nvarchar(max), ${column}, ${style})`;
}

// https://learn.microsoft.com/en-us/sql/t-sql/functions/cast-and-convert-transact-sql#date-and-time-styles
const mssqlStyles: Readonly<Record<string, number | 'binary'>> = {
  date: 23,
  time: 121,
  datetime: 126,
  smalldatetime: 126,
  datetime2: 121,
  datetimeoffset: 121,
  float: 2,
  real: 2,
  money: 2,
  smallmoney: 2,
  binary: 'binary',
  varbinary: 'binary',
  image: 'binary',
};
