import type { Change, Facet, ObjectKind, ObjectName, Objects } from '../diff/change.ts';
import { diff } from '../diff/diff.ts';
import { nativeType } from '../schema/column-type.ts';
import type { Dialect, Schema, Server } from '../schema/model.ts';
import { nameKey, serverOf } from '../schema/server.ts';
import { describeFacet, facetLabel } from '../validate/describe.ts';
import type { Difference, DriftState } from './documentation.ts';

/** How an object stands to its declaration. */
export interface Standing {
  readonly state: DriftState;
  readonly differences: readonly Difference[];
}

export const same: Standing = { state: 'same', differences: [] };
export const missing: Standing = { state: 'missing', differences: [] };
export const extra: Standing = { state: 'extra', differences: [] };

/** What differs between a database and its declaration, by object. */
export interface Drift {
  /** Of what the database has, under its name there. */
  readonly standing: (kind: ObjectKind, object: ObjectName) => Standing;
  /** What only the declaration has: the tables where no table is given, or the parts of one. */
  readonly missing: <K extends ObjectKind>(
    kind: K,
    table?: Pick<ObjectName, 'schema' | 'name'>,
  ) => readonly Objects[K][];
}

export const noDrift: Drift = { standing: () => same, missing: () => [] };

/** @throws QuodsiDbError `DIFF_DIALECTS` where the two are not of one dialect */
export function driftOf(database: Schema, declared: Schema): Drift {
  const server = serverOf(database);
  const { changes } = diff(database, declared);
  const standings = new Map<string, Standing>();
  const lacking = new Map<string, Change[]>();
  for (const change of changes) {
    // What belongs to a table that is missing or extra as a whole is told with it.
    if (change.withTable) continue;
    const { kind, object } = change;
    if (change.action === 'add') {
      const place = placeKey(kind, object, server);
      lacking.set(place, [...(lacking.get(place) ?? []), change]);
    } else {
      const standing = change.action === 'drop' ? extra : different(change, database.dialect);
      standings.set(objectKey(kind, { ...object, name: change.from.name }, server), standing);
    }
  }
  return {
    standing: (kind, object) => standings.get(objectKey(kind, object, server)) ?? same,
    missing: <K extends ObjectKind>(kind: K, table?: Pick<ObjectName, 'schema' | 'name'>) => {
      const object = table === undefined ? anywhere : { schema: table.schema, table: table.name, name: '' };
      return (lacking.get(placeKey(kind, object, server)) ?? []).flatMap((change) =>
        isOfKind(change, kind) && change.to !== null ? [change.to] : [],
      );
    },
  };
}

const anywhere: ObjectName = { schema: '', name: '' };

function isOfKind<K extends ObjectKind>(
  change: Change,
  kind: K,
): change is Change & { readonly kind: K; readonly to: Objects[K] | null } {
  return change.kind === kind;
}

/** Parts are looked up by their table, everything else by kind alone. */
function placeKey(kind: ObjectKind, { schema, table }: ObjectName, server: Server): string {
  return JSON.stringify([kind, ...(table === undefined ? [] : [schema, table].map(folded(server)))]);
}

function objectKey(kind: ObjectKind, { schema, table = '', name }: ObjectName, server: Server): string {
  return JSON.stringify([kind, ...[schema, table, name].map(folded(server))]);
}

const folded = (server: Server) => (name: string) => nameKey(name, server);

const typeFacets: ReadonlySet<Facet['name']> = new Set(['type', 'length', 'precision', 'scale']);

function different(change: Extract<Change, { action: 'modify' }>, dialect: Dialect): Standing {
  const { facets } = change;
  const ofType = facets.filter(({ name }) => typeFacets.has(name));
  const rest = facets.filter((facet) => !(change.kind === 'column' && typeFacets.has(facet.name)));
  return {
    state: 'different',
    differences: [
      ...(change.kind === 'column' && ofType.length > 0
        ? [
            {
              fact: 'type',
              declared: nativeType(change.to.type, dialect),
              actual: nativeType(change.from.type, dialect),
              unsure: ofType.every(({ confidence }) => confidence === 'low'),
            },
          ]
        : []),
      ...rest.map((facet) => ({
        fact: facetLabel(facet),
        declared: describeFacet(facet, facet.to),
        actual: describeFacet(facet, facet.from),
        unsure: facet.confidence === 'low',
      })),
    ],
  };
}
