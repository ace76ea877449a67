import type { Change, ChangeOf } from '../../diff/change.ts';

/** Rows of before that a migration's up takes away or cuts, so that no down can bring them back by itself. */
export interface Loss {
  readonly schema: string;
  readonly table: string;
  /** Null where the whole table goes. */
  readonly column: string | null;
  readonly how: 'dropped' | 'narrowed';
}

/** What is lost by the changes that `up` made. Values of a computed column are not lost. */
export function lossesOf(changes: readonly Change[]): Loss[] {
  return changes.flatMap((change): Loss[] => {
    const { schema, table, name } = change.object;
    if (change.kind === 'table' && change.action === 'drop')
      return [{ schema, table: name, column: null, how: 'dropped' }];
    if (change.kind !== 'column' || table === undefined || change.from?.computed) return [];
    if (change.action === 'drop') return [{ schema, table, column: name, how: 'dropped' }];
    return isNarrowed(change) ? [{ schema, table, column: change.from?.name ?? name, how: 'narrowed' }] : [];
  });
}

function isNarrowed(change: ChangeOf<'column'>): boolean {
  if (change.action !== 'modify') return false;
  return change.facets.some(
    ({ name, from, to }) =>
      (name === 'length' || name === 'precision' || name === 'scale') && size(to) < size(from),
  );
}

/** `max`, or none, is more than any number. */
function size(text: string | null): number {
  return text !== null && /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
}
