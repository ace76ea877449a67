import { describe, expect, expectTypeOf, test } from 'vitest';
import { defineEntity } from '../../src/entities/define-entity.ts';
import type { Row } from '../../src/entities/entity.ts';
import type { EntityDefinition } from '../../src/entities/entity-definition.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { QuodsiDbError } from '../../src/errors.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import { expressions } from '../../src/schema/expression.ts';

const Part = defineEntity({
  table: 'parts',
  schema: 'stock',
  scope: 'global',
  columns: {
    id: { type: columnTypes.native('smallint'), identity: { seed: 10, increment: 5, always: true } },
    name: { type: columnTypes.string(50), collation: 'C', default: 'x', defaultName: 'DF_name' },
    net: { type: columnTypes.decimal(10, 2) },
    gross: {
      type: columnTypes.decimal(10, 2),
      nullable: true,
      computed: { expression: expressions.sql({ mssql: '[net] * 1.2', postgres: 'net * 1.2' }, ['net']) },
    },
    state: { type: columnTypes.native('app.state'), baseType: columnTypes.text, nullable: true },
    kind: { type: columnTypes.string(5), oneOf: ['a', 'b'], checkName: 'kind_check' },
    2020: { type: columnTypes.int, nullable: true },
  },
  columnOrder: ['id', 'name', 'net', 'gross', 'state', 'kind', '2020'],
  primaryKey: { columns: ['id', 'name'], descending: ['name'], include: ['net'], fillFactor: 70 },
  uniques: [{ columns: ['name'], nullsNotDistinct: true, deferrable: 'initially deferred' }],
  indexes: [
    {
      name: 'ix_search',
      columns: [
        { expression: 'lower(name)', descending: true },
        { name: 'kind', operatorClass: 'x_ops' },
      ],
      method: 'gin',
      fillFactor: 80,
    },
  ],
  foreignKeys: [
    {
      columns: ['kind'],
      references: { schema: 'app', table: 'kinds', columns: ['id'] },
      deferrable: 'initially immediate',
      notTrusted: true,
    },
  ],
  checks: [
    { systemNamed: true, condition: expressions.oneOf('name', ['x', 'y']) },
    { name: 'ck_json', condition: expressions.json('name'), disabled: true },
  ],
  sequences: [{ name: 'numbers', start: 5, maximum: '99999999999999999999' }],
  temporal: true,
});

test('all that the model has reaches the schema', () => {
  const schema = toSchema([Part], 'postgres');
  const [table] = schema.tables;
  expect(table?.columns.map(({ name }) => name)).toEqual([
    'id',
    'name',
    'net',
    'gross',
    'state',
    'kind',
    '2020',
  ]);
  expect(table?.columns.slice(0, 5)).toMatchObject([
    { identity: { seed: 10, increment: 5, always: true } },
    { collation: 'C', default: { name: 'DF_name', expression: "'x'" } },
    {},
    { computed: { expression: 'net * 1.2', persisted: true } },
    { type: { sql: 'app.state' }, baseType: { kind: 'text' } },
  ]);
  expect(table).toMatchObject({
    schema: 'stock',
    temporal: true,
    primaryKey: { name: 'pk_parts', descending: ['name'], include: ['net'], fillFactor: 70 },
    uniques: [{ name: 'uq_parts_name', nullsNotDistinct: true, deferrable: 'initially deferred' }],
    indexes: [
      {
        name: 'ix_search',
        columns: [
          { name: 'lower(name)', expression: true, descending: true },
          { name: 'kind', descending: false, operatorClass: 'x_ops' },
        ],
        method: 'gin',
        fillFactor: 80,
      },
    ],
    foreignKeys: [{ name: 'fk_parts_kind', deferrable: 'initially immediate', notTrusted: true }],
    checks: [
      { name: 'kind_check', expression: `"kind" IN ('a', 'b')` },
      { name: 'ck_parts_name', systemNamed: true },
      { name: 'ck_json', disabled: true },
    ],
  });
  expect(schema.sequences).toEqual([
    {
      schema: 'stock',
      name: 'numbers',
      type: { kind: 'bigint' },
      start: '5',
      increment: '1',
      maximum: '99999999999999999999',
      cycle: false,
    },
  ]);
  expect(toSchema([Part], 'mssql').tables[0]?.columns[3]?.computed?.expression).toBe('[net] * 1.2');
});

