import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareExpressions } from '../../src/schema/expression-compare.ts';
import type { Dialect } from '../../src/schema/model.ts';
import { columns, compute, conditions, mutated, type Node, stored, written } from './expression-random.ts';

/** Every combination of these values, so that a difference between two small expressions shows in some row. */
const values = [null, -3, -1, 0, 1, 2, 3, 4, 7];
const rows = values.flatMap((a) => values.flatMap((b) => values.map((c) => ({ a, b, c }))));

const differ = (x: Node, y: Node) => rows.some((row) => compute(x, row) !== compute(y, row));

function compare(a: string, b: string, dialect: Dialect) {
  const columnType = (name: string) =>
    columns.some((column) => column === name) ? (dialect === 'mssql' ? 'int' : 'integer') : undefined;
  const context = { dialect, caseSensitive: dialect === 'postgres', columnType };
  return compareExpressions({ sql: a, context }, { sql: b, context });
}

describe.each<Dialect>(['mssql', 'postgres'])('random conditions on %s', (dialect) => {
  test('however it is written, it is equal to what is stored', () => {
    fc.assert(
      fc.property(conditions, (tree) => {
        expect(compare(written(tree, dialect), stored(tree, dialect), dialect)).toBe('equal');
      }),
      { numRuns: 500 },
    );
  });

  test('what differs in any row is never equal: a literal, a column, an operator, the grouping changed', () => {
    let pairs = 0;
    fc.assert(
      fc.property(conditions, fc.infiniteStream(fc.nat()), (tree, numbers) => {
        const other = mutated(tree, (below) => (numbers.next().value ?? 0) % below);
        fc.pre(differ(tree, other));
        pairs += 1;
        expect(compare(written(tree, dialect), stored(other, dialect), dialect)).toBe('different');
        expect(compare(stored(other, dialect), written(tree, dialect), dialect)).toBe('different');
      }),
      { numRuns: 600, maxSkipsPerRun: 20 },
    );
    expect(pairs).toBeGreaterThanOrEqual(600);
  });

  test('two expressions that differ in any row are never equal', () => {
    fc.assert(
      fc.property(conditions, conditions, (x, y) => {
        fc.pre(differ(x, y));
        expect(compare(written(x, dialect), written(y, dialect), dialect)).not.toBe('equal');
      }),
      { numRuns: 500 },
    );
  });
});
