import type { Knex } from 'knex';
import type { Dialect } from '../target.ts';
import type { Database } from './database.ts';
import { postgresFault } from './dialects/postgres-errors.ts';

/** A table of the tool's own with its SQL schema, so that a change of the search path does not lead to another one. */
export function withDefaultSchema({ dialect, server }: Database, table: string): string {
  // A role of PostgreSQL that may not use the schema has none by default; unqualified, the table would look absent.
  const schema = server.defaultSchema ?? (dialect === 'postgres' ? 'public' : null);
  return table.includes('.') || schema === null || schema.includes('.') ? table : `${schema}.${table}`;
}

/**
 * Rows of a table that may not be there, in one round trip; null where it is not.
 * On PostgreSQL a missing table is an error, which ends a transaction: read outside, or once the table is there.
 */
export async function readIfThere<Row>(
  knex: Knex,
  dialect: Dialect,
  quotedTable: string,
  select: string,
): Promise<Row[] | null> {
  try {
    const result = (await knex.raw(selectIfThereSql(dialect, quotedTable, select))) as
      | Row[]
      | { rows: Row[] };
    const rows = Array.isArray(result) ? result : result.rows;
    return (rows[0] as { absent?: number } | undefined)?.absent === 1 ? null : rows;
  } catch (error) {
    if (dialect === 'postgres' && postgresFault(error).code === 'NO_SUCH_OBJECT') return null;
    throw error;
  }
}

/** On SQL Server the batch asks first, since an error would end the transaction there too. */
function selectIfThereSql(dialect: Dialect, quotedTable: string, select: string): string {
  if (dialect === 'postgres') return select;
  const literal = (text: string): string => `N'${text.replaceAll("'", "''")}'`;
  return `IF OBJECT_ID(${literal(quotedTable)}, N'U') IS NULL SELECT 1 AS absent ELSE EXEC(${literal(select)})`;
}

/** A moment as a Date. PostgreSQL knows some that JavaScript does not, such as infinity: the last, or first, that it does. */
export function toDate(moment: Date | number): Date {
  const last = 8.64e15;
  const time = Number(moment);
  return new Date(Number.isNaN(time) ? last : Math.min(last, Math.max(-last, time)));
}
