import { describe, expect, it } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { compareDumps, type Dump, dumpOf, isRestored } from '../../src/migrate/verify/dump.ts';
import { lossesOf } from '../../src/migrate/verify/losses.ts';
import { compareRows } from '../../src/migrate/verify/rows/compare-rows.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import type { Column, Schema, Table } from '../../src/schema/model.ts';

const int = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: columnTypes.int,
  nullable: false,
  ...more,
});

const table = (more: Partial<Table> = {}): Table => ({
  name: 'users',
  columns: [int('id')],
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  ...more,
});

const dump = (...tables: Table[]): Dump =>
  dumpOf({
    dialect: 'mssql',
    origin: 'database',
    tables,
    schemas: [],
    sequences: [],
    opaques: [],
  } satisfies Schema);

describe('two dumps', () => {
  it('are the same where only the names differ that the server made up, in whatever order they come', () => {
    const checks = (...names: string[]) =>
      names.map((name, i) => ({ name, systemNamed: true, expression: `([id]>(${i}))` }));
    const [first, second] = [checks('CK__users__1', 'CK__users__2'), checks('CK__users__9', 'CK__users__3')];
    const named = (name: string) => [
      int('id', { default: { name, systemNamed: true, expression: '((0))' } }),
    ];
    const before = dump(table({ columns: named('DF__users__1'), checks: first }));
    const after = dump(table({ columns: named('DF__users__7'), checks: second.toReversed() }));
    expect(compareDumps(before, after, [])).toEqual({ changes: [], moved: [], skipped: [], wordings: [] });
  });

  it('are told word by word where they mean the same, which is no fault', () => {
    const check = (expression: string) => dump(table({ checks: [{ name: 'ck_users', expression }] }));
    const found = compareDumps(check('([id]>(0))'), check('(([id])>(0))'), []);
    expect(found).toMatchObject({
      changes: [],
      wordings: [
        {
          path: 'tables.users.checks.ck_users.expression',
          expected: '"([id]>(0))"',
          actual: '"(([id])>(0))"',
        },
      ],
    });
    expect(isRestored(found)).toBe(true);
  });

  it('differ in the order of columns only where nothing was dropped', () => {
    const before = dump(table({ columns: [int('a'), int('b')] }));
    const after = dump(table({ columns: [int('b'), int('a')] }));
    expect(isRestored(compareDumps(before, after, []))).toBe(false);
    const dropped = [{ schema: 'dbo', table: 'users', column: 'a', how: 'dropped' as const }];
    const found = compareDumps(before, after, dropped);
    expect(isRestored(found)).toBe(true);
    expect(found.moved).toHaveLength(1);
  });
});

describe('what up takes away', () => {
  const losses = (before: Table[], after: Table[]) =>
    lossesOf(diff(dump(...before).schema, dump(...after).schema).changes).map(
      ({ table: name, column, how }) => `${how} ${name}.${column}`,
    );
  const typed = (type: Column['type']) => [table({ columns: [{ name: 'c', type, nullable: true }] })];

  it('are tables, columns, and places for digits and letters', () => {
    expect(losses([table()], [])).toEqual(['dropped users.null']);
    expect(losses([table({ columns: [int('a'), int('b')] })], [table({ columns: [int('a')] })])).toEqual([
      'dropped users.b',
    ]);
    expect(losses(typed(columnTypes.string(50)), typed(columnTypes.string(20)))).toEqual([
      'narrowed users.c',
    ]);
    expect(losses(typed(columnTypes.text), typed(columnTypes.string(4000)))).toEqual(['narrowed users.c']);
    expect(losses(typed(columnTypes.decimal(12, 4)), typed(columnTypes.decimal(12, 2)))).toEqual([
      'narrowed users.c',
    ]);
  });

  it('are no computed columns, and nothing that grows', () => {
    const computed = int('b', { computed: { expression: '([a]+(1))', persisted: false } });
    expect(losses([table({ columns: [int('a'), computed] })], [table({ columns: [int('a')] })])).toEqual([]);
    expect(losses(typed(columnTypes.string(20)), typed(columnTypes.text))).toEqual([]);
    expect(losses([], [table()])).toEqual([]);
  });
});

describe('rows before and after', () => {
  const rows = (columns: string[], ...values: (string | null)[][]) =>
    new Map([['s.t', { columns, rows: values }]]);
  const lost = (a: ReturnType<typeof rows>, b: ReturnType<typeof rows> = new Map()) => compareRows(a, b)[0];

  it('are the same in whatever order rows and columns come', () => {
    const before = rows(['a', 'b'], ['1', 'x'], ['2', null]);
    expect(compareRows(before, rows(['b', 'a', 'c'], [null, '2', 'new'], ['x', '1', 'new']))).toEqual([]);
  });

  it('are told by table, number and column', () => {
    const before = rows(['a', 'b'], ['1', 'x'], ['2', 'y']);
    expect(lost(before)).toEqual({ table: 's.t', before: 2, after: null, columns: ['a', 'b'] });
    expect(lost(before, rows(['a', 'b'], ['1', 'x']))).toEqual({
      table: 's.t',
      before: 2,
      after: 1,
      columns: [],
    });
    expect(lost(before, rows(['a', 'b'], ['1', 'X'], ['2', 'y']))).toMatchObject({ columns: ['b'] });
    expect(lost(before, rows(['a'], ['1'], ['2']))).toMatchObject({ columns: ['b'] });
    expect(lost(before, rows(['a', 'b'], ['1', 'y'], ['2', 'x']))).toMatchObject({ after: 2, columns: [] });
    expect(compareRows(rows(['a']), new Map())).toEqual([]);
  });
});
