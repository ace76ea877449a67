import type { Knex } from 'knex';
import { uuid } from '../../contracts/fields.ts';
import { slugFault, slugify } from '../../contracts/slug.ts';
import type { Database } from '../../database/database.ts';
import { loadRows } from '../load/load-rows.ts';
import type { Cell, SeedRow } from '../seed-table.ts';
import { checkRow } from './check-row.ts';
import { type SeedTableName, seedTables } from './columns.ts';
import { type FaultList, faultText } from './faults.ts';
import type { FileRow } from './file-row.ts';
import type { FileRows } from './read-rows.ts';
import type { Source } from './source.ts';
import { type Staging, states } from './staging.ts';

/** Runs work in a transaction: that of the whole run, or one for this work where the run commits now and then. */
export type Inside = <T>(work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>;

export interface StageOptions {
  /** Where rows that are wrong are kept, to be written to a file; else they go to `faults`. */
  readonly keepRefused: boolean;
  /** Rows up to that number are in the database already. */
  readonly from: number;
  readonly signal: AbortSignal;
  /** How many rows have been read, and how many there may be in all. */
  readonly onRows: (done: number, total: number | null) => void;
}

/** What has been staged. */
export interface Staged {
  /** Columns that any row gives, by table; the others get the table's defaults. */
  readonly given: Readonly<Record<SeedTableName, Set<string>>>;
  /** How many rows of each table are staged. */
  readonly rows: Readonly<Record<SeedTableName, number>>;
  /** The number of the last row. */
  readonly last: number;
  /** Rows that were passed over because of `from`. */
  readonly passed: Readonly<Record<SeedTableName, number>>;
}

type StagedRow = Readonly<Record<string, Cell>>;

/** So many bytes of the file are in memory as rows at a time. */
const pieceSize = 1024 * 1024;

/** Reads the file to its end, holds each row to its contract, and loads the rows into the temporary tables. */
export async function stageRows(
  database: Database,
  inside: Inside,
  stagings: Readonly<Record<SeedTableName, Staging>>,
  source: Source,
  { batches, untold }: FileRows,
  faults: FaultList,
  options: StageOptions,
): Promise<Staged> {
  const given = { tenants: new Set<string>(), users: new Set<string>() };
  const rows = { tenants: 0, users: 0 };
  let waiting: Record<SeedTableName, StagedRow[]> = { tenants: [], users: [] };
  let flushedAt = 0;
  let last = 0;
  const passed = { tenants: 0, users: 0 };

  const flush = async (): Promise<void> => {
    flushedAt = source.taken();
    const pieces = waiting;
    waiting = { tenants: [], users: [] };
    for (const table of seedTables) {
      if (pieces[table].length === 0) continue;
      rows[table] += pieces[table].length;
      await inside((trx) => load(database, trx, stagings[table], pieces[table], options.signal));
    }
  };

  for await (const batch of batches) {
    options.signal.throwIfAborted();
    for (const row of batch) {
      last = row.row;
      if (row.row <= options.from) {
        passed[row.table ?? 'users'] += 1;
        continue;
      }
      const staged = stageRow(row, untold, faults, options.keepRefused);
      if (staged === null) continue;
      const { table, values } = staged;
      for (const name in values) if (values[name] !== null) given[table].add(name);
      waiting[table].push(values);
    }
    options.onRows(last, estimate(source, last));
    if (source.taken() - flushedAt >= pieceSize) await flush();
  }
  await flush();
  return { given, rows, last, passed };
}

/** The row as it is loaded; null for one that is told to be wrong and needs no further look. */
function stageRow(
  row: FileRow,
  untold: ReadonlySet<string>,
  faults: FaultList,
  keepRefused: boolean,
): { table: SeedTableName; values: StagedRow } | null {
  const { values, faults: wrong } = checkRow(row, untold);
  const about = { row_no: row.row, place: row.place };
  const source = keepRefused ? { source: JSON.stringify(row.original) } : {};
  if (wrong === undefined) {
    return { table: row.table ?? 'users', values: { ...values, ...about, ...source } };
  }
  if (!keepRefused) for (const fault of wrong) faults.add({ ...about, row: row.row, ...fault });
  const keys = row.table === 'tenants' ? keysOf(row.values) : {};
  if (!keepRefused && Object.keys(keys).length === 0) return null;
  const reason = wrong.map((fault) => faultText({ row: row.row, place: '', ...fault }).replace(/^[,:] /, ''));
  const kept = keepRefused ? { ...source, reason: reason.join('; ') } : {};
  return { table: row.table ?? 'users', values: { ...about, ...keys, ...kept, state: states.unreadable } };
}

/** What users may refer to a refused tenant by: of them it is not said that there is no such tenant. */
function keysOf({ id, slug, name }: FileRow['values']): StagedRow {
  const text = typeof slug === 'string' ? slug.toLowerCase() : slugify(typeof name === 'string' ? name : '');
  const known = uuid.safeParse(id);
  return {
    ...(slugFault(text) === undefined ? { slug: text } : {}),
    ...(known.success ? { id: known.data } : {}),
  };
}

async function load(
  database: Database,
  trx: Knex.Transaction,
  { name, columns }: Staging,
  rows: readonly StagedRow[],
  signal: AbortSignal,
): Promise<void> {
  const named = new Set(rows.flatMap(Object.keys));
  const loaded = columns.filter((column) => named.has(column.name));
  const cells = rows.map((row): SeedRow => loaded.map((column) => row[column.name] ?? null));
  await loadRows(database, trx, { name, columns: loaded }, [cells], { signal });
}

function estimate(source: Source, rows: number): number | null {
  if (source.size === null || source.taken() === 0) return null;
  return Math.max(rows, Math.round((rows * source.size) / source.taken()));
}
