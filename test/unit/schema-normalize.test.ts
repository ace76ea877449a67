import { describe, expect, test } from 'vitest';
import { canonicalType } from '../../src/schema/canonical-type.ts';
import { type ColumnType, columnTypes } from '../../src/schema/column-type.ts';
import type { Dialect, Schema, Server, Table } from '../../src/schema/model.ts';
import { normalize } from '../../src/schema/normalize.ts';
import { nameKey, storedName, usualServer } from '../../src/schema/server.ts';

const { bigint, boolean, decimal, int, native, string, text, timestamp, uuid } = columnTypes;

describe('types', () => {
  test.each<[Dialect, string, ColumnType]>([
    ['mssql', 'uniqueidentifier', uuid],
    ['mssql', 'BIT', boolean],
    ['mssql', '[int]', int],
    ['mssql', 'integer', int],
    ['mssql', 'bigint', bigint],
    ['mssql', 'numeric(10, 2)', decimal(10, 2)],
    ['mssql', 'decimal(10)', decimal(10, 0)],
    ['mssql', 'dec', decimal(18, 0)],
    ['mssql', '[nvarchar](255)', string(255)],
    ['mssql', 'national character varying(20)', string(20)],
    ['mssql', 'nvarchar', string(1)],
    ['mssql', 'nvarchar(MAX)', text],
    ['mssql', 'nvarchar(-1)', text],
    ['mssql', 'varchar(255)', native('varchar(255)')],
    ['mssql', 'character varying(5)', native('varchar(5)')],
    ['mssql', 'varbinary(max)', native('varbinary(max)')],
    ['mssql', 'datetime2', timestamp(7)],
    ['mssql', 'datetime2(3)', timestamp(3)],
    ['mssql', 'time', native('time(7)')],
    ['mssql', 'datetimeoffset', native('datetimeoffset(7)')],
    ['mssql', 'datetime', native('datetime')],
    ['mssql', 'float(24)', native('real')],
    ['mssql', 'float(25)', native('float')],
    ['mssql', 'float', native('float')],
    ['mssql', 'double precision', native('float')],
    ['mssql', 'timestamp', native('rowversion')],
    ['mssql', 'ROWVERSION', native('rowversion')],
    ['mssql', 'char', native('char(1)')],
    ['mssql', 'ntext', native('ntext')],
    ['mssql', 'sys.geography', native('geography')],
    ['mssql', '[dbo].[EmailAddress]', native('dbo.EmailAddress')],
    ['mssql', '[a b].[c]', native('[a b].c')],
    ['mssql', 'xml(CONTENT dbo.books)', native('xml(CONTENT dbo.books)')],
    ['postgres', 'uuid', uuid],
    ['postgres', 'bool', boolean],
    ['postgres', 'int4', int],
    ['postgres', 'INTEGER', int],
    ['postgres', 'int8', bigint],
    ['postgres', 'numeric(10,2)', decimal(10, 2)],
    ['postgres', 'decimal(5)', decimal(5, 0)],
    ['postgres', 'numeric', native('numeric')],
    ['postgres', 'character varying(20)', string(20)],
    ['postgres', 'varchar', native('character varying')],
    ['postgres', 'text', text],
    ['postgres', 'timestamp(3) with time zone', timestamp(3)],
    ['postgres', 'timestamptz(3)', timestamp(3)],
    ['postgres', 'timestamptz', timestamp(6)],
    ['postgres', 'timestamp', native('timestamp(6) without time zone')],
    ['postgres', 'timestamp(0)', native('timestamp(0) without time zone')],
    ['postgres', 'time with time zone', native('time(6) with time zone')],
    ['postgres', 'int2', native('smallint')],
    ['postgres', 'float8', native('double precision')],
    ['postgres', 'float(24)', native('real')],
    ['postgres', 'char(3)', native('character(3)')],
    ['postgres', 'character', native('character(1)')],
    ['postgres', 'bpchar', native('bpchar')],
    ['postgres', 'varbit(5)', native('bit varying(5)')],
    ['postgres', 'text[]', native('text[]')],
    ['postgres', 'int4[3][]', native('integer[][]')],
    ['postgres', 'numeric(10,2)[]', native('numeric(10,2)[]')],
    ['postgres', '"Mood"', native('"Mood"')],
    ['postgres', 'Mood', native('mood')],
    ['postgres', '"char"', native('"char"')],
    ['postgres', 'interval', native('interval')],
    ['postgres', 'geometry(Point,4326)', native('geometry(Point,4326)')],
  ])('%s %s', (dialect, sql, expected) => {
    expect(canonicalType(native(sql), dialect)).toEqual(expected);
    expect(canonicalType(expected, dialect)).toEqual(expected);
  });
});

describe('names', () => {
  const postgres = usualServer('postgres');
  test.each([
    ['a'.repeat(63), 'a'.repeat(63)],
    ['a'.repeat(64), 'a'.repeat(63)],
    [`${'a'.repeat(62)}é`, 'a'.repeat(62)],
    [`${'a'.repeat(61)}éx`, `${'a'.repeat(61)}é`],
    ['漢'.repeat(30), '漢'.repeat(21)],
    [`${'a'.repeat(60)}😀`, 'a'.repeat(60)],
  ])('PostgreSQL cuts %s after 63 bytes, at the end of a character', (name, stored) => {
    expect(storedName(name, postgres)).toBe(stored);
    expect(storedName(stored, postgres)).toBe(stored);
    expect(storedName(name, usualServer('mssql'))).toBe(name);
  });

  test('case counts on PostgreSQL, and on SQL Server where the collation says so', () => {
    expect(nameKey('Ab', postgres)).toBe('Ab');
    expect(nameKey('Ab', usualServer('mssql'))).toBe('ab');
    expect(nameKey('Ab', { ...usualServer('mssql'), caseSensitive: true })).toBe('Ab');
  });
});

