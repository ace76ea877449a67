import type { Knex } from 'knex';
import type { Dialect } from '../../target.ts';
import { type SeedTableName, seedTables } from './columns.ts';
import { type FaultList, harmless } from './faults.ts';
import { countSql } from './insert-staged.ts';
import type { RejectedRow } from './rejects.ts';
import { type Staging, select, states } from './staging.ts';

type Stagings = Readonly<Record<SeedTableName, Staging>>;

/** How many rows of a table are to be inserted, are there already, and are refused. */
export interface Counts {
  readonly open: number;
  readonly exists: number;
  readonly refused: number;
  /** Of the refused, those that a check among the rows or against the database has told. */
  readonly told: number;
}

export async function countStaged(knex: Knex, staging: Staging): Promise<Counts> {
  const rows = await select<{ state: number; count: number | string }>(knex, countSql(staging));
  const of = (...wanted: readonly number[]) =>
    rows
      .filter(({ state }) => wanted.includes(Number(state)))
      .reduce((sum, { count }) => sum + Number(count), 0);
  return {
    open: of(0),
    exists: of(states.exists),
    refused: of(states.refused, states.withoutTenant, states.unreadable),
    told: of(states.refused),
  };
}

/** Adds what the checks have found to the faults: the first `limit` of each table. */
export async function tellRefused(
  knex: Knex,
  dialect: Dialect,
  staging: Staging,
  { told }: Counts,
  limit: number,
  faults: FaultList,
): Promise<void> {
  if (told === 0) return;
  const rows = await select<{ row_no: number | string; place: string; field: string; reason: string }>(
    knex,
    firstSql(
      dialect,
      'row_no, place, field, reason',
      `FROM ${staging.sql} WHERE state = ${states.refused}`,
      limit,
    ),
  );
  for (const { row_no, place, field, reason } of rows) {
    faults.add({ row: Number(row_no), place, field, message: harmless(reason) });
  }
  faults.more(told - rows.length);
}

const pageSize = 100;

/** Refused rows in the order of the file, table by table where that is how the file has them. */
export async function* refusedRows(
  knex: Knex,
  dialect: Dialect,
  stagings: Stagings,
  byTable: boolean,
): AsyncGenerator<readonly RejectedRow[]> {
  const refused = (table: SeedTableName) =>
    `SELECT row_no, '${table}' AS of_table, field, reason, source FROM ${stagings[table].sql} WHERE state IS NOT NULL AND state <> ${states.exists}`;
  const sets = byTable ? seedTables.map(refused) : [seedTables.map(refused).join(' UNION ALL ')];
  for (const set of sets) {
    let last = 0;
    for (;;) {
      const rows = await select<{
        row_no: number | string;
        of_table: SeedTableName;
        field: string | null;
        reason: string;
        source: string;
      }>(knex, firstSql(dialect, '*', `FROM (${set}) AS r WHERE r.row_no > ${last}`, pageSize));
      if (rows.length === 0) break;
      last = Number(rows.at(-1)?.row_no);
      yield rows.map(({ of_table, field, reason, source }) => ({
        table: of_table,
        reason: field === null ? reason : `${field}: ${reason}`,
        source,
      }));
    }
  }
}

function firstSql(dialect: Dialect, columns: string, rest: string, limit: number): string {
  return dialect === 'mssql'
    ? `SELECT TOP (${limit}) ${columns} ${rest} ORDER BY row_no`
    : `SELECT ${columns} ${rest} ORDER BY row_no LIMIT ${limit}`;
}
