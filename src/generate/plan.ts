import type { Change } from '../diff/change.ts';
import { diff } from '../diff/diff.ts';
import type { Schema, Server } from '../schema/model.ts';
import { nameKey, serverOf } from '../schema/server.ts';
import { clearTheWay } from './blocked.ts';
import { byPlace, nameSet, type Place, placeKey } from './place.ts';
import { additionSteps, foreignKeySteps, trustSteps } from './plan-additions.ts';
import { columnSteps, type TableChange } from './plan-columns.ts';
import { removalSteps } from './plan-removals.ts';
import { columnRenames, defaultNameSteps, type OldNames, oldNames, renameSteps } from './plan-renames.ts';
import { createdTables, droppedTables } from './plan-tables.ts';
import { type Rename, renamedSchema } from './rename.ts';
import type { LeftOut, Step } from './step.ts';
import { workOf } from './table-work.ts';

export interface PlanInput {
  /** Both with every fact said, as `completeSchemas` makes them; `from` under its old names. */
  readonly from: Schema;
  readonly to: Schema;
  readonly renames: readonly Rename[];
  /** What rows get in a column that becomes NOT NULL, by `columnKey`. */
  readonly backfills: ReadonlyMap<string, string>;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** What differs once the renames are done. */
  readonly changes: readonly Change[];
  readonly leftOut: readonly LeftOut[];
}

/** Key of a column among the backfills. */
export function columnKey(table: Place, column: string, server: Server): string {
  return `${placeKey(table, server)}\0${nameKey(column, server)}`;
}

const sameNames: OldNames = { place: (place) => place, column: (_place, column) => column };

/**
 * The steps that make `to` out of `from`, in an order in which they run: SQL schemas and renames first; what goes, foreign keys
 * before all else and a clustered index last of its table; columns; then what comes, tables before the keys between them.
 * The way back is the same function with the sides and the renames the other way round.
 */
export function planSteps({ from, to, renames, backfills }: PlanInput): Plan {
  const server = serverOf(to);
  const { dialect } = to;
  const renamed = renamedSchema(from, renames);
  const { changes: differences } = diff(renamed, to);
  const work = workOf(renamed, to, differences, dialect, server);
  const { computed, beforeRenames } = clearTheWay(work, columnRenames(renames), dialect, server);
  const changes = byPlace([...work.tables.values()], ({ place }) => place).map(
    (item): TableChange => ({
      ...item,
      rebuilt: computed.get(placeKey(item.place, server)) ?? nameSet([], server),
    }),
  );
  const old = oldNames(renames, server);
  const removals = removalSteps(changes, beforeRenames ? old : sameNames, server);
  const going = [...removals.foreignKeys, ...droppedTables(work.dropped, server), ...removals.others];
  const renaming = renameSteps(renames, changes, beforeRenames, server);
  const created = createdTables(work, server);
  const backfill = (table: Place, column: string) => backfills.get(columnKey(table, column, server));
  const steps: Step[] = [
    ...work.schemas.created.map((name) => ({ kind: 'create-schema', name }) as const),
    ...(beforeRenames ? [...going, ...renaming] : [...renaming, ...going]),
    ...defaultNameSteps(changes, renames, old, server),
    ...changes.flatMap((change) => columnSteps(change, { dialect, server, backfill })),
    ...created.steps,
    ...changes.flatMap(additionSteps),
    ...foreignKeySteps(changes, created.later),
    ...changes.flatMap(trustSteps),
    ...work.schemas.dropped.map((name) => ({ kind: 'drop-schema', name }) as const),
  ];
  return { steps, changes: differences, leftOut: work.leftOut };
}
