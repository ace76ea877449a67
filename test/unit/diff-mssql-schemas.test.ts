import { describe, expect, test } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import type { Schema, Server, Table } from '../../src/schema/model.ts';
import {
  column,
  database,
  declared,
  liveActive,
  liveCheck,
  liveClustered,
  liveForeignKey,
  wanted,
} from './diff-mssql-tables.ts';
import { told } from './diff-told.ts';

const { bigint, native } = columnTypes;

describe('what cannot be compared is told, and is no change', () => {
  const permission = { hidden: 'permission' } as const;
  test.each<[what: string, live: Partial<Table>, on: Partial<Server>, expected: readonly string[]]>([
    ['check', { checks: [{ ...liveCheck, expression: permission }] }, {}, ['expression permission']],
    [
      'default',
      { columns: column('id', { default: { name: 'df_people_id', expression: permission } }) },
      {},
      ['default permission'],
    ],
    [
      'filter',
      { indexes: [liveClustered, { ...liveActive, filter: permission }] },
      {},
      ['filter permission'],
    ],
    [
      'target of a foreign key',
      { foreignKeys: [{ ...liveForeignKey, references: { table: '', columns: [] } }] },
      {},
      ['references permission'],
    ],
    [
      'Babelfish',
      {
        indexes: [
          { ...liveClustered, clustered: false, filter: { hidden: 'engine' } },
          { ...liveActive, name: 'ix_people_activepeople0123', filter: { hidden: 'engine' } },
        ],
      },
      { engine: 'babelfish' },
      ['filter engine', 'name engine', 'clustered engine'],
    ],
  ])('%s', (_, table, on, expected) => {
    const result = diff(database(table, on), declared);
    expect(result.changes.map(told)).toEqual([]);
    expect(result.skipped.map(({ fact, reason }) => `${fact} ${reason}`)).toEqual(expected);
  });
});

test('a schema is wanted by its tables; what else a database has is of no interest to a declaration', () => {
  const elsewhere: Schema = { ...declared, tables: [wanted, { ...wanted, schema: 'hr' }] };
  const other: Schema = {
    ...database({}),
    schemas: ['dbo', 'old'],
    sequences: [{ name: 's', type: bigint, start: '1', increment: '1', cycle: false }],
    opaques: [{ kind: 'view', name: 'v', hash: 'h' }],
  };
  expect(diff(other, elsewhere).changes.map(told)).toEqual([
    'add schema hr',
    'add table people',
    'add foreign-key people.fk_people_tenant_id',
  ]);
});

test('two databases differ in every fact, descriptions, views and sequences among them', () => {
  const sequence = { name: 's', type: bigint, start: '1', increment: '1', cycle: false };
  const one: Schema = {
    ...database({ description: 'One.' }),
    sequences: [sequence],
    opaques: [{ kind: 'view', name: 'v', hash: 'h1' }],
  };
  const two: Schema = {
    ...database({
      indexes: [
        { ...liveClustered, fillFactor: 0, compression: 'row' },
        { ...liveActive, fillFactor: 100 },
      ],
    }),
    sequences: [{ ...sequence, start: '5', type: native('int'), maximum: '9' }],
    opaques: [
      { kind: 'view', name: 'V', hash: 'h2' },
      { kind: 'trigger', table: 'people', name: 'tr' },
    ],
  };
  expect(diff(one, two).changes.map(told)).toEqual([
    'modify sequence s: type bigint -> int; start 1 -> 5; maximum null -> 9',
    'modify opaque V: definition h1 -> h2',
    'modify table people: description One. -> null',
    'modify index people.ix_people_index_id: compression none -> row',
    'add opaque people.tr',
  ]);
});

test('schemas of two dialects are not compared', () => {
  expect(() => diff(declared, { dialect: 'postgres', tables: [] })).toThrow('cannot be compared');
});
