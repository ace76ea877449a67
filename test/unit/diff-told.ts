import type { Change } from '../../src/diff/change.ts';

/** A change in few words: `modify index users.ix: columns a, b -> b, a`; a question mark where it is not certain. */
export function told(change: Change): string {
  const { action, kind, object } = change;
  const name = object.table === undefined ? object.name : `${object.table}.${object.name}`;
  const facets =
    change.action === 'modify'
      ? change.facets.map(
          ({ name, from, to, confidence }) => `${name} ${from} -> ${to}${confidence === 'low' ? ' ?' : ''}`,
        )
      : [];
  return `${action} ${kind} ${name}${facets.length === 0 ? '' : `: ${facets.join('; ')}`}`;
}
