import { describe, expect, test } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import type { Table } from '../../src/schema/model.ts';
import {
  database,
  declared,
  live,
  liveActive,
  liveCheck,
  liveClustered,
  liveForeignKey,
  livePrimaryKey,
  liveUnique,
} from './diff-mssql-tables.ts';
import { told } from './diff-told.ts';

test('what SQL Server stores of a declaration is the declaration', () => {
  expect(diff(database({}), declared)).toEqual({ changes: [], skipped: [] });
});

describe('one change is one difference', () => {
  test.each<[what: string, live: Partial<Table>, expected: readonly string[]]>([
    [
      'clustered primary key',
      { primaryKey: { ...livePrimaryKey, clustered: true } },
      ['modify primary-key people.pk_people: clustered true -> false'],
    ],
    [
      'unclustered index',
      { indexes: [{ ...liveClustered, clustered: false }, liveActive] },
      ['modify index people.ix_people_index_id: clustered false -> true'],
    ],
    [
      'key of another order',
      { uniques: [{ ...liveUnique, columns: ['name', 'tenant_id'] }] },
      ['modify unique people.uq_people_name: columns name, tenant_id -> tenant_id, name'],
    ],
    [
      'key descending',
      { uniques: [{ ...liveUnique, descending: ['name'] }] },
      ['modify unique people.uq_people_name: direction name -> '],
    ],
    [
      'key ignoring duplicates',
      { uniques: [{ ...liveUnique, ignoreDuplicates: true }] },
      ['modify unique people.uq_people_name: ignore-duplicates true -> false'],
    ],
    [
      'constraint turned index',
      {
        uniques: [],
        indexes: [...live.indexes, { ...liveClustered, name: 'uq_people_name', clustered: false }],
      },
      ['add unique people.uq_people_name', 'drop index people.uq_people_name'],
    ],
    [
      'index without filter',
      { indexes: [liveClustered, { ...liveActive, filter: null }] },
      ['modify index people.ix_people_active: filter null -> [is_deleted] = 0'],
    ],
    [
      'index with another filter',
      { indexes: [liveClustered, { ...liveActive, filter: '([is_deleted]=(1))' }] },
      ['modify index people.ix_people_active: filter ([is_deleted]=(1)) -> [is_deleted] = 0'],
    ],
    [
      'index without DESC',
      {
        indexes: [
          liveClustered,
          { ...liveActive, columns: liveActive.columns.map((each) => ({ ...each, descending: false })) },
        ],
      },
      ['modify index people.ix_people_active: direction tenant_id, name -> tenant_id, name DESC'],
    ],
    [
      'index including less',
      { indexes: [liveClustered, { ...liveActive, include: ['id'] }] },
      ['modify index people.ix_people_active: include id -> id, is_deleted'],
    ],
    [
      'disabled index',
      { indexes: [liveClustered, { ...liveActive, disabled: true }] },
      ['modify index people.ix_people_active: disabled true -> false'],
    ],
    [
      'fill factor, compression and partition of no interest',
      {
        indexes: [{ ...liveClustered, fillFactor: 80, compression: 'page', partition: 's(id)' }, liveActive],
      },
      [],
    ],
    [
      'columnstore',
      { indexes: [liveClustered, { ...liveActive, method: 'columnstore' }] },
      ['modify index people.ix_people_active: method columnstore -> rowstore'],
    ],
    [
      'disabled, untrusted foreign key',
      { foreignKeys: [{ ...liveForeignKey, disabled: true, notTrusted: true }] },
      ['modify foreign-key people.fk_people_tenant_id: disabled true -> false; not-trusted true -> false'],
    ],
    [
      'foreign key of another action',
      { foreignKeys: [{ ...liveForeignKey, onDelete: 'cascade' }] },
      ['modify foreign-key people.fk_people_tenant_id: on-delete cascade -> no action'],
    ],
    [
      'foreign key to another schema',
      {
        foreignKeys: [
          { ...liveForeignKey, references: { schema: 'old', table: 'tenants', columns: ['id'] } },
        ],
      },
      ['modify foreign-key people.fk_people_tenant_id: references old.tenants(id) -> dbo.tenants(id)'],
    ],
    [
      'foreign key without a name of its own',
      { foreignKeys: [{ ...liveForeignKey, name: 'FK__people__1', systemNamed: true, onDelete: 'cascade' }] },
      [
        'modify foreign-key people.fk_people_tenant_id: name FK__people__1 -> fk_people_tenant_id; on-delete cascade -> no action',
      ],
    ],
    [
      'renamed foreign key',
      { foreignKeys: [{ ...liveForeignKey, name: 'fk_old' }] },
      ['modify foreign-key people.fk_people_tenant_id: name fk_old -> fk_people_tenant_id'],
    ],
    [
      'primary key without a name of its own',
      { primaryKey: { ...livePrimaryKey, name: 'PK__people__1', systemNamed: true } },
      ['modify primary-key people.pk_people: name PK__people__1 -> pk_people'],
    ],
    [
      'two foreign keys alike',
      {
        foreignKeys: [
          { ...liveForeignKey, name: 'fk_1' },
          { ...liveForeignKey, name: 'fk_2' },
        ],
      },
      [
        'drop foreign-key people.fk_2',
        'modify foreign-key people.fk_people_tenant_id: name fk_1 -> fk_people_tenant_id ?',
      ],
    ],
    [
      'weaker check',
      { checks: [{ ...liveCheck, expression: "([name]='c' OR [name]='b')" }] },
      [
        `modify check people.ck_people_name: expression ([name]='c' OR [name]='b') -> [name] IN ('a', 'b', 'c')`,
      ],
    ],
    [
      'check of nvarchar literals',
      { checks: [{ ...liveCheck, expression: "([name]=N'c' OR [name]=N'b' OR [name]=N'a')" }] },
      [
        `modify check people.ck_people_name: expression ([name]=N'c' OR [name]=N'b' OR [name]=N'a') -> [name] IN ('a', 'b', 'c') ?`,
      ],
    ],
    [
      'check that cannot be read',
      { checks: [{ ...liveCheck, expression: 'select 1' }] },
      [`modify check people.ck_people_name: expression select 1 -> [name] IN ('a', 'b', 'c') ?`],
    ],
    [
      'check without a name of its own',
      { checks: [{ ...liveCheck, name: 'CK__people__1', systemNamed: true }] },
      ['modify check people.ck_people_name: name CK__people__1 -> ck_people_name'],
    ],
    [
      'untrusted check',
      { checks: [{ ...liveCheck, notTrusted: true }] },
      ['modify check people.ck_people_name: not-trusted true -> false'],
    ],
  ])('%s', (_, table, expected) => {
    const result = diff(database(table), declared);
    expect(result.changes.map(told)).toEqual(expected);
    expect(result.skipped).toEqual([]);
  });
});
