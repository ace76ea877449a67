import { QuodsiDbError } from '../../errors.ts';
import type { Dialect, ForeignKey, Table } from '../../schema/model.ts';
import { compareNames } from '../../schema/server.ts';

/** A foreign key between two of the tables that are to be emptied. */
export interface Reference {
  readonly child: string;
  readonly parent: string;
  readonly key: ForeignKey;
  /** Columns of the key that may be NULL: the row then refers to nothing. */
  readonly nullable: readonly string[];
}

export interface DeleteOrder {
  /** Children before the parents that they refer to. */
  readonly tables: readonly string[];
  /** Columns to be set to NULL first, by table: what a circle of references is broken at. */
  readonly unlinked: ReadonlyMap<string, readonly string[]>;
}

export function nullableColumns({ columns }: Table, key: ForeignKey): string[] {
  return key.columns.filter((name) => columns.find((column) => column.name === name)?.nullable === true);
}

/** Whether a key minds rows that are deleted in the wrong order. PostgreSQL checks a deferrable one at the end. */
export function isInTheWay(key: ForeignKey, dialect: Dialect): boolean {
  if (key.disabled === true || key.onDelete === 'cascade' || key.onDelete === 'set null') return false;
  return !isDeferred(key, dialect);
}

/** RESTRICT is checked at once, whatever the key says of deferring. */
export function isDeferred({ deferrable, onDelete }: ForeignKey, dialect: Dialect): boolean {
  const canWait = deferrable === 'initially immediate' || deferrable === 'initially deferred';
  return dialect === 'postgres' && canWait && onDelete !== 'restrict';
}

/**
 * The order in which rows can be deleted. A table may refer to itself: its rows go in one statement.
 *
 * @throws QuodsiDbError `CLEAR_CYCLE` where tables refer to each other in a circle of keys that can neither be NULL nor wait
 */
export function childrenFirst(tables: readonly string[], references: readonly Reference[]): DeleteOrder {
  const unlinked = new Map<string, string[]>();
  const unlink = ({ child, nullable }: Reference): void => {
    unlinked.set(child, [...new Set([...(unlinked.get(child) ?? []), ...nullable])]);
  };
  for (const reference of references) {
    const { child, parent, key, nullable } = reference;
    if (child === parent && key.onDelete === 'restrict' && nullable.length > 0) unlink(reference);
  }
  let rest = tables.toSorted(compareNames);
  let left = references.filter(({ child, parent }) => child !== parent);
  const order: string[] = [];
  while (rest.length > 0) {
    const free = rest.find((table) => !left.some(({ parent }) => parent === table));
    if (free !== undefined) {
      order.push(free);
      rest = rest.filter((table) => table !== free);
      left = left.filter(({ child }) => child !== free);
      continue;
    }
    const circle = left.filter(({ child, parent }) => leadsTo(left, parent, child));
    const weakest = circle.find(({ nullable }) => nullable.length > 0);
    if (weakest === undefined) throw cycleError(circle);
    unlink(weakest);
    left = left.filter((reference) => reference !== weakest);
  }
  return { tables: order, unlinked };
}

/** Whether references lead from one table to another. */
function leadsTo(references: readonly Reference[], from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const table of seen) {
    for (const { child, parent } of references) if (child === table) seen.add(parent);
  }
  return seen.has(to);
}

function cycleError(circle: readonly Reference[]): QuodsiDbError {
  return new QuodsiDbError(
    'CLEAR_CYCLE',
    'tables refer to each other in a circle, so that there is no order to delete their rows in',
    {
      details: circle.map(({ child, parent, key }) => `${child} refers to ${parent} by ${key.name}`),
      hint: 'Nothing was deleted. Let one of the keys be NULL, or on PostgreSQL make it DEFERRABLE; or leave --hard out.',
    },
  );
}
