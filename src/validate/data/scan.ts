import type { Database } from '../../database/database.ts';
import { readJson } from './json-block.ts';
import type { JsonProbe, Probe, RowProbe, SetProbe } from './probe.ts';
import { select } from './send.ts';
import { allOf, asText, join, limited, raw, type Sql, sql, value } from './sql.ts';
import { type DataModel, type DataTable, isEnforced } from './table.ts';

/** Faulty rows shown of each kind: enough to see what they have in common. */
export const sampleSize = 5;

/**
 * Rows that one statement reads: about a tenth of a second of an idle PostgreSQL, so that it holds no lock and no snapshot
 * for long and can be interrupted. With 5,000 a table takes about twice as long, with all its rows at once about the same.
 */
export const batchSize = 50_000;

/** Faulty rows of one probe. */
export interface Found {
  readonly count: number;
  /** Keys of the first of them in the order of the table. */
  readonly ids: readonly string[];
}

export interface ScanContext {
  readonly database: Database;
  readonly model: DataModel;
  readonly signal: AbortSignal;
  /** Told after each batch: rows of the table looked at so far. */
  readonly onProgress: (table: string, rows: number) => void;
  readonly batchSize: number;
}

/** How the rows of a table are told apart and put in order. */
export interface Keys {
  /** What names a row to a person: the primary key. Empty where the table has none of its columns. */
  readonly ids: readonly Sql[];
  readonly order: Sql | undefined;
  /** A number that orders the rows, by which they can be read in batches. */
  readonly batch: Sql | undefined;
}

export function keysOf(model: DataModel, table: DataTable): Keys {
  const columns = Object.entries(table.entity?.columns ?? {});
  const identity = columns.find(([, { identity }]) => identity !== undefined)?.[0];
  const present = (column: string | undefined): column is string =>
    column !== undefined && model.column(table, column) !== undefined;
  const primary = (table.entity?.primaryKey?.columns ?? []).filter(present);
  const ids = (primary.length > 0 ? primary : [identity].filter(present)).map((column) =>
    model.ref('r', table, column),
  );
  const number = present(identity) ? model.ref('r', table, identity) : undefined;
  // Without a key in force, rows with the same number, or none, would fall between two batches.
  const ordered =
    identity !== undefined &&
    isEnforced(table, [identity]) &&
    model.column(table, identity)?.nullable === false;
  return {
    ids,
    order: number ?? (ids.length > 0 ? join(ids, ', ') : undefined),
    batch: ordered ? number : undefined,
  };
}

/** Runs the probes of one table: those of single rows together, in one pass over it. */
export async function scanTable(
  context: ScanContext,
  table: DataTable,
  probes: readonly Probe[],
): Promise<ReadonlyMap<Probe, Found>> {
  const found = new Map<Probe, Found>();
  const inPass = probes.filter((probe) => probe.kind !== 'set');
  if (inPass.length > 0) await pass(context, table, inPass, found);
  for (const probe of probes) {
    context.signal.throwIfAborted();
    if (probe.kind === 'set') found.set(probe, await lookThroughSet(context, probe));
  }
  return found;
}

async function pass(
  context: ScanContext,
  table: DataTable,
  probes: readonly (RowProbe | JsonProbe)[],
  found: Map<Probe, Found>,
): Promise<void> {
  const keys = keysOf(context.model, table);
  let read = 0;
  let last: string | undefined;
  for (;;) {
    context.signal.throwIfAborted();
    const batch = await countBatch(context, table, keys, probes, last);
    // The batch before was the last, and a full one.
    if (last !== undefined && batch.rows === 0) return;
    const range = rangeOf(keys, last, batch.last);
    for (const probe of probes) {
      const before = found.get(probe) ?? { count: 0, ids: [] };
      const missing = sampleSize - before.ids.length;
      const more = await inBatch(context, probe, keys, range, batch.counts.get(probe), missing);
      found.set(probe, {
        count: before.count + more.count,
        ids: [...before.ids, ...more.ids.slice(0, missing)],
      });
    }
    read += batch.rows;
    context.onProgress(table.object, read);
    if (keys.batch === undefined || batch.rows < context.batchSize) return;
    last = batch.last;
  }
}

