import type { Database } from '../../../database/database.ts';
import { introspect } from '../../../introspect/introspect.ts';
import type { Schema } from '../../../schema/model.ts';
import type { Direction } from '../../source/load-migration.ts';
import { compareRows, type RowLoss } from './compare-rows.ts';
import { type Planting, plantRows, uprootRows } from './plant-rows.ts';
import { readTables, type TableRows } from './read-rows.ts';

/** What became of rows through a migration and back. */
export interface RowsVerdict extends Planting {
  readonly lost: readonly RowLoss[];
  /** What works on empty tables and fails on these. */
  readonly failed: { readonly direction: Direction; readonly error: unknown } | null;
  /** The rows of before, by table. */
  readonly kept: ReadonlyMap<string, TableRows>;
  /** Whether the database is again as it was before the rows were planted. */
  readonly clean: boolean;
}

/**
 * Expects the database as it is before the migration, after a first up and down, and leaves it so where the result says
 * that it is clean.
 *
 * @param original the rows before that first up
 */
export async function checkRows(
  database: Database,
  before: Schema,
  after: Schema,
  original: ReadonlyMap<string, TableRows>,
  historyTable: string,
  run: (direction: Direction) => Promise<unknown>,
): Promise<RowsVerdict> {
  const lostBefore = compareRows(original, (await readTables(database, before)).tables);
  const planting = await plantRows(database, before, after);
  const { tables: kept, unreadable } = await readTables(database, before);
  const known = new Set(planting.unplanted.map(({ table }) => table));
  const unplanted = [...unreadable]
    .filter(([table]) => !known.has(table))
    .map(([table, reason]) => ({ table, reason: `its rows cannot be read: ${reason}` }));
  const verdict = { planted: planting.planted, unplanted: [...planting.unplanted, ...unplanted], kept };
  for (const direction of ['up', 'down'] as const) {
    const error = await run(direction);
    if (error !== undefined)
      return { ...verdict, lost: lostBefore, failed: { direction, error }, clean: false };
  }
  const { tables: now } = await readTables(database, await introspect(database, { historyTable }));
  const lostNow = compareRows(kept, now).filter(
    ({ table }) => !lostBefore.some((loss) => loss.table === table),
  );
  const lost = [...lostBefore, ...lostNow];
  const clean = lost.length === 0 && (await uprootRows(database, before, planting));
  return { ...verdict, lost, failed: null, clean };
}
