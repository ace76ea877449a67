import { describe, expect, test } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import type { Table } from '../../src/schema/model.ts';
import { column, database, declared, liveCheck, liveColumns } from './diff-mssql-tables.ts';
import { told } from './diff-told.ts';

const { native } = columnTypes;

describe('one change is one difference', () => {
  test.each<[what: string, live: Partial<Table>, expected: readonly string[]]>([
    [
      'varchar',
      { columns: column('name', { type: native('varchar(50)') }) },
      ['modify column people.name: type varchar(50) -> nvarchar(50)'],
    ],
    [
      'nvarchar(max)',
      { columns: column('name', { type: native('nvarchar(max)') }) },
      ['modify column people.name: length max -> 50'],
    ],
    [
      'alias type',
      { columns: column('name', { type: native('dbo.PersonName'), baseType: native('nvarchar(50)') }) },
      ['modify column people.name: type PersonName -> nvarchar(50)'],
    ],
    [
      'another collation',
      { columns: column('name', { collation: 'Latin1_General_BIN2' }) },
      ['modify column people.name: collation Latin1_General_BIN2 -> null'],
    ],
    [
      'another default',
      { columns: column('is_deleted', { default: { name: 'df_people_is_deleted', expression: '((1))' } }) },
      ['modify column people.is_deleted: default ((1)) -> 0'],
    ],
    [
      'another name of the default',
      { columns: column('is_deleted', { default: { name: 'df_1', expression: '((0))' } }) },
      ['modify column people.is_deleted: default-name df_1 -> df_people_is_deleted'],
    ],
    [
      'a default of CONVERT',
      {
        columns: column('is_deleted', {
          default: { name: 'df_people_is_deleted', expression: '(CONVERT([bit],(0)))' },
        }),
      },
      [],
    ],
    [
      'a default without a name of its own',
      {
        columns: column('is_deleted', { default: { name: 'DF__1', systemNamed: true, expression: '((0))' } }),
      },
      [],
    ],
    [
      'another identity',
      { columns: column('index_id', { identity: { seed: 100, increment: 1 } }) },
      ['modify column people.index_id: identity 100,1 -> 1,1'],
    ],
    [
      'computed',
      { columns: column('name', { computed: { expression: "('x')", persisted: true } }) },
      [`modify column people.name: computed ('x') -> null`],
    ],
    [
      'no description',
      { columns: liveColumns.map(({ description: _, ...each }) => each) },
      ['modify column people.name: description null -> Name.'],
    ],
    ['a description that nobody declared', { description: 'Text.' }, []],
    [
      'columns in another order',
      { columns: liveColumns.toReversed() },
      [
        'modify table people: column-order is_deleted, name, tenant_id, index_id, id -> id, index_id, tenant_id, name, is_deleted',
      ],
    ],
    ['temporal', { temporal: true }, ['modify table people: temporal true -> false']],
    [
      'names in other letters',
      {
        name: 'People',
        checks: [
          { ...liveCheck, name: 'CK_PEOPLE_NAME', expression: "([Name]='c' OR [Name]='b' OR [Name]='a')" },
        ],
      },
      [],
    ],
  ])('%s', (_, table, expected) => {
    const result = diff(database(table), declared);
    expect(result.changes.map(told)).toEqual(expected);
    expect(result.skipped).toEqual([]);
  });
});
