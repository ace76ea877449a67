import { quoteName, quoteNames } from '../../ddl/name.ts';
import { defaultExpression } from '../../entities/column-default.ts';
import type { EntityColumn } from '../../entities/entity.ts';
import { Tenant } from '../../entities/tenant.ts';
import { User } from '../../entities/user.ts';
import { nativeType } from '../../schema/column-type.ts';
import { renderDefault } from '../../schema/expression.ts';
import type { Dialect } from '../../target.ts';
import { tenantsTable, usersTable } from '../seed-table.ts';
import type { Staging } from './staging.ts';

/**
 * The INSERT of staged rows into their table, in the order of the file, `from` and `to` being numbers of rows. What no row gives
 * is left to the table; where some give a column and some do not, those get the default that the entity declares.
 *
 * @param given the columns that rows give
 */
export function insertSql(
  dialect: Dialect,
  { table, sql, target }: Staging,
  given: ReadonlySet<string>,
  from: number,
  to: number,
): string {
  const columns = (table === 'tenants' ? tenantsTable : usersTable).columns
    .map(({ name }) => name)
    .filter((name) => given.has(name));
  const values = columns.map((name) => {
    const value = `s.${quoteName(dialect, name)}`;
    const fallback = defaultOf(dialect, table, name);
    return fallback === null ? value : `COALESCE(${value}, ${fallback})`;
  });
  return `INSERT INTO ${target} (${quoteNames(dialect, columns)}) SELECT ${values.join(', ')} FROM ${sql} AS s WHERE s.state IS NULL AND s.row_no > ${from} AND s.row_no <= ${to} ORDER BY s.row_no`;
}

function defaultOf(dialect: Dialect, table: Staging['table'], name: string): string | null {
  const columns: Readonly<Record<string, EntityColumn>> = (table === 'tenants' ? Tenant : User).columns;
  const column = columns[name];
  const expression = column === undefined ? undefined : defaultExpression(column);
  if (column === undefined || expression === undefined) return null;
  return `CAST(${renderDefault(expression, column.type, dialect)} AS ${nativeType(column.type, dialect)})`;
}

/** Where the next so many rows that are to be inserted end: the number of the last of them; null where there are none. */
export function nextEndSql(dialect: Dialect, { sql }: Staging, from: number, rows: number): string {
  const open = `FROM ${sql} WHERE state IS NULL AND row_no > ${from} ORDER BY row_no`;
  const some =
    dialect === 'mssql' ? `SELECT TOP (${rows}) row_no ${open}` : `SELECT row_no ${open} LIMIT ${rows}`;
  return `SELECT MAX(n.row_no) AS last, COUNT(*) AS count FROM (${some}) AS n`;
}

/** How many rows have come to which state. */
export function countSql({ sql }: Staging): string {
  return `SELECT COALESCE(state, 0) AS state, COUNT(*) AS count FROM ${sql} GROUP BY COALESCE(state, 0)`;
}
