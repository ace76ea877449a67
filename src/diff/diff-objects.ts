import { nameKey } from '../schema/server.ts';
import type { ChangeOf, Facet, ObjectKind, ObjectName, Objects, Skip } from './change.ts';
import { compareFact, type FacetList } from './facets.ts';
import type { Match } from './match.ts';
import type { Sides } from './sides.ts';

type Compare<T> = (list: FacetList, from: T, to: T) => void;

/** What differs about an object that both sides have; undefined where nothing does. What is not compared goes to `skipped`. */
export function diffObject<K extends ObjectKind>(
  kind: K,
  object: ObjectName,
  from: Objects[K],
  to: Objects[K],
  sides: Sides,
  skipped: Skip[],
  compare: Compare<Objects[K]>,
): ChangeOf<K> | undefined {
  const facets: Facet[] = [];
  compare({ kind, object, engine: sides.server.engine, facets, skipped }, from, to);
  if (facets.length === 0) return undefined;
  const confidence = facets.some((facet) => facet.confidence === 'high') ? 'high' : 'low';
  return { action: 'modify', kind, object, from, to, facets, confidence };
}

/** The changes of all objects of one kind in one place. */
export function diffMatches<K extends ObjectKind>(
  kind: K,
  matches: readonly Match<Objects[K]>[],
  named: (item: Objects[K]) => ObjectName,
  sides: Sides,
  skipped: Skip[],
  compare: Compare<Objects[K]>,
): ChangeOf<K>[] {
  const { server } = sides;
  return matches.flatMap(({ from, to, confidence }) => {
    if (from === undefined)
      return to === undefined ? [] : [{ action: 'add', kind, object: named(to), from: null, to }];
    if (to === undefined) return [{ action: 'drop', kind, object: named(from), from, to: null }];
    const change = diffObject(kind, named(to), from, to, sides, skipped, (list) => {
      const madeUp = isSystemNamed(from) && isSystemNamed(to);
      if (!madeUp && nameKey(from.name, server) !== nameKey(to.name, server)) {
        compareFact(list, 'name', from.name, to.name, confidence);
      }
      compare(list, from, to);
    });
    return change === undefined ? [] : [change];
  });
}

const isSystemNamed = (object: object) => 'systemNamed' in object && object.systemNamed === true;
