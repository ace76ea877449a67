import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, Skip } from '../../src/diff/change.ts';
import { diff } from '../../src/diff/diff.ts';
import { inRunnableOrder, reverse } from '../../src/diff/order.ts';
import type { Dialect, Schema } from '../../src/schema/model.ts';
import { normalize } from '../../src/schema/normalize.ts';
import { schemas } from './diff-schemas.ts';

/** The same schema, its lists in another order. Columns keep theirs, which means something. */
function shuffled(schema: Schema): Schema {
  const tables = schema.tables.toReversed().map((table) => ({
    ...table,
    uniques: table.uniques.toReversed(),
    indexes: table.indexes.map((index) => ({ ...index, include: index.include.toReversed() })).toReversed(),
    foreignKeys: table.foreignKeys.toReversed(),
    checks: table.checks.toReversed(),
  }));
  return { ...schema, tables };
}

/** What a change is about. An opaque object may have the name of another of its kind. */
const key = ({ action, kind, object, from, to }: Change) => {
  const whole = kind === 'opaque' ? [from, to].map((each) => each && 'kind' in each && each.kind) : [];
  return JSON.stringify([action, kind, object, ...whole]);
};

/** A skip as seen from the other end; the name of a renamed object is that of `to`. */
const mirrored = ({ object, from, to, ...skip }: Skip) =>
  JSON.stringify([skip, object.schema, object.table, to, from]);
const straight = ({ object, from, to, ...skip }: Skip) =>
  JSON.stringify([skip, object.schema, object.table, from, to]);

describe.each<Dialect>(['mssql', 'postgres'])('any schemas of %s', (dialect) => {
  const schema = schemas(dialect);
  const pair = fc.tuple(schema, schema);

  test('normalized twice is normalized once', () => {
    fc.assert(
      fc.property(schema, (s) => {
        const once = normalize(s);
        expect(normalize(once)).toEqual(once);
        expect(JSON.stringify(normalize(once))).toBe(JSON.stringify(once));
      }),
    );
  });

  test('nothing differs from itself, normalized or not, whatever the order of its lists', () => {
    fc.assert(
      fc.property(schema, (s) => {
        expect(diff(s, s)).toEqual({ changes: [], skipped: [] });
        expect(diff(s, normalize(s))).toEqual({ changes: [], skipped: [] });
        expect(diff(s, shuffled(s))).toEqual({ changes: [], skipped: [] });
      }),
    );
  });

  test('the way back is the way there reversed', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [there, back] = [diff(a, b), diff(b, a)];
        expect(reverse(there.changes)).toEqual(back.changes);
        expect(reverse(back.changes)).toEqual(there.changes);
        expect(there.skipped.map(mirrored).toSorted()).toEqual(back.skipped.map(straight).toSorted());
      }),
      { numRuns: 300 },
    );
  });

  test('the same input gives the same list, sorted, and is not edited', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const before = JSON.stringify([a, b]);
        const first = diff(a, b);
        expect(JSON.stringify(diff(a, b))).toBe(JSON.stringify(first));
        expect(JSON.stringify(diff(shuffled(a), shuffled(b)))).toBe(JSON.stringify(first));
        expect(JSON.stringify([a, b])).toBe(before);
        const keys = first.changes.map(key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const change of first.changes) {
          expect([change.from === null, change.to === null]).toEqual([
            change.action === 'add',
            change.action === 'drop',
          ]);
          if (change.action === 'modify') expect(change.facets.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('in runnable order what goes is before what comes, and back is the other way round', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const steps = inRunnableOrder(diff(a, b).changes);
        const phases = steps.map(({ action }) => ['drop', 'modify', 'add'].indexOf(action));
        expect(phases).toEqual(phases.toSorted((x, y) => x - y));
        const back = inRunnableOrder(diff(b, a).changes);
        const moves = (list: readonly Change[]) => list.filter(({ action }) => action !== 'modify');
        const opposite = (list: readonly Change[]) =>
          list
            .map(({ action, kind, object }) => [action === 'add' ? 'drop' : 'add', kind, object])
            .toReversed();
        expect(moves(back).map(({ action, kind, object }) => [action, kind, object])).toEqual(
          opposite(moves(steps)),
        );
      }),
    );
  });
});
