import type { Knex } from 'knex';
import type { Database } from '../database/database.ts';
import { escapeQuestionMarks } from '../database/question-marks.ts';
import { quoteTable } from '../ddl/name.ts';
import { addNewRows, dropStage, makeStage, type NaturalKeys, otherIds, stageRows } from './load/add-rows.ts';
import { loadRows } from './load/load-rows.ts';
import type { SeedOptions } from './run-options.ts';
import type { SeedRow, SeedTable } from './seed-table.ts';

/** Rows that wait at once in a temporary table to be told from those that are there. */
const STAGE = 50_000;

/** The rows of one table in a run. */
export interface Part {
  readonly table: SeedTable;
  readonly keys: NaturalKeys;
  readonly total: number;
  readonly rows: (from: number, to: number) => Iterable<readonly SeedRow[]>;
  /** The key by which a row is taken for one that is there under another id; `onOther` is told of both ids. */
  readonly merge?: {
    readonly key: readonly string[];
    readonly onOther: (others: ReadonlyMap<string, string>) => void;
  };
  /** How many of the rows are there, from the first on. */
  done: number;
  inserted: number;
  /** Whether the table had no rows at all when this run came to it. */
  wasEmpty: boolean | undefined;
}

/** Brings the rows up to number `to` into the table, within the transaction; those that are there are left alone. */
export async function advance(
  database: Database,
  trx: Knex.Transaction,
  part: Part,
  to: number,
  options: SeedOptions,
): Promise<void> {
  if (part.done >= to) return;
  part.wasEmpty ??= part.done === 0 && (await isEmpty(database, trx, part.table));
  if (part.wasEmpty) await loadNew(database, trx, part, to, options);
  else await addMissing(database, trx, part, to, options);
}

/** Nothing is there that a row could be the same as. */
async function loadNew(
  database: Database,
  trx: Knex.Transaction,
  part: Part,
  to: number,
  options: SeedOptions,
): Promise<void> {
  const rows = part.rows(part.done, to);
  const load = { ...telling(part, options), lockTable: true };
  part.inserted += await loadRows(database, trx, part.table, rows, load);
  part.done = to;
}

async function addMissing(
  database: Database,
  trx: Knex.Transaction,
  part: Part,
  to: number,
  options: SeedOptions,
): Promise<void> {
  const stage = await makeStage(database, trx, part.table);
  while (part.done < to) {
    const next = Math.min(part.done + STAGE, to);
    await stageRows(database, trx, stage, part.rows(part.done, next), telling(part, options));
    if (part.merge !== undefined) part.merge.onOther(await otherIds(database, trx, stage, part.merge.key));
    part.inserted += await addNewRows(database, trx, stage, part.keys, options.signal);
    part.done = next;
  }
  await dropStage(database, trx, stage);
}

function telling(
  { table, done, total }: Part,
  { signal, onProgress }: SeedOptions,
): { signal: AbortSignal; onRows: (rows: number) => void } {
  return { signal, onRows: (rows) => onProgress({ table: table.name, done: done + rows, total }) };
}

async function isEmpty({ dialect }: Database, trx: Knex.Transaction, table: SeedTable): Promise<boolean> {
  const from = quoteTable(dialect, table);
  const sql =
    dialect === 'mssql' ? `SELECT TOP (1) 1 AS there FROM ${from}` : `SELECT 1 AS there FROM ${from} LIMIT 1`;
  const result = (await trx.raw(escapeQuestionMarks(sql))) as unknown[] | { rows: unknown[] };
  return (Array.isArray(result) ? result : result.rows).length === 0;
}
