import type { Database } from '../../../database/database.ts';
import { escapeQuestionMarks } from '../../../database/question-marks.ts';
import type { Schema } from '../../../schema/model.ts';
import { plantTable } from './plant-table.ts';
import { quotedPlace, readTables } from './read-rows.ts';
import { type TablePlan, tablePlans } from './row-plan.ts';

/** Which tables were given rows, and which could not be. Tables are `schema.table`. */
export interface Planting {
  readonly planted: readonly { readonly table: string; readonly rows: number }[];
  readonly unplanted: readonly { readonly table: string; readonly reason: string }[];
}

/**
 * Gives every empty table a few rows that its keys, checks and foreign keys allow, and those of the table as the migration
 * leaves it: rows of an application would fit them by the time that it is run. Tables that hold rows are left as they are.
 */
export async function plantRows(database: Database, before: Schema, after: Schema): Promise<Planting> {
  const plans = tablePlans(before, after);
  const { tables: rowsOf, unreadable } = await readTables(database, before);
  const planted: { table: string; rows: number }[] = [];
  const unplanted = [...unreadable].map(([table, reason]) => ({ table, reason }));
  const waiting = new Map(
    plans.filter(({ key }) => rowsOf.get(key)?.rows.length === 0).map((plan) => [plan.key, plan]),
  );
  while (waiting.size > 0) {
    const next = nextPlan(waiting);
    if (next === undefined) {
      const reason = 'its foreign keys lead in a circle, so that no row can be the first';
      unplanted.push(...[...waiting.keys()].map((table) => ({ table, reason })));
      break;
    }
    const { rows, reason } = await plantTable(database, next, rowsOf);
    waiting.delete(next.key);
    if (rows > 0) planted.push({ table: next.key, rows });
    else unplanted.push({ table: next.key, reason });
  }
  return { planted, unplanted };
}

/** A table whose parents have had their turn, or that can do without those that have not. */
function nextPlan(waiting: ReadonlyMap<string, TablePlan>): TablePlan | undefined {
  const plans = [...waiting.values()];
  const isReady = (plan: TablePlan, allowed: (optional: boolean) => boolean) =>
    plan.references.every(
      ({ target, optional }) => target === plan.key || !waiting.has(target) || allowed(optional),
    );
  return (
    plans.find((plan) => isReady(plan, () => false)) ??
    plans.find((plan) => isReady(plan, (optional) => optional))
  );
}

/** Deletes the planted rows, children first. False where that does not work. */
export async function uprootRows(
  database: Database,
  schema: Schema,
  { planted }: Planting,
): Promise<boolean> {
  const places = new Map(tablePlans(schema, schema).map(({ key, place }) => [key, place]));
  for (const { table } of planted.toReversed()) {
    const place = places.get(table);
    if (place === undefined) return false;
    try {
      await database.knex.raw(escapeQuestionMarks(`DELETE FROM ${quotedPlace(database.dialect, place)}`));
    } catch {
      return false;
    }
  }
  return true;
}
