import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/diff/change.ts';
import { diff } from '../../src/diff/diff.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import type {
  Check,
  Column,
  ForeignKey,
  Index,
  PrimaryKey,
  Schema,
  Server,
  Table,
  UniqueConstraint,
} from '../../src/schema/model.ts';

const { bigint, boolean, native, string, uuid } = columnTypes;
const server: Server = {
  engine: 'mssql',
  defaultSchema: 'dbo',
  collation: 'SQL_Latin1_General_CP1_CI_AS',
  caseSensitive: false,
};

const wantedColumns: readonly Column[] = [
  { name: 'id', type: uuid, nullable: false, default: { name: 'df_people_id', expression: 'newid()' } },
  { name: 'index_id', type: bigint, nullable: false, identity: { seed: 1, increment: 1 } },
  { name: 'tenant_id', type: uuid, nullable: false },
  { name: 'name', type: string(50), nullable: true, description: 'Name.' },
  {
    name: 'is_deleted',
    type: boolean,
    nullable: false,
    default: { name: 'df_people_is_deleted', expression: '0' },
  },
];
const wanted: Table = {
  name: 'people',
  columns: wantedColumns,
  primaryKey: { name: 'pk_people', columns: ['id'], clustered: false },
  uniques: [{ name: 'uq_people_name', columns: ['tenant_id', 'name'] }],
  indexes: [
    {
      name: 'ix_people_index_id',
      columns: [{ name: 'index_id', descending: false }],
      include: [],
      unique: true,
      clustered: true,
    },
    {
      name: 'ix_people_active',
      columns: [
        { name: 'tenant_id', descending: false },
        { name: 'name', descending: true },
      ],
      include: ['id', 'is_deleted'],
      unique: false,
      clustered: false,
      filter: '[is_deleted] = 0',
    },
  ],
  foreignKeys: [
    {
      name: 'fk_people_tenant_id',
      columns: ['tenant_id'],
      references: { table: 'tenants', columns: ['id'] },
      onDelete: 'no action',
      onUpdate: 'no action',
    },
  ],
  checks: [{ name: 'ck_people_name', expression: "[name] IN ('a', 'b', 'c')" }],
};

const liveColumns: readonly Column[] = [
  {
    name: 'id',
    type: native('uniqueidentifier'),
    nullable: false,
    default: { name: 'df_people_id', expression: '(newid())' },
  },
  { name: 'index_id', type: native('bigint'), nullable: false, identity: { seed: 1, increment: 1 } },
  { name: 'tenant_id', type: native('uniqueidentifier'), nullable: false },
  {
    name: 'name',
    type: native('nvarchar(50)'),
    nullable: true,
    collation: 'SQL_Latin1_General_CP1_CI_AS',
    description: 'Name.',
  },
  {
    name: 'is_deleted',
    type: native('bit'),
    nullable: false,
    default: { name: 'df_people_is_deleted', expression: '((0))' },
  },
];
const livePrimaryKey: PrimaryKey = { name: 'pk_people', columns: ['id'], clustered: false };
const liveUnique: UniqueConstraint = {
  name: 'uq_people_name',
  columns: ['tenant_id', 'name'],
  clustered: false,
};
const liveClustered: Index = {
  name: 'ix_people_index_id',
  columns: [{ name: 'index_id', descending: false }],
  include: [],
  unique: true,
  clustered: true,
};
const liveActive: Index = {
  name: 'ix_people_active',
  columns: [
    { name: 'tenant_id', descending: false },
    { name: 'name', descending: true },
  ],
  include: ['is_deleted', 'id'],
  unique: false,
  clustered: false,
  filter: '([is_deleted]=(0))',
};
const liveForeignKey: ForeignKey = {
  name: 'fk_people_tenant_id',
  columns: ['tenant_id'],
  references: { table: 'tenants', columns: ['id'] },
  onDelete: 'no action',
  onUpdate: 'no action',
};
const liveCheck: Check = { name: 'ck_people_name', expression: "([name]='c' OR [name]='b' OR [name]='a')" };

const live: Table = {
  name: 'people',
  columns: liveColumns,
  primaryKey: livePrimaryKey,
  uniques: [liveUnique],
  indexes: [liveClustered, liveActive],
  foreignKeys: [liveForeignKey],
  checks: [liveCheck],
};

