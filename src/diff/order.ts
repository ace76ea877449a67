import { assertNever } from '../errors.ts';
import { sortBy } from '../schema/sort-by.ts';
import type { Change, FacetName, ObjectKind, ObjectName, Skip } from './change.ts';

/** Kinds in the order in which they can be created; they are dropped the other way round. */
const kinds: readonly ObjectKind[] = [
  'schema',
  'sequence',
  'table',
  'column',
  'primary-key',
  'unique',
  'index',
  'check',
  'foreign-key',
  'opaque',
];
const ranks = new Map(kinds.map((kind, rank) => [kind, rank]));
const rankOf = (kind: ObjectKind) => ranks.get(kind) ?? kinds.length;

/** Changes in the order of what they are about: SQL schema, table, kind, name. */
export function sortChanges(changes: readonly Change[]): Change[] {
  return sortBy(changes, (change) => `${placeKey(change.kind, change.object)}\0${change.action}`);
}

export function sortSkips(skips: readonly Skip[]): Skip[] {
  return sortBy(skips, (skip) => `${placeKey(skip.kind, skip.object)}\0${skip.fact}`);
}

function placeKey(kind: ObjectKind, { schema, table, name }: ObjectName): string {
  const within = kind === 'schema' ? '' : kind === 'table' ? name : (table ?? '');
  // The SQL schema itself comes before what is in it, what has no table before the tables.
  return [schema, kind === 'schema' ? 0 : within === '' ? 1 : 2, within, rankOf(kind), name].join('\0');
}

/** The changes that lead back: `reverse(diff(a, b).changes)` is `diff(b, a).changes`. */
export function reverse(changes: readonly Change[]): Change[] {
  return sortChanges(changes.map(reverseChange));
}

function reverseChange(change: Change): Change {
  switch (change.action) {
    case 'add':
      return { ...change, action: 'drop', from: change.to, to: null } as Change;
    case 'drop':
      return { ...change, action: 'add', from: null, to: change.from } as Change;
    case 'modify': {
      const facets = change.facets.map((facet) => ({ ...facet, from: facet.to, to: facet.from }));
      const object = { ...change.object, name: change.from.name };
      return { ...change, object, from: change.to, to: change.from, facets } as Change;
    }
    default:
      return assertNever(change);
  }
}

/**
 * The changes as steps that can be run one after the other: first everything that goes, foreign keys first, then what is
 * altered in place, then everything that comes, foreign keys last. A key, index or check that cannot be altered goes and
 * comes again. What did not change but stands in the way (an index on a column that gets another type) is not in the list.
 */
export function inRunnableOrder(changes: readonly Change[]): Change[] {
  const steps = sortChanges(changes.flatMap(stepsOf));
  const going = steps.filter((step) => step.action === 'drop').toReversed();
  const coming = steps.filter((step) => step.action === 'add');
  return [
    ...going.toSorted((a, b) => stepRank(b) - stepRank(a)),
    ...steps.filter((step) => step.action === 'modify'),
    ...coming.toSorted((a, b) => stepRank(a) - stepRank(b)),
  ];
}

/** A clustered index or key is the table itself: it comes before the others, which would be built twice. */
function stepRank(step: Change): number {
  const object = step.action === 'drop' ? step.from : step.to;
  const clustered = object !== null && 'clustered' in object && object.clustered === true;
  return clustered ? rankOf('column') + 0.5 : rankOf(step.kind);
}

const recreated: ReadonlySet<ObjectKind> = new Set([
  'primary-key',
  'unique',
  'index',
  'check',
  'foreign-key',
]);
const alteredInPlace: ReadonlySet<FacetName> = new Set(['name', 'disabled', 'not-trusted']);

function stepsOf(change: Change): Change[] {
  if (change.action !== 'modify' || !recreated.has(change.kind)) return [change];
  if (change.facets.every((facet) => alteredInPlace.has(facet.name))) return [change];
  const { kind, object, from, to } = change;
  return [
    { action: 'drop', kind, object: { ...object, name: from.name }, from, to: null } as Change,
    { action: 'add', kind, object, from: null, to } as Change,
  ];
}
