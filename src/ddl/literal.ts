import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';

/** A value that DDL can hold inline. Dates and decimals with trailing zeros: as a string, or as `knex.raw('1.0')`. */
export type Value = string | number | bigint | boolean | null;

/** @throws QuodsiDbError `DDL_VALUE` for NaN, an infinity, and a string with a NUL character. */
export function literalSql(dialect: Dialect, value: Value): string {
  if (value === null) return 'NULL';
  switch (typeof value) {
    case 'boolean':
      if (dialect === 'mssql') return value ? '1' : '0';
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw badValue(value);
      return String(value);
    case 'bigint':
      return String(value);
    case 'string':
      return stringSql(dialect, value);
  }
}

/**
 * On SQL Server, N'…' only where the text needs it. A plain constant suits varchar and nvarchar columns alike, while an
 * nvarchar constant converts a varchar column, which the filter of an index does not allow:
 * https://learn.microsoft.com/en-us/sql/relational-databases/indexes/create-filtered-indexes
 */
export function stringSql(dialect: Dialect, value: string): string {
  if (value.includes('\0')) throw badValue(value);
  if (dialect === 'mssql') return /\P{ASCII}/u.test(value) ? nationalSql(value) : mssqlSql('', value);
  return postgresSql(value);
}

/** N'…' for the arguments of SQL Server's own procedures and functions, which are nvarchar. */
export function nationalSql(value: string): string {
  return mssqlSql('N', value);
}

/**
 * A backslash at the end of a line continues a T-SQL string on the next one and both vanish, so the string is taken apart there:
 * https://learn.microsoft.com/en-us/sql/t-sql/language-elements/sql-server-utilities-statements-backslash
 */
function mssqlSql(prefix: '' | 'N', value: string): string {
  const text = value.replaceAll("'", "''").replace(/\\(?=\r?\n)/g, `\\' + ${prefix}'`);
  return `${prefix}'${text}'`;
}

/**
 * E'…' as soon as there is a backslash: it means the same whatever standard_conforming_strings says. In it a `?` after a
 * backslash is written as \x3f, because Knex reads `\?` as its own escape and would eat the backslash.
 */
function postgresSql(value: string): string {
  const text = value.replaceAll("'", "''");
  if (!text.includes('\\')) return `'${text}'`;
  return `E'${text.replaceAll('\\', '\\\\').replaceAll('\\?', '\\\\x3f')}'`;
}

function badValue(value: string | number): QuodsiDbError {
  return new QuodsiDbError(
    'DDL_VALUE',
    `${JSON.stringify(String(value))} cannot be written as an SQL literal`,
    {
      hint: 'Use a finite number, or a string without NUL characters.',
      exitCode: exitCodes.config,
    },
  );
}
