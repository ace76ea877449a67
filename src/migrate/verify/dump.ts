import type { Database } from '../../database/database.ts';
import type { Change, Skip } from '../../diff/change.ts';
import { diff } from '../../diff/diff.ts';
import { introspect } from '../../introspect/introspect.ts';
import type { Schema } from '../../schema/model.ts';
import type { Loss } from './losses.ts';

/** A schema and its text: the same catalog gives the same bytes. */
export interface Dump {
  readonly schema: Schema;
  readonly text: string;
}

/** A place in two dumps that reads differently although the diff knows no difference. */
export interface TextDifference {
  /** `tables.users.checks.ck_users_status.expression`. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** How a catalog differs from the one that it should be. Empty lists: not at all. */
export interface Comparison {
  /** What would have to happen to make it so: what is added here was lost, what is dropped here is left over. */
  readonly changes: readonly Change[];
  /** Tables that differ in nothing but the order of their columns, after one of them was dropped: no statement puts it back. */
  readonly moved: readonly Change[];
  /** What the engine does not show of what differs. */
  readonly skipped: readonly Skip[];
  /** Only where there is no change. At most ten. */
  readonly wordings: readonly TextDifference[];
}

export async function takeDump(database: Database, historyTable: string): Promise<Dump> {
  return dumpOf(await introspect(database, { historyTable }));
}

export function dumpOf(schema: Schema): Dump {
  return { schema, text: JSON.stringify(withoutMadeUpNames(schema)) };
}

const same: Comparison = { changes: [], moved: [], skipped: [], wordings: [] };

/** @param losses what was dropped between the two */
export function compareDumps(expected: Dump, actual: Dump, losses: readonly Loss[]): Comparison {
  if (expected.text === actual.text) return same;
  const { changes, skipped } = diff(actual.schema, expected.schema);
  // A table is told as one, its foreign keys included.
  const told = changes.filter(({ withTable }) => !withTable);
  const moved = told.filter((change) => isMoved(change, losses));
  const wordings =
    told.length > 0
      ? []
      : textDifferences(withoutMadeUpNames(expected.schema), withoutMadeUpNames(actual.schema)).slice(0, 10);
  return { changes: told.filter((change) => !moved.includes(change)), moved, skipped, wordings };
}

/** Whether it is as it should be, as far as that can be said with certainty. */
export function isRestored({ changes }: Comparison): boolean {
  return changes.every((change) => change.action === 'modify' && change.confidence === 'low');
}

function isMoved(change: Change, losses: readonly Loss[]): boolean {
  if (change.kind !== 'table' || change.action !== 'modify') return false;
  const { schema, name } = change.object;
  return (
    change.facets.every((facet) => facet.name === 'column-order') &&
    losses.some((loss) => loss.schema === schema && loss.table === name && loss.how === 'dropped')
  );
}

/** A name that the server makes up is another one each time, and decides where its object is listed. */
function withoutMadeUpNames(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(withoutMadeUpNames);
    return value.some(isMadeUp)
      ? items
          .map((item) => ({ item, key: JSON.stringify(item) }))
          .sort((a, b) => (a.key < b.key ? -1 : 1))
          .map(({ item }) => item)
      : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, item]) => [
    key,
    key === 'name' && isMadeUp(value) ? '' : withoutMadeUpNames(item),
  ]);
  return Object.fromEntries(members);
}

const isMadeUp = (value: unknown): boolean =>
  (Object(value) as { systemNamed?: unknown }).systemNamed === true;

function textDifferences(expected: unknown, actual: unknown, path = ''): TextDifference[] {
  const [before, after] = [JSON.stringify(expected), JSON.stringify(actual)];
  if (before === after) return [];
  const [left, right] = [membersOf(expected), membersOf(actual)];
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  if (keys.length === 0) return [{ path, expected: before ?? 'none', actual: after ?? 'none' }];
  const inside = keys.flatMap((key) =>
    textDifferences(left.get(key), right.get(key), path === '' ? key : `${path}.${key}`),
  );
  return inside.length > 0 ? inside : [{ path, expected: before ?? 'none', actual: after ?? 'none' }];
}

/** Members of an object by key, of an array by the name of each where they have names. */
function membersOf(value: unknown): Map<string, unknown> {
  if (Array.isArray(value)) {
    return new Map(value.map((item, index) => [String(Object(item).name ?? index), item]));
  }
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
