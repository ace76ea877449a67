import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { definitionHash } from '../../src/introspect/definition-hash.ts';
import { hiddenFacts } from '../../src/introspect/hidden-facts.ts';
import { schemaFrom, tableFrom } from './introspect-catalog.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('objects known by name and hash', () => {
  test('views, triggers and routines', () => {
    const { opaques } = schemaFrom({
      table: 'object_id | name\n1 | t\n2 | quodsi_migrations',
      module: `
type | schema_name | name | parent_object_id | parent_name | definition | is_disabled
'V ' | dbo         | v    | 0                | null        | view       | null
'P ' | sales       | p    | 0                | null        | procedure  | null
FN   | dbo         | f    | 0                | null        | function   | null
TR   | dbo         | tr   | 1                | T           | trigger    | true
TR   | dbo         | tr_v | 9                | v           | instead    | false
TR   | dbo         | tr_h | 2                | x           | of ours    | false`,
      'database-trigger': 'name | definition\ntr_ddl | all',
    });
    expect(opaques).toEqual([
      { kind: 'routine', name: 'f', hash: sha256('function') },
      { kind: 'routine', schema: 'sales', name: 'p', hash: sha256('procedure') },
      { kind: 'trigger', name: 'tr_ddl', hash: sha256('all') },
      { kind: 'trigger', table: 't', name: 'tr', hash: sha256('trigger'), disabled: true },
      { kind: 'trigger', table: 'v', name: 'tr_v', hash: sha256('instead') },
      { kind: 'view', name: 'v', hash: sha256('view') },
    ]);
  });

  test('a definition that the login may not see, and one that is encrypted', () => {
    const { opaques } = schemaFrom({
      module: `
type | name | definition | is_encrypted
'V ' | a    | null       | 0
'V ' | b    | null       | 1`,
    });
    expect(opaques?.map(({ hash }) => hash)).toEqual([{ hidden: 'permission' }, { hidden: 'engine' }]);
  });

  test('the hash heeds every character but the kind of line end', () => {
    expect(definitionHash('a\r\nb\rc\nd')).toBe(definitionHash('a\nb\nc\nd'));
    expect(definitionHash('a  b')).not.toBe(definitionHash('a b'));
  });

  test('security policies: one hash for all predicates, whatever their order', () => {
    const policy = (rows: string) =>
      schemaFrom({
        'security-predicate': `name | is_enabled | type | operation | definition\n${rows}`,
      }).opaques;
    const filter = 'p | true | FILTER | null | ([f]([tenant_id]))';
    const block = 'p | true | BLOCK | AFTER INSERT | ([f]([tenant_id]))';
    const [both] = policy(`${filter}\n${block}`) ?? [];
    expect(both).toEqual({ kind: 'security-policy', name: 'p', hash: expect.any(String) });
    expect(policy(`${block}\n${filter}`)).toEqual([both]);
    expect(policy(filter)?.[0]?.hash).not.toBe(both?.hash);
    expect(policy('p | false | null | null | null')).toMatchObject([{ disabled: true }]);
    expect(policy('p | true | FILTER | null | null')).toMatchObject([{ hash: { hidden: 'permission' } }]);
  });

  test('alias types by what they stand for, table types by name', () => {
    const types = (rows: string) =>
      schemaFrom({ type: `name | base_type | max_length | is_nullable | is_table_type\n${rows}` }).opaques;
    const [code] = types('code | nvarchar | 20 | true | false') ?? [];
    expect(code).toEqual({ kind: 'type', name: 'code', hash: expect.any(String) });
    expect(types('code | nvarchar | 22 | true | false')?.[0]?.hash).not.toBe(code?.hash);
    expect(types('code | nvarchar | 20 | false | false')?.[0]?.hash).not.toBe(code?.hash);
    expect(types('rows | null | 0 | true | true')).toEqual([{ kind: 'type', name: 'rows' }]);
  });
});

describe('sequences', () => {
  test('limits of the type itself are left out', () => {
    const { sequences } = schemaFrom({
      sequence: `
schema_name | name | data_type | precision | start | increment | minimum                | maximum               | is_cycling
dbo         | a    | bigint    | 19        | '1'   | '1'       | '-9223372036854775808' | '9223372036854775807' | false
sales       | b    | int       | 10        | '5'   | '-3'      | '2'                    | '2147483647'          | true
dbo         | c    | decimal   | 3         | '1'   | '1'       | '-999'                 | '998'                 | false
dbo         | d    | tinyint   | 3         | '0'   | '1'       | '0'                    | '255'                 | false`,
    });
    expect(sequences).toEqual([
      { name: 'a', type: { kind: 'bigint' }, start: '1', increment: '1', cycle: false },
      {
        name: 'c',
        type: { kind: 'decimal', precision: 3, scale: 0 },
        start: '1',
        increment: '1',
        maximum: '998',
        cycle: false,
      },
      { name: 'd', type: { kind: 'native', sql: 'tinyint' }, start: '0', increment: '1', cycle: false },
      {
        schema: 'sales',
        name: 'b',
        type: { kind: 'int' },
        start: '5',
        increment: '-3',
        minimum: '2',
        cycle: true,
      },
    ]);
  });
});

