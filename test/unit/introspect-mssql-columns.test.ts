import { describe, expect, test } from 'vitest';
import { schemaFrom, tableFrom } from './introspect-catalog.ts';

const columnsFrom = (written: Parameters<typeof tableFrom>[0]) => tableFrom(written).columns;
const column = (name: string, type: object, more: object = {}) => ({ name, type, nullable: true, ...more });
const native = (sql: string) => ({ kind: 'native', sql });

describe('types', () => {
  test('text: max is -1, nchar and nvarchar count characters, varchar is another type', () => {
    const column_ = `
position | name | data_type | length
1        | a    | nvarchar  | 255
2        | b    | nvarchar  | -1
3        | c    | nchar     | 10
4        | d    | varchar   | 255
5        | e    | varchar   | -1
6        | f    | char      | 3
7        | g    | varbinary | -1
8        | h    | ntext     | 1073741823`;
    expect(columnsFrom({ column: column_ })).toEqual([
      column('a', { kind: 'string', length: 255 }),
      column('b', { kind: 'text' }),
      column('c', native('nchar(10)')),
      column('d', native('varchar(255)')),
      column('e', native('varchar(max)')),
      column('f', native('char(3)')),
      column('g', native('varbinary(max)')),
      column('h', native('ntext')),
    ]);
  });

  test('numbers: decimal and numeric are one type, float(1..24) is real', () => {
    const column_ = `
position | name | data_type | numeric_precision | numeric_scale
1        | a    | int       | 10                | 0
2        | b    | bigint    | 19                | 0
3        | c    | decimal   | 10                | 2
4        | d    | numeric   | 18                | 0
5        | e    | float     | 53                | null
6        | f    | float     | 24                | null
7        | g    | real      | 24                | null
8        | h    | money     | 19                | 4
9        | i    | bit       | null              | null`;
    expect(columnsFrom({ column: column_ })).toEqual([
      column('a', { kind: 'int' }),
      column('b', { kind: 'bigint' }),
      column('c', { kind: 'decimal', precision: 10, scale: 2 }),
      column('d', { kind: 'decimal', precision: 18, scale: 0 }),
      column('e', native('float')),
      column('f', native('real')),
      column('g', native('real')),
      column('h', native('money')),
      column('i', { kind: 'boolean' }),
    ]);
  });

  test('moments: a scale that was not written is 7; timestamp is rowversion', () => {
    const column_ = `
position | name | data_type        | datetime_precision
1        | a    | datetime2        | 3
2        | b    | datetime2        | 7
3        | c    | time             | 7
4        | d    | datetimeoffset   | 7
5        | e    | datetime         | 3
6        | f    | date             | 0
7        | g    | timestamp        | null
8        | h    | uniqueidentifier | null`;
    expect(columnsFrom({ column: column_ })).toEqual([
      column('a', { kind: 'timestamp', precision: 3 }),
      column('b', { kind: 'timestamp', precision: 7 }),
      column('c', native('time(7)')),
      column('d', native('datetimeoffset(7)')),
      column('e', native('datetime')),
      column('f', native('date')),
      column('g', native('rowversion')),
      column('h', { kind: 'uuid' }),
    ]);
  });

  test('an alias type keeps alias and base', () => {
    const column_ = `
position | name | data_type | length | alias_schema | alias_name
1        | a    | nvarchar  | 10     | dbo          | code
2        | b    | nvarchar  | 20     | sales        | order code`;
    expect(columnsFrom({ column: column_ })).toEqual([
      column('a', native('code'), { baseType: { kind: 'string', length: 10 } }),
      column('b', native('sales.[order code]'), { baseType: { kind: 'string', length: 20 } }),
    ]);
  });
});