test('who declares no sequence has no opinion on them', () => {
  const plain = defineEntity({ table: 't', scope: 'global', columns: { a: { type: columnTypes.int } } });
  expect(toSchema([plain], 'postgres')).not.toHaveProperty('sequences');
  const other = defineEntity({
    table: 'others',
    scope: 'global',
    columns: { a: { type: columnTypes.int } },
    sequences: [{ schema: 'stock', name: 'Numbers' }],
  });
  expect(() => toSchema([Part, other], 'postgres')).toThrowError(
    'two entities declare the sequence stock.Numbers',
  );
});

test('the row of a native type has the type that drivers agree on', () => {
  const Thing = defineEntity({
    table: 'things',
    scope: 'global',
    columns: {
      small: { type: columnTypes.native('smallint') },
      code: { type: columnTypes.native('char(3)') },
      price: { type: columnTypes.native('money') },
      day: { type: columnTypes.native('datetime2(7)') },
      local: { type: columnTypes.native('timestamp(0) without time zone'), nullable: true },
      tags: { type: columnTypes.native('smallint[]') },
      data: { type: columnTypes.native('jsonb') },
    },
  });
  expectTypeOf<Row<typeof Thing>>().toEqualTypeOf<{
    readonly small: number;
    readonly code: string;
    readonly price: number | string;
    readonly day: Date;
    readonly local: Date | null;
    readonly tags: unknown;
    readonly data: unknown;
  }>();
});

describe('what no database could hold is refused', () => {
  const int = { type: columnTypes.int } as const;
  const text = { type: columnTypes.string(9) } as const;
  const plain: EntityDefinition = { table: 't', scope: 'global', columns: { a: int, b: text } };
  const computed = { expression: expressions.sql('1') };

  test.each<[EntityDefinition, string]>([
    [{ ...plain, columns: { a: { ...int, computed, default: 1 } } }, 'a computed column has no default'],
    [
      { ...plain, columns: { a: { ...int, computed, identity: { seed: 1, increment: 1 } } } },
      'a computed column is no identity',
    ],
    [{ ...plain, columns: { a: { ...int, defaultName: 'x' } } }, 'defaultName names a default that is not'],
    [{ ...plain, columns: { a: { ...text, checkName: 'x' } } }, 'checkName names the check of oneOf or json'],
    [{ ...plain, columns: { a: { ...int, baseType: columnTypes.string(0) } } }, 'a string has a length'],
    [{ ...plain, primaryKey: { columns: ['a'], descending: ['b'] } }, 'pk_t has b descending'],
    [{ ...plain, uniques: [{ columns: ['a'], include: ['c'] }] }, 'uq_t_a names the column c'],
    [{ ...plain, indexes: [{ columns: ['a'], fillFactor: 101 }] }, 'ix_t_a has a fill factor of 101'],
    [{ ...plain, columnOrder: ['a'] }, 'columnOrder that does not name every column once'],
    [{ ...plain, sequences: [{ name: 's', start: 1.5 }] }, 'the sequence s has 1.5 for a whole number'],
    [{ ...plain, sequences: [{ name: 's', increment: 0 }] }, 'the sequence s does not count'],
    [{ ...plain, sequences: [{ name: '' }] }, 'a name is empty'],
    [
      {
        ...plain,
        uniques: [{ name: 'same', columns: ['a'] }],
        indexes: [{ name: 'SAME', columns: ['b'] }],
      },
      'two keys, indexes, checks or defaults named SAME',
    ],
  ])('%#: %o', (definition, message) => {
    try {
      defineEntity(definition);
    } catch (error) {
      if (!(error instanceof QuodsiDbError)) throw error;
      expect(error.code).toBe('ENTITY_INVALID');
      expect([error.message, ...error.details].join('\n')).toContain(message);
      return;
    }
    throw new Error('the definition was accepted');
  });

  test('an index may have the name of a foreign key, and index one column by two rules', () => {
    const entity = defineEntity({
      ...plain,
      indexes: [{ name: 'both', columns: ['b', { name: 'b', operatorClass: 'text_pattern_ops' }] }],
      foreignKeys: [{ name: 'both', columns: ['a'], references: { table: 'u', columns: ['a'] } }],
    });
    expect(entity.indexes[0]?.columns).toHaveLength(2);
  });
});