describe('Babelfish', () => {
  const babelfish = { babelfish: true };

  test('what it cannot tell is hidden or left out, never its made-up answer', () => {
    const table = tableFrom(
      {
        column: 'position | name | data_type | numeric_precision\n1 | a | int | 10\n2 | b | numeric | null',
        default: "column_name | name | definition | is_system_named\na | DF_t_1 | '0' | true",
        index: `
index_id | name                                  | is_primary_key | is_system_named
2        | pk_t                                  | true           | true
3        | ix_ut30889c30abfa07bdf3ed9931911cb19d | false          | null`,
        'index-column': 'index_id | name\n2 | a\n3 | a',
        'foreign-key': `
constraint_id | name | column_name | referenced_object_id | referenced_schema | referenced_table | referenced_column | is_system_named
10            | fk   | a           | 1                    | dbo               | t                | id                | true`,
      },
      babelfish,
    );
    expect(table.columns[0]?.default).toEqual({ name: { hidden: 'engine' }, expression: '0' });
    expect(table.columns[1]?.type).toEqual({ kind: 'native', sql: 'numeric' });
    expect(table.primaryKey).toEqual({ name: 'pk_t', columns: ['a'] });
    expect(table.indexes).toMatchObject([{ name: 'ix_u', filter: { hidden: 'engine' } }]);
    expect(table.foreignKeys[0]).not.toHaveProperty('systemNamed');
  });

  test('the name of an index is certain, or stays as it is stored', () => {
    const name = (stored: string) =>
      tableFrom(
        {
          table: 'name\nParent',
          index: `index_id | name\n2 | ${stored}`,
          'index-column': 'index_id | name\n2 | a',
        },
        babelfish,
      ).indexes[0]?.name;
    expect(name('ix_uparent30889c30abfa07bdf3ed9931911cb19d')).toBe('ix_u');
    const cut = 'ix_organizations_tenant_last_lo8efe8cc15586873e9fd733f706e011cd';
    expect(name(cut)).toBe(cut);
    expect(name('ix_plain')).toBe('ix_plain');
  });

  test('there are no sequences to see, and the engine is named', () => {
    const schema = schemaFrom({}, babelfish);
    expect(schema).not.toHaveProperty('sequences');
    expect(schema.server?.engine).toBe('babelfish');
  });
});

describe('the list of what is hidden', () => {
  test('names object and fact; nothing is listed where all is seen', () => {
    const schema = schemaFrom({
      table: 'object_id | schema_name | name\n1 | dbo | t\n2 | sales | u',
      column: `
schema_name | table_name | position | name
dbo         | t          | 1        | a
sales       | u          | 1        | b`,
      default: 'column_name | name | definition\na | df_t_a | null',
      computed: 'object_id | column_name | definition\n2 | b | null',
      index: 'index_id | name | has_filter\n2 | ix_t | true',
      'index-column': 'index_id | name\n2 | a',
      'foreign-key': `
constraint_id | name | column_name | referenced_object_id | referenced_schema | referenced_table | referenced_column
10            | fk   | a           | 99                   | null              | null             | null`,
      check: 'name | definition\nck_t | null',
      module: "type | name | parent_object_id | definition\n'V ' | v | 0 | null\nTR | tr | 1 | null",
    });
    expect(hiddenFacts(schema).map(({ object, fact, reason }) => `${object}: ${fact} (${reason})`)).toEqual([
      'dbo.t.a: default (permission)',
      'dbo.t.ix_t: filter of the index (permission)',
      'dbo.t.fk: target of the foreign key (permission)',
      'dbo.t.ck_t: check (permission)',
      'sales.u.b: computed column (permission)',
      'dbo.t.tr: definition of the trigger (permission)',
      'dbo.v: definition of the view (permission)',
    ]);
    expect(hiddenFacts(schemaFrom({ column: 'position | name\n1 | a' }))).toEqual([]);
  });

  test('what Babelfish tells of no object is listed once', () => {
    const schema = schemaFrom(
      { index: 'index_id | name\n2 | x\n3 | y', 'index-column': 'index_id | name\n2 | a\n3 | a' },
      { babelfish: true },
    );
    const facts = hiddenFacts(schema);
    expect(new Set(facts.map(({ object, reason }) => `${object} ${reason}`))).toEqual(new Set(['* engine']));
    expect(facts.filter(({ fact }) => fact === 'filters of indexes')).toHaveLength(1);
  });
});
