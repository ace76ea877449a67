import { describe, expect, test } from 'vitest';
import { type Catalog, toCatalog } from '../../src/introspect/postgres/catalog-rows.ts';
import { rowsToSchema } from '../../src/introspect/postgres/rows-to-schema.ts';
import type { Schema } from '../../src/schema/model.ts';
import { rowsFrom } from './introspect-catalog.ts';

const names: readonly (keyof Catalog)[] = [
  'database',
  'schemas',
  'tables',
  'descriptions',
  'columns',
  'constraints',
  'indexes',
  'operator_classes',
  'collations',
  'sequences',
  'views',
  'triggers',
  'policies',
  'routines',
  'types',
];

const usual: Partial<Record<keyof Catalog, object>> = {
  tables: { oid: '1', schema_name: 'public', name: 't' },
  columns: {
    table_oid: '1',
    type: 'integer',
    base_type: null,
    not_null: false,
    identity: '',
    generated: '',
    seed: null,
    increment: null,
    expression: null,
    collation: null,
  },
  policies: {
    table_oid: '1',
    schema_name: 'public',
    table_name: 't',
    is_disabled: false,
    is_forced: false,
    is_permissive: true,
    command: '*',
    using_expression: null,
    check_expression: null,
  },
  sequences: { schema_name: 'public', type: 'bigint', start: '1', cycle: false },
};

/** The schema that a catalog describes; columns of the catalog that are left out have their usual value. */
function schemaFrom(written: Partial<Record<keyof Catalog, string | object[]>>): Schema {
  const rows = (name: keyof Catalog) => {
    const given = written[name];
    if (given === undefined) return null;
    const list = typeof given === 'string' ? rowsFrom(given) : given;
    return list.map((row) => ({ ...usual[name], ...row }));
  };
  const row = Object.fromEntries(names.map((name) => [name, rows(name)]));
  return rowsToSchema(toCatalog(row as Parameters<typeof toCatalog>[0]), { historyTable: 'history' });
}

describe('rows of PostgreSQL', () => {
  test('a search path that leads nowhere means public', () => {
    const { server } = schemaFrom({ database: 'default_schema | collation\nnull | C' });
    expect(server).toEqual({
      engine: 'postgres',
      defaultSchema: 'public',
      collation: 'C',
      caseSensitive: true,
    });
  });

  test('history and log are left out with their case; others of the name are not', () => {
    const { tables } = schemaFrom({
      tables: `
oid | schema_name | name
1   | public      | history
2   | public      | history_log
3   | public      | History
4   | sales       | history`,
    });
    expect(tables.map(({ schema, name }) => [schema, name])).toEqual([
      [undefined, 'History'],
      ['sales', 'history'],
    ]);
  });

  test('identity, default, stored and virtual columns', () => {
    const [table] = schemaFrom({
      tables: 'name\nt',
      columns: `
number | name | identity | generated | seed | increment | expression
3      | c    |          | s         | null | null      | (a + 1)
1      | a    | a        |           | '-5' | '-1'      | null
2      | b    |          |           | null | null      | (7 + 1)
4      | d    |          | v         | null | null      | (a + 2)`,
    }).tables;
    expect(table?.columns.map(({ type, nullable, ...rest }) => rest)).toEqual([
      { name: 'a', identity: { seed: -5, increment: -1, always: true } },
      { name: 'b', default: { expression: '(7 + 1)' } },
      { name: 'c', computed: { expression: '(a + 1)', persisted: true } },
      { name: 'd', computed: { expression: '(a + 2)', persisted: false } },
    ]);
  });

  test('the hash of a policy heeds everything but the order of roles', () => {
    const hash = (more: object) =>
      schemaFrom({ policies: [{ name: 'p', roles: ['a', 'b'], ...more }] }).opaques?.[0]?.hash;
    expect(hash({ roles: ['b', 'a'] })).toBe(hash({}));
    const changes = [
      { roles: ['a'] },
      { command: 'r' },
      { is_permissive: false },
      { is_forced: true },
      { using_expression: 'true' },
      { check_expression: 'true' },
    ];
    expect(new Set([{}, ...changes].map(hash)).size).toBe(changes.length + 1);
  });

  test("a sequence's limits are left out where they are those of type and direction", () => {
    const { sequences } = schemaFrom({
      sequences: `
name | type     | increment | minimum                | maximum
a    | bigint   | '1'       | '1'                    | '9223372036854775807'
b    | bigint   | '-1'      | '-9223372036854775808' | '-1'
c    | smallint | '1'       | '0'                    | '32767'
d    | integer  | '1'       | '1'                    | '32767'`,
    });
    expect(sequences?.map(({ name, minimum, maximum }) => [name, minimum, maximum])).toEqual([
      ['a', undefined, undefined],
      ['b', undefined, undefined],
      ['c', '0', undefined],
      ['d', undefined, '32767'],
    ]);
  });
});