const declared: Schema = { dialect: 'mssql', origin: 'declared', tables: [wanted] };
const database = (table: Partial<Table>, on: Partial<Server> = {}): Schema => ({
  dialect: 'mssql',
  origin: 'database',
  server: { ...server, ...on },
  schemas: ['dbo'],
  tables: [{ ...live, ...table }],
});
const column = (name: string, change: Partial<Column>) =>
  liveColumns.map((each) => (each.name === name ? { ...each, ...change } : each));

function told(change: Change): string {
  const facets =
    change.action === 'modify'
      ? change.facets.map(
          ({ name, from, to, confidence }) => `${name} ${from} -> ${to}${confidence === 'low' ? ' ?' : ''}`,
        )
      : [];
  return [`${change.action} ${change.kind} ${change.object.name}`, ...facets].join('; ');
}

test('what SQL Server stores of a declaration is the declaration', () => {
  expect(diff(database({}), declared)).toEqual({ changes: [], skipped: [] });
});

describe('one change is one difference', () => {
  test.each<[what: string, live: Partial<Table>, expected: readonly string[]]>([
    [
      'clustered primary key',
      { primaryKey: { ...livePrimaryKey, clustered: true } },
      ['modify primary-key pk_people; clustered true -> false'],
    ],
    [
      'unclustered index',
      { indexes: [{ ...liveClustered, clustered: false }, liveActive] },
      ['modify index ix_people_index_id; clustered false -> true'],
    ],
    [
      'key of another order',
      { uniques: [{ ...liveUnique, columns: ['name', 'tenant_id'] }] },
      ['modify unique uq_people_name; columns name, tenant_id -> tenant_id, name'],
    ],
    [
      'key descending',
      { uniques: [{ ...liveUnique, descending: ['name'] }] },
      ['modify unique uq_people_name; direction name -> '],
    ],
    [
      'key ignoring duplicates',
      { uniques: [{ ...liveUnique, ignoreDuplicates: true }] },
      ['modify unique uq_people_name; ignore-duplicates true -> false'],
    ],
    [
      'constraint turned index',
      {
        uniques: [],
        indexes: [...live.indexes, { ...liveClustered, name: 'uq_people_name', clustered: false }],
      },
      ['add unique uq_people_name', 'drop index uq_people_name'],
    ],
    [
      'index without filter',
      { indexes: [liveClustered, { ...liveActive, filter: null }] },
      ['modify index ix_people_active; filter null -> [is_deleted] = 0'],
    ],
    [
      'index with another filter',
      { indexes: [liveClustered, { ...liveActive, filter: '([is_deleted]=(1))' }] },
      ['modify index ix_people_active; filter ([is_deleted]=(1)) -> [is_deleted] = 0'],
    ],
    [
      'index without DESC',
      {
        indexes: [
          liveClustered,
          { ...liveActive, columns: liveActive.columns.map((each) => ({ ...each, descending: false })) },
        ],
      },
      ['modify index ix_people_active; direction tenant_id, name -> tenant_id, name DESC'],
    ],
    [
      'index including less',
      { indexes: [liveClustered, { ...liveActive, include: ['id'] }] },
      ['modify index ix_people_active; include id -> id, is_deleted'],
    ],
    [
      'disabled index',
      { indexes: [liveClustered, { ...liveActive, disabled: true }] },
      ['modify index ix_people_active; disabled true -> false'],
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
      ['modify index ix_people_active; method columnstore -> rowstore'],
    ],
    [
      'disabled, untrusted foreign key',
      { foreignKeys: [{ ...liveForeignKey, disabled: true, notTrusted: true }] },
      ['modify foreign-key fk_people_tenant_id; disabled true -> false; not-trusted true -> false'],
    ],
    [
      'foreign key of another action',
      { foreignKeys: [{ ...liveForeignKey, onDelete: 'cascade' }] },
      ['modify foreign-key fk_people_tenant_id; on-delete cascade -> no action'],
    ],
    [
      'foreign key to another schema',
      {
        foreignKeys: [
          { ...liveForeignKey, references: { schema: 'old', table: 'tenants', columns: ['id'] } },
        ],
      },
      ['modify foreign-key fk_people_tenant_id; references old.tenants(id) -> dbo.tenants(id)'],
    ],
    [
      'foreign key without a name of its own',
      { foreignKeys: [{ ...liveForeignKey, name: 'FK__people__1', systemNamed: true, onDelete: 'cascade' }] },
      [
        'modify foreign-key fk_people_tenant_id; name FK__people__1 -> fk_people_tenant_id; on-delete cascade -> no action',
      ],
    ],
    [
      'renamed foreign key',
      { foreignKeys: [{ ...liveForeignKey, name: 'fk_old' }] },
      ['modify foreign-key fk_people_tenant_id; name fk_old -> fk_people_tenant_id'],
    ],
    [
      'primary key without a name of its own',
      { primaryKey: { ...livePrimaryKey, name: 'PK__people__1', systemNamed: true } },
      ['modify primary-key pk_people; name PK__people__1 -> pk_people'],
    ],
    [
      'two foreign keys alike',
      {
        foreignKeys: [
          { ...liveForeignKey, name: 'fk_1' },
          { ...liveForeignKey, name: 'fk_2' },
        ],
      },
      ['drop foreign-key fk_2', 'modify foreign-key fk_people_tenant_id; name fk_1 -> fk_people_tenant_id ?'],
    ],
    [
      'weaker check',
      { checks: [{ ...liveCheck, expression: "([name]='c' OR [name]='b')" }] },
      [`modify check ck_people_name; expression ([name]='c' OR [name]='b') -> [name] IN ('a', 'b', 'c')`],
    ],
    [
      'check of nvarchar literals',
      { checks: [{ ...liveCheck, expression: "([name]=N'c' OR [name]=N'b' OR [name]=N'a')" }] },
      [
        `modify check ck_people_name; expression ([name]=N'c' OR [name]=N'b' OR [name]=N'a') -> [name] IN ('a', 'b', 'c') ?`,
      ],
    ],
    [
      'check that cannot be read',
      { checks: [{ ...liveCheck, expression: 'select 1' }] },
      [`modify check ck_people_name; expression select 1 -> [name] IN ('a', 'b', 'c') ?`],
    ],
    [
      'check without a name of its own',
      { checks: [{ ...liveCheck, name: 'CK__people__1', systemNamed: true }] },
      ['modify check ck_people_name; name CK__people__1 -> ck_people_name'],
    ],
    [
      'untrusted check',
      { checks: [{ ...liveCheck, notTrusted: true }] },
      ['modify check ck_people_name; not-trusted true -> false'],
    ],
    [
      'varchar',
      { columns: column('name', { type: native('varchar(50)') }) },
      ['modify column name; type varchar(50) -> nvarchar(50)'],
    ],
    [
      'nvarchar(max)',
      { columns: column('name', { type: native('nvarchar(max)') }) },
      ['modify column name; length max -> 50'],
    ],
    [
      'alias type',
      { columns: column('name', { type: native('dbo.PersonName'), baseType: native('nvarchar(50)') }) },
      ['modify column name; type PersonName -> nvarchar(50)'],
    ],
    [
      'another collation',
      { columns: column('name', { collation: 'Latin1_General_BIN2' }) },
      ['modify column name; collation Latin1_General_BIN2 -> null'],
    ],
    [
      'another default',
      { columns: column('is_deleted', { default: { name: 'df_people_is_deleted', expression: '((1))' } }) },
      ['modify column is_deleted; default ((1)) -> 0'],
    ],
    [
      'another name of the default',
      { columns: column('is_deleted', { default: { name: 'df_1', expression: '((0))' } }) },
      ['modify column is_deleted; default-name df_1 -> df_people_is_deleted'],
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
      ['modify column index_id; identity 100,1 -> 1,1'],
    ],
    [
      'computed',
      { columns: column('name', { computed: { expression: "('x')", persisted: true } }) },
      [`modify column name; computed ('x') -> null`],
    ],
    [
      'no description',
      { columns: liveColumns.map(({ description: _, ...each }) => each) },
      ['modify column name; description null -> Name.'],
    ],
    ['a description that nobody declared', { description: 'Text.' }, []],
    [
      'columns in another order',
      { columns: liveColumns.toReversed() },
      [
        'modify table people; column-order is_deleted, name, tenant_id, index_id, id -> id, index_id, tenant_id, name, is_deleted',
      ],
    ],
    ['temporal', { temporal: true }, ['modify table people; temporal true -> false']],
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
    'add foreign-key fk_people_tenant_id',
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
    'modify sequence s; type bigint -> int; start 1 -> 5; maximum null -> 9',
    'modify opaque V; definition h1 -> h2',
    'modify table people; description One. -> null',
    'modify index ix_people_index_id; compression none -> row',
    'add opaque tr',
  ]);
});

test('schemas of two dialects are not compared', () => {
  expect(() => diff(declared, { dialect: 'postgres', tables: [] })).toThrow('cannot be compared');
});
