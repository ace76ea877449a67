import type { ForeignKey } from '../schema/model.ts';
import type { Place } from './place.ts';
import type { TableChange } from './plan-columns.ts';
import { isClustered } from './plan-removals.ts';
import type { Part, Step } from './step.ts';

const order: readonly Part['kind'][] = ['primary-key', 'unique', 'index', 'check'];

/** Keys, indexes and checks in the order in which they are made: what is clustered is the table itself, and comes first. */
export function inMakingOrder(parts: readonly Part[]): Part[] {
  return parts
    .filter(({ kind }) => order.includes(kind))
    .toSorted(
      (a, b) =>
        Number(isClustered(b)) - Number(isClustered(a)) || order.indexOf(a.kind) - order.indexOf(b.kind),
    );
}

export function additionSteps({ place: table, additions }: TableChange): Step[] {
  return inMakingOrder(additions).map((part): Step => ({ kind: 'add-part', table, part }));
}

export interface LaterKey {
  readonly table: Place;
  readonly key: ForeignKey;
}

/** When every table has what they refer to. */
export function foreignKeySteps(changes: readonly TableChange[], later: readonly LaterKey[]): Step[] {
  const add = (table: Place, part: Part): Step => ({ kind: 'add-part', table, part });
  return [
    ...changes.flatMap(({ place, additions }) =>
      additions.filter(({ kind }) => kind === 'foreign-key').map((part) => add(place, part)),
    ),
    ...later.map(({ table, key }) => add(table, { kind: 'foreign-key', value: key })),
  ];
}

export function trustSteps({ place: table, trusts }: TableChange): Step[] {
  return trusts.map(({ name }): Step => ({ kind: 'trust', table, name }));
}
