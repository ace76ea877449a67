import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDump } from '../../src/cli/parse-dump.ts';
import { diff } from '../../src/diff/diff.ts';
import { Tenant } from '../../src/entities/tenant.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { User } from '../../src/entities/user.ts';
import { QuodsiDbError } from '../../src/errors.ts';

const whole = toSchema([Tenant, User], 'postgres');
const text = JSON.stringify({ schema: { ...whole, sequences: [], opaques: [] } });

/** Every place in a JSON value, as the path to it. */
function paths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => paths(child, [...path, key]))];
}

/** The value with something else, or nothing, at the place. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const entries = Object.entries(value ?? {}).map(([name, child]) => [
    name,
    name === key ? replaced(child, rest, by) : child,
  ]);
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

describe('a dump of a schema', () => {
  test('is read, with or without a byte order mark', () => {
    expect(parseDump(`\ufeff${text}`, 'a.json').tables).toHaveLength(2);
    expect(diff(parseDump(text, 'a.json'), whole).changes).toEqual([]);
  });

  test.each(['', '[]', 'null', '{"tables":[]}', '{"dialect":"postgres","tables":[{}]}'])(
    '%j is none',
    (bad) => {
      expect(() => parseDump(bad, 'a.json')).toThrow(/^a\.json is not/);
    },
  );

  test('edited in any place it is a dump still, or told to be none', () => {
    const document: unknown = JSON.parse(text);
    const places = paths(document);
    const others = fc.constantFrom(undefined, null, 0, '', 'x', true, [], {}, [null], [{}]);
    fc.assert(
      fc.property(fc.constantFrom(...places), others, (place, other) => {
        const edited = JSON.stringify(replaced(document, place, other)) ?? '';
        try {
          diff(parseDump(edited, 'a.json'), whole);
        } catch (error) {
          if (!(error instanceof QuodsiDbError)) throw error;
          expect(error).toMatchObject({ code: 'BAD_DUMP', exitCode: 78 });
        }
      }),
      { numRuns: 300 },
    );
  });
});
