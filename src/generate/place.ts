import type { Schema, Server, Table } from '../schema/model.ts';
import { compareNames, nameKey } from '../schema/server.ts';

/** Where a table is, its SQL schema always said. */
export interface Place {
  readonly schema: string;
  readonly name: string;
}

export function placeOf({ schema, name }: Table, server: Server): Place {
  return { schema: schema ?? server.defaultSchema, name };
}

/** Text that is the same for two tables that the server does not tell apart. */
export function placeKey({ schema, name }: Place, server: Server): string {
  return `${nameKey(schema, server)}\0${nameKey(name, server)}`;
}

export function samePlace(a: Place, b: Place, server: Server): boolean {
  return placeKey(a, server) === placeKey(b, server);
}

export function sameName(a: string, b: string, server: Server): boolean {
  return a === b || nameKey(a, server) === nameKey(b, server);
}

/** `users`, or `sales.orders` where it is not in the default schema: as a person types it. */
export function shownPlace({ schema, name }: Place, server: Server): string {
  return sameName(schema, server.defaultSchema, server) ? name : `${schema}.${name}`;
}

/** The tables of a schema by `placeKey`. */
export function tablesByPlace(schema: Schema, server: Server): ReadonlyMap<string, Table> {
  return new Map(schema.tables.map((table) => [placeKey(placeOf(table, server), server), table]));
}

/** A set of names of columns that the server does not tell apart. */
export interface NameSet {
  readonly has: (name: string) => boolean;
  readonly size: number;
}

export function nameSet(names: Iterable<string>, server: Server): NameSet {
  const keys = new Set<string>();
  for (const name of names) keys.add(nameKey(name, server));
  return { has: (name) => keys.has(nameKey(name, server)), size: keys.size };
}

/** In the order of SQL schema and name. */
export function byPlace<T>(items: readonly T[], place: (item: T) => Place): T[] {
  return items.toSorted((a, b) => {
    const [x, y] = [place(a), place(b)];
    return compareNames(x.schema, y.schema) || compareNames(x.name, y.name);
  });
}
