import type { Server } from '../schema/model.ts';
import { isComputedAway, type TableChange } from './plan-columns.ts';
import type { OldNames } from './plan-renames.ts';
import type { Part, Step } from './step.ts';

export interface RemovalSteps {
  readonly foreignKeys: readonly Step[];
  readonly others: readonly Step[];
}

/** In this order within a table; what is clustered is the table itself, and goes last. */
const order: readonly Part['kind'][] = ['check', 'index', 'unique', 'primary-key'];

export const isClustered = ({ value }: Part) => 'clustered' in value && value.clustered === true;

/** What is removed of the tables that stay: foreign keys, which stand on other tables' keys, apart from the rest. */
export function removalSteps(changes: readonly TableChange[], old: OldNames, server: Server): RemovalSteps {
  const removed = ({ place, removals }: TableChange, kinds: readonly Part['kind'][]): Step[] =>
    removals
      .filter(({ kind }) => kinds.includes(kind))
      .toSorted(
        (a, b) =>
          Number(isClustered(a)) - Number(isClustered(b)) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
      )
      .map((part) => ({ kind: 'drop-part', table: old.place(place), part }));
  return {
    foreignKeys: changes.flatMap((change) => removed(change, ['foreign-key'])),
    others: changes.flatMap((change) => [
      ...removed(change, order),
      ...change.from.columns
        .filter((column) => isComputedAway(change, column, server))
        .map(
          (column): Step => ({
            kind: 'drop-column',
            table: old.place(change.place),
            column: { ...column, name: old.column(change.place, column.name) },
          }),
        ),
    ]),
  };
}