const bare: Table = {
  name: 't',
  columns: [{ name: 'a', type: int, nullable: false }],
  primaryKey: { name: 'pk_t', columns: ['a'] },
  uniques: [],
  indexes: [
    {
      name: 'z',
      columns: [{ name: 'a', descending: true }],
      include: ['y', 'x'],
      unique: false,
      clustered: false,
    },
    { name: 'b', columns: [{ name: 'a', descending: false }], include: [], unique: false, clustered: false },
  ],
  foreignKeys: [
    {
      name: 'fk',
      columns: ['a'],
      references: { table: 'u', columns: ['a'] },
      onDelete: 'no action',
      onUpdate: 'no action',
    },
  ],
  checks: [],
};
const schema = (origin: 'declared' | 'database', table: Partial<Table> = {}, server?: Server): Schema => ({
  dialect: server?.engine === 'postgres' ? 'postgres' : 'mssql',
  origin,
  ...(server === undefined ? {} : { server }),
  tables: [{ ...bare, ...table }],
});
const normal = (given: Schema) => {
  const [table] = normalize(given).tables;
  if (table === undefined) throw new Error('no table');
  return table;
};

describe('what is left out', () => {
  test('is "no opinion" or the usual value in a declaration', () => {
    const table = normal(schema('declared'));
    expect(table).not.toHaveProperty('description');
    expect(table.columns).toEqual([
      {
        name: 'a',
        type: int,
        nullable: false,
        collation: null,
        default: null,
        identity: null,
        computed: null,
      },
    ]);
    expect(table.primaryKey).toEqual({
      name: 'pk_t',
      systemNamed: false,
      columns: ['a'],
      descending: [],
      include: [],
      deferrable: 'no',
      disabled: false,
      ignoreDuplicates: false,
    });
    expect(normal({ dialect: 'mssql', tables: [bare] })).toEqual(table);
  });

  test('is not there in a database', () => {
    const table = normal(schema('database'));
    expect(table.description).toBeNull();
    expect(table.columns[0]?.description).toBeNull();
    expect(table.primaryKey).toMatchObject({
      clustered: false,
      fillFactor: 100,
      compression: 'none',
      partition: null,
    });
  });

  test('is the schema that the server looks in', () => {
    expect(normal(schema('declared'))).toMatchObject({
      schema: 'dbo',
      foreignKeys: [{ references: { schema: 'dbo' } }],
    });
    const own = { ...usualServer('postgres'), defaultSchema: 'app' };
    expect(normal(schema('declared', {}, own))).toMatchObject({
      schema: 'app',
      foreignKeys: [{ references: { schema: 'app' } }],
    });
    expect(normalize(schema('declared'), own).server).toEqual(own);
  });
});

test('lists are sorted by name, key columns and columns are not', () => {
  const columns = ['b', 'a', 'c'].map((name) => ({ name, type: int, nullable: false }));
  const table = normal(schema('declared', { columns }));
  expect(table.columns.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  expect(table.indexes.map(({ name }) => name)).toEqual(['b', 'z']);
  expect(table.indexes[1]?.include).toEqual(['x', 'y']);
});

test('a collation equal to that of the database is none', () => {
  const server = { ...usualServer('mssql'), collation: 'Latin1_General_CI_AS' };
  const collations = ['latin1_general_ci_as', 'Latin1_General_BIN2', null].map((collation, i) => ({
    name: `c${i}`,
    type: string(9),
    nullable: true,
    collation,
  }));
  const table = normal(schema('database', { columns: collations }, server));
  expect(table.columns.map(({ collation }) => collation)).toEqual([null, 'Latin1_General_BIN2', null]);
});

test('a type of the default schema is the same with the name of the schema and without', () => {
  const columns = ['dbo.Email', '[DBO].[Email]', 'Email', 'other.Email'].map((sql, i) => ({
    name: `c${i}`,
    type: native(sql),
    nullable: true,
  }));
  const table = normal(schema('declared', { columns }));
  expect(table.columns.map(({ type }) => type)).toEqual(
    ['Email', 'Email', 'Email', 'other.Email'].map((sql) => native(sql)),
  );
});

test('nulls have a place in every index of PostgreSQL, fill factor 0 is 100, an identity of SQL Server has no choice', () => {
  const [b, z] = normal(schema('declared', {}, usualServer('postgres'))).indexes;
  expect([b?.columns[0]?.nulls, z?.columns[0]?.nulls]).toEqual(['last', 'first']);
  const [index] = normal(
    schema('declared', { indexes: bare.indexes.map((each) => ({ ...each, fillFactor: 0 })) }),
  ).indexes;
  expect(index?.fillFactor).toBe(100);
  const identity = { seed: 1, increment: 1, always: true };
  const columns = [{ name: 'a', type: int, nullable: false, identity }];
  expect(normal(schema('declared', { columns })).columns[0]?.identity).toEqual({ seed: 1, increment: 1 });
  expect(normal(schema('declared', { columns }, usualServer('postgres'))).columns[0]?.identity).toEqual(
    identity,
  );
});
