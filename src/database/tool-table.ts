import { QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';
import type { Askable } from './ask.ts';
import type { Database } from './database.ts';
import { postgresFault } from './dialects/postgres-errors.ts';

/** A table of the tool's own with its SQL schema, so that a change of the search path does not lead to another one. */
export function withDefaultSchema({ dialect, server }: Database, table: string): string {
  // A role of PostgreSQL that may not use the schema has none by default; unqualified, the table would look absent.
  const schema = server.defaultSchema ?? (dialect === 'postgres' ? 'public' : null);
  return table.includes('.') || schema === null || schema.includes('.') ? table : `${schema}.${table}`;
}

/** A question that can be asked only where another table is there as well. */
export interface Fuller {
  readonly quotedTable: string;
  readonly select: string;
}

/**
 * Rows of a table that may not be there, in one round trip; null where it is not. With `fuller`, the answer to that question
 * where its table is there too; on PostgreSQL it takes another round trip to find out that it is not.
 * On PostgreSQL a missing table is an error, which ends a transaction: read outside, or once the table is there.
 */
export async function readIfThere<Row>(
  from: Askable,
  dialect: Dialect,
  quotedTable: string,
  select: string,
  fuller?: Fuller,
): Promise<Row[] | null> {
  if (dialect === 'mssql') {
    const rows = await from.ask<Row>(selectIfThereSql(quotedTable, select, fuller));
    const [answer] = rows as readonly { readonly absent?: number; readonly visible?: number | null }[];
    if (answer?.absent !== 1) return rows;
    if (answer.visible === 0) throw new HiddenTableError(quotedTable);
    return null;
  }
  try {
    return await from.ask<Row>(fuller?.select ?? select);
  } catch (error) {
    if (postgresFault(error).code !== 'NO_SUCH_OBJECT') throw error;
    return fuller === undefined ? null : readIfThere(from, dialect, quotedTable, select);
  }
}

/** SQL Server shows a table to nobody who has no right on it: that it is not there would only seem so. */
class HiddenTableError extends QuodsiDbError {
  constructor(quotedTable: string) {
    super(
      'PERMISSION_DENIED',
      `the login has no right on the schema of ${quotedTable}, and so would not see that table if it were there`,
      { hint: 'Nothing was run. "quodsi-db doctor" tells which rights it lacks, and the GRANT for each.' },
    );
  }
}

/** Whether an error says that a login would not see a table if it were there. */
export function isHidden(error: unknown): boolean {
  return error instanceof HiddenTableError;
}

/** On SQL Server the batch asks first, since an error would end the transaction there too. */
function selectIfThereSql(quotedTable: string, select: string, fuller: Fuller | undefined): string {
  const literal = (text: string): string => `N'${text.replaceAll("'", "''")}'`;
  const isMissing = (table: string): string => `IF OBJECT_ID(${literal(table)}, N'U') IS NULL`;
  const schema = `PARSENAME(${literal(quotedTable)}, 2)`;
  const right = `HAS_PERMS_BY_NAME(QUOTENAME(${schema}), N'SCHEMA', N'SELECT')`;
  // There is no right on a schema that is not there.
  const absent = `SELECT 1 AS absent, CASE WHEN SCHEMA_ID(${schema}) IS NULL THEN 1 ELSE ${right} END AS visible`;
  const plain = `${isMissing(quotedTable)} ${absent} ELSE`;
  if (fuller === undefined) return `${plain} EXEC(${literal(select)})`;
  return `${plain} ${isMissing(fuller.quotedTable)} EXEC(${literal(select)}) ELSE EXEC(${literal(fuller.select)})`;
}

/** A moment as a Date. PostgreSQL knows some that JavaScript does not, such as infinity: the last, or first, that it does. */
export function toDate(moment: Date | number | string): Date {
  const last = 8.64e15;
  const time = Number(moment);
  return new Date(Number.isNaN(time) ? last : Math.min(last, Math.max(-last, time)));
}
