import { describe, expect, test } from 'vitest';
import { tableFrom } from './introspect-catalog.ts';

const key = (name: string, descending = false) => ({ name, descending });
const index = (name: string, more: object = {}) => ({
  name,
  columns: [key('a')],
  include: [],
  unique: false,
  clustered: false,
  ...more,
});

describe('keys', () => {
  const written = {
    index: `
index_id | name       | type | is_unique | is_primary_key | is_unique_constraint | is_system_named
2        | pk_t       | 2    | true      | true           | false                | false
3        | uq_t_b_a   | 2    | true      | false          | true                 | false
4        | ix_t_c     | 2    | true      | false          | false                | null
1        | ix_t_index | 1    | true      | false          | false                | null`,
    'index-column': `
index_id | index_column_id | key_ordinal | name
1        | 1               | 1           | n
2        | 1               | 1           | id
3        | 1               | 2           | a
3        | 2               | 1           | b
4        | 1               | 1           | c`,
  };

  test('primary key, unique constraint and unique index are three kinds; columns come in key order', () => {
    const { primaryKey, uniques, indexes } = tableFrom(written);
    expect(primaryKey).toEqual({ name: 'pk_t', columns: ['id'], clustered: false });
    expect(uniques).toEqual([{ name: 'uq_t_b_a', columns: ['b', 'a'], clustered: false }]);
    expect(indexes).toEqual([
      index('ix_t_c', { columns: [key('c')], unique: true }),
      index('ix_t_index', { columns: [key('n')], unique: true, clustered: true }),
    ]);
  });

  test('a key may be clustered, descending, and named by the server', () => {
    const { primaryKey, uniques } = tableFrom({
      index: `
index_id | name       | type | is_unique | is_primary_key | is_unique_constraint | is_system_named
1        | PK__t__3B7 | 1    | true      | true           | false                | true
2        | uq_t       | 2    | true      | false          | true                 | false`,
      'index-column': `
index_id | key_ordinal | name | is_descending_key
1        | 1           | a    | false
1        | 2           | b    | true
2        | 1           | c    | true`,
    });
    expect(primaryKey).toEqual({
      name: 'PK__t__3B7',
      systemNamed: true,
      columns: ['a', 'b'],
      descending: ['b'],
      clustered: true,
    });
    expect(uniques).toEqual([{ name: 'uq_t', columns: ['c'], descending: ['c'], clustered: false }]);
  });

  test('a key is stored like an index', () => {
    const { primaryKey } = tableFrom({
      index: `
index_id | name | is_primary_key | fill_factor | is_disabled | ignore_dup_key | least_compression | most_compression
2        | pk_t | true           | 80          | true        | true           | PAGE              | PAGE`,
      'index-column': 'index_id | name\n2 | id',
    });
    expect(primaryKey).toEqual({
      name: 'pk_t',
      columns: ['id'],
      clustered: false,
      disabled: true,
      ignoreDuplicates: true,
      fillFactor: 80,
      compression: 'page',
    });
  });
});

describe('indexes', () => {
  const one = (text: string, columns = 'index_id | name\n2 | a') =>
    tableFrom({ index: text, 'index-column': columns }).indexes;

  test('keys in order with DESC; INCLUDE is a set', () => {
    expect(
      one(
        'index_id | name\n2 | ix',
        `
index_id | index_column_id | name | key_ordinal | is_descending_key | is_included_column
2        | 1               | z    | 0           | false             | true
2        | 2               | b    | 2           | true              | false
2        | 3               | a    | 1           | false             | false
2        | 4               | y    | 0           | false             | true`,
      ),
    ).toEqual([index('ix', { columns: [key('a'), key('b', true)], include: ['y', 'z'] })]);
  });

  test('a filter is kept as it is stored', () => {
    const rows = `
index_id | name | has_filter | filter_definition
2        | ix   | true       | ([is_deleted]=(0))`;
    expect(one(rows)).toEqual([index('ix', { filter: '([is_deleted]=(0))' })]);
  });

  test('a filter that the login may not see is hidden', () => {
    expect(one('index_id | name | has_filter\n2 | ix | true')).toEqual([
      index('ix', { filter: { hidden: 'permission' } }),
    ]);
  });

  test('disabled, ignore_dup_key', () => {
    expect(one('index_id | name | is_disabled | ignore_dup_key\n2 | ix | true | true')).toEqual([
      index('ix', { disabled: true, ignoreDuplicates: true }),
    ]);
  });

  test.each([
    [0, {}],
    [100, {}],
    [90, { fillFactor: 90 }],
  ])('fill factor %d', (fillFactor, expected) => {
    expect(one(`index_id | name | fill_factor\n2 | ix | ${fillFactor}`)).toEqual([index('ix', expected)]);
  });

  test.each([
    ['NONE', 'NONE', {}],
    ['ROW', 'ROW', { compression: 'row' }],
    ['PAGE', 'PAGE', { compression: 'page' }],
    ['NONE', 'PAGE', { compression: 'mixed' }],
    ['null', 'null', {}],
  ])('compression of its partitions from %s to %s', (least, most, expected) => {
    const rows = `index_id | name | least_compression | most_compression\n2 | ix | ${least} | ${most}`;
    expect(one(rows)).toEqual([index('ix', expected)]);
  });

  test('partition scheme and column; a column that only decides the partition is no part of the key', () => {
    const columns = `
index_id | name | key_ordinal | partition_ordinal
2        | a    | 1           | 0
2        | at   | 0           | 1`;
    expect(one('index_id | name | partition_scheme\n2 | ix | by_year', columns)).toEqual([
      index('ix', { partition: 'by_year(at)' }),
    ]);
  });

  test.each([
    [1, { clustered: true }],
    [2, {}],
    [3, { method: 'xml' }],
    [4, { method: 'spatial' }],
    [5, { clustered: true, method: 'columnstore' }],
    [6, { method: 'columnstore' }],
    [7, { method: 'hash' }],
  ])('type %d', (type, expected) => {
    expect(one(`index_id | name | type\n2 | ix | ${type}`)).toEqual([index('ix', expected)]);
  });

  test('the columns of a clustered columnstore are those of the table, and not listed', () => {
    const rows = `
index_id | name | type | least_compression | most_compression
2        | cci  | 5    | COLUMNSTORE       | COLUMNSTORE`;
    const columns = 'index_id | name | key_ordinal | is_included_column\n2 | a | 0 | true';
    expect(one(rows, columns)).toEqual([
      index('cci', { columns: [], clustered: true, method: 'columnstore' }),
    ]);
  });

  test('hypothetical indexes are left out', () => {
    const rows = 'index_id | name | is_hypothetical\n2 | ix | false\n3 | _dta_index | true';
    expect(one(rows)).toEqual([index('ix')]);
  });

  test('order is by name, in code units', () => {
    const rows = 'index_id | name\n2 | ix_b\n3 | IX_c\n4 | ix_a';
    expect(one(rows).map(({ name }) => name)).toEqual(['IX_c', 'ix_a', 'ix_b']);
  });
});