async function inBatch(
  context: ScanContext,
  probe: RowProbe | JsonProbe,
  keys: Keys,
  range: readonly Sql[],
  count: number | undefined,
  missing: number,
): Promise<Found> {
  if (probe.kind === 'json') return readJson(context, probe, keys, range, sampleSize);
  if (count === undefined || count === 0 || missing === 0) return { count: count ?? 0, ids: [] };
  const from = sql`${probe.table.sql} AS r WHERE ${allOf([...range, probe.where])}`;
  return { count, ids: await sample(context, probe, keys, from, missing) };
}

interface Batch {
  readonly rows: number;
  readonly last: string | undefined;
  readonly counts: ReadonlyMap<Probe, number>;
}

/** Counts what each probe finds in the next rows after `last`. */
async function countBatch(
  { database, model, batchSize }: ScanContext,
  table: DataTable,
  { batch }: Keys,
  probes: readonly Probe[],
  last: string | undefined,
): Promise<Batch> {
  const { dialect } = model;
  const checked = probes.filter((probe) => probe.kind === 'rows');
  // Aggregates cannot contain a subquery on SQL Server, so the conditions are columns first.
  const flags = checked.map((probe, i) => sql`CASE WHEN ${probe.where} THEN 1 END AS ${raw(`c${i}`)}`);
  const from = sql`${table.sql} AS r`;
  const inner =
    batch === undefined
      ? sql`SELECT ${join([raw('1 AS k'), ...flags], ', ')} FROM ${from}`
      : limited(
          dialect,
          join([sql`${batch} AS k`, ...flags], ', '),
          last === undefined ? from : sql`${from} WHERE ${after(batch, last)}`,
          batch,
          batchSize,
        );
  const number = dialect === 'mssql' ? 'COUNT_BIG' : 'COUNT';
  const columns = [
    raw(`${number}(*) AS ${count}`),
    sql`${asText(dialect, raw('MAX(f.k)'))} AS ${raw('last_key')}`,
    ...checked.map((_, i) => raw(`${number}(f.c${i}) AS c${i}`)),
  ];
  const [row = {}] = await select(
    database,
    table.object,
    sql`SELECT ${join(columns, ', ')} FROM (${inner}) AS f`,
  );
  return {
    rows: Number(row[count]),
    last: typeof row.last_key === 'string' ? row.last_key : undefined,
    counts: new Map(checked.map((probe, i) => [probe, Number(row[`c${i}`])])),
  };
}

const count = 'n_rows';

/** The conditions for the rows of a batch. */
function rangeOf({ batch }: Keys, last: string | undefined, end: string | undefined): Sql[] {
  if (batch === undefined || end === undefined) return [];
  const until = sql`${batch} <= CAST(${value(end)} AS bigint)`;
  return last === undefined ? [until] : [after(batch, last), until];
}

/** As text, since a number of JavaScript cannot hold every bigint. */
function after(batch: Sql, last: string): Sql {
  return sql`${batch} > CAST(${value(last)} AS bigint)`;
}

async function lookThroughSet(context: ScanContext, probe: SetProbe): Promise<Found> {
  const number = context.model.dialect === 'mssql' ? 'COUNT_BIG' : 'COUNT';
  const [row = {}] = await select(
    context.database,
    probe.table.object,
    sql`SELECT ${raw(`${number}(*) AS ${count}`)} FROM ${probe.from}`,
  );
  const total = Number(row[count]);
  const keys = keysOf(context.model, probe.table);
  return { count: total, ids: total === 0 ? [] : await sample(context, probe, keys, probe.from, sampleSize) };
}

async function sample(
  { database, model }: ScanContext,
  probe: Probe,
  { ids, order }: Keys,
  from: Sql,
  rows: number,
): Promise<string[]> {
  if (order === undefined) return [];
  const columns = ids.map((id, i) => sql`${asText(model.dialect, id)} AS ${raw(`id${i}`)}`);
  const found = await select(
    database,
    probe.table.object,
    limited(model.dialect, join(columns, ', '), from, order, rows),
  );
  return found.map((row) => idText(ids.map((_, i) => row[`id${i}`])));
}

/** `7`, or `(7, 8)` where a key has several columns. */
export function idText(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `(${values.map(String).join(', ')})`;
}
