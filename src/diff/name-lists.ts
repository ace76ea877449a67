import type { Server } from '../schema/model.ts';
import { nameKey } from '../schema/server.ts';
import { compareFact, type FacetList } from './facets.ts';

/** Names as a person reads them. */
export const listed = (names: readonly string[]) => names.join(', ');

/** Text that is the same for two lists of names that the server does not tell apart. */
export const namesKey = (names: readonly string[], server: Server) =>
  JSON.stringify(names.map((name) => nameKey(name, server)));

export function sameNames(a: readonly string[], b: readonly string[], server: Server): boolean {
  return (
    a.length === b.length &&
    a.every((name, i) => name === b[i] || nameKey(name, server) === nameKey(b[i] ?? '', server))
  );
}

export function compareNameLists(
  list: FacetList,
  fact: 'columns' | 'include' | 'direction',
  from: readonly string[],
  to: readonly string[],
  server: Server,
): void {
  if (!sameNames(from, to, server)) compareFact(list, fact, listed(from), listed(to));
}