describe('facts of a column', () => {
  test('order is that of the table, whatever the order of the rows', () => {
    const column_ = `
position | name | is_nullable
3        | c    | YES
1        | a    | NO
2        | b    | YES`;
    expect(columnsFrom({ column: column_ })).toEqual([
      column('a', { kind: 'int' }, { nullable: false }),
      column('b', { kind: 'int' }),
      column('c', { kind: 'int' }),
    ]);
  });

  test("a collation equal to the database's is none", () => {
    const column_ = `
position | name | data_type | length | collation
1        | a    | varchar   | 5      | SQL_Latin1_General_CP1_CI_AS
2        | b    | varchar   | 5      | Latin1_General_BIN2`;
    expect(columnsFrom({ column: column_ })).toEqual([
      column('a', native('varchar(5)')),
      column('b', native('varchar(5)'), { collation: 'Latin1_General_BIN2' }),
    ]);
  });

  test('defaults: definition as stored, name, and whether the server made the name up', () => {
    const columns = columnsFrom({
      column: 'position | name\n1 | a\n2 | b\n3 | c',
      default: `
column_name | name                   | definition         | is_system_named
a           | df_t_a                 | ((0))              | false
b           | DF__t__b__3B75D760     | (sysutcdatetime()) | true`,
    });
    expect(columns).toEqual([
      column('a', { kind: 'int' }, { default: { name: 'df_t_a', expression: '((0))' } }),
      column(
        'b',
        { kind: 'int' },
        { default: { name: 'DF__t__b__3B75D760', systemNamed: true, expression: '(sysutcdatetime())' } },
      ),
      column('c', { kind: 'int' }),
    ]);
  });

  test('identity: seed and increment', () => {
    const columns = columnsFrom({
      column: 'position | name\n1 | a',
      identity: `
column_name | seed   | increment
a           | '1000' | '-2'`,
    });
    expect(columns).toEqual([column('a', { kind: 'int' }, { identity: { seed: 1000, increment: -2 } })]);
  });

  test('computed columns: definition, persisted or not', () => {
    const columns = columnsFrom({
      column: 'position | name\n1 | a\n2 | b',
      computed: `
column_name | definition  | is_persisted
a           | ([x]*(2))   | true
b           | ([x]+(1))   | false`,
    });
    expect(columns.map((each) => each.computed)).toEqual([
      { expression: '([x]*(2))', persisted: true },
      { expression: '([x]+(1))', persisted: false },
    ]);
  });

  test('descriptions of the table and of columns', () => {
    const table = tableFrom({
      column: 'position | name\n1 | a\n2 | b',
      description: `
object_id | column_name | value
1         | null        | A table.
1         | b           | A column.
9         | null        | Of another object.`,
    });
    expect(table.description).toBe('A table.');
    expect(table.columns.map((each) => each.description)).toEqual([undefined, 'A column.']);
  });

  test('what the login may not see is hidden, not absent', () => {
    const columns = columnsFrom({
      column: 'position | name\n1 | a\n2 | b',
      default: 'column_name | name | definition\na | df_t_a | null',
      computed: 'column_name | definition\nb | null',
    });
    expect(columns[0]?.default).toEqual({ name: 'df_t_a', expression: { hidden: 'permission' } });
    expect(columns[1]?.computed).toEqual({ expression: { hidden: 'permission' }, persisted: false });
  });
});

describe('tables', () => {
  test('left out: shipped by Microsoft, made by its tools, temporal history, our own history and log', () => {
    const schema = schemaFrom({
      table: `
object_id | schema_name | name                  | is_ms_shipped | temporal_type | is_tool
1         | dbo         | kept                  | false         | 0             | 0
2         | dbo         | MSreplication_objects | true          | 0             | 0
3         | dbo         | sysdiagrams           | false         | 0             | 1
4         | dbo         | kept_history          | false         | 1             | 0
5         | dbo         | Quodsi_Migrations     | false         | 0             | 0
6         | dbo         | quodsi_migrations_log | false         | 0             | 0
7         | sales       | quodsi_migrations     | false         | 0             | 0`,
    });
    expect(schema.tables.map(({ schema: space, name }) => [space, name])).toEqual([
      [undefined, 'kept'],
      ['sales', 'quodsi_migrations'],
    ]);
  });

  test('a temporal table says so, and leaves out its period columns', () => {
    const table = tableFrom({
      table: 'name | temporal_type\nt | 2',
      column: 'position | name\n1 | a\n2 | valid_from\n3 | valid_to',
      generated: 'column_name\nvalid_from\nvalid_to',
    });
    expect(table.temporal).toBe(true);
    expect(table.columns.map(({ name }) => name)).toEqual(['a']);
  });

  test('same names in several SQL schemas stay apart', () => {
    const schema = schemaFrom({
      schema: 'name\nsales\nspare\ndbo\narchive',
      table: `
object_id | schema_name | name
1         | sales       | orders
2         | dbo         | orders`,
      column: `
schema_name | table_name | position | name
sales       | orders     | 1        | s
dbo         | orders     | 1        | d`,
      default: 'object_id | column_name | name | definition\n1 | s | df_s | ((1))',
    });
    expect(schema.tables).toMatchObject([
      { name: 'orders', columns: [{ name: 'd' }] },
      { schema: 'sales', name: 'orders', columns: [{ name: 's', default: { name: 'df_s' } }] },
    ]);
    expect(schema.tables[0]).not.toHaveProperty('schema');
    expect(schema.schemas).toEqual(['archive', 'spare']);
  });

  test.each([
    ['SQL_Latin1_General_CP1_CI_AS', false],
    ['Latin1_General_100_CS_AS_SC_UTF8', true],
    ['Latin1_General_BIN2', true],
    ['null', false],
  ])('names in a database with collation %s are case sensitive: %s', (collation, caseSensitive) => {
    const { server } = schemaFrom({ database: `collation | default_schema\n${collation} | app` });
    expect(server).toMatchObject({ engine: 'mssql', defaultSchema: 'app', caseSensitive });
  });

  test('a login without a default schema of its own has dbo', () => {
    expect(schemaFrom({ database: 'default_schema\nnull' }).server?.defaultSchema).toBe('dbo');
  });
});
