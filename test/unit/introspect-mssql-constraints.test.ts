import { describe, expect, test } from 'vitest';
import { schemaFrom, tableFrom } from './introspect-catalog.ts';

describe('foreign keys', () => {
  const tables = `
object_id | schema_name | name
1         | dbo         | t
2         | sales       | orders`;

  test('columns in constraint_column_id order, target with its schema, both actions', () => {
    const { foreignKeys } = tableFrom({
      table: tables,
      'foreign-key': `
constraint_id | name | position | column_name | referenced_object_id | referenced_column | on_delete | on_update
11            | fk_b | 2        | b2          | 2                    | y                 | CASCADE   | SET_NULL
11            | fk_b | 1        | b1          | 2                    | x                 | CASCADE   | SET_NULL
10            | fk_a | 1        | a           | 1                    | id                | NO_ACTION | SET_DEFAULT`,
    });
    expect(foreignKeys).toEqual([
      {
        name: 'fk_a',
        columns: ['a'],
        references: { table: 't', columns: ['id'] },
        onDelete: 'no action',
        onUpdate: 'set default',
      },
      {
        name: 'fk_b',
        columns: ['b1', 'b2'],
        references: { schema: 'sales', table: 'orders', columns: ['x', 'y'] },
        onDelete: 'cascade',
        onUpdate: 'set null',
      },
    ]);
  });

  test('disabled, not trusted, named by the server', () => {
    const { foreignKeys } = tableFrom({
      'foreign-key': `
constraint_id | name     | column_name | referenced_object_id | referenced_column | is_disabled | is_not_trusted | is_system_named
10            | fk_off   | a           | 1                    | id                | true        | true           | false
11            | fk_old   | a           | 1                    | id                | false       | true           | false
12            | FK__t__a | a           | 1                    | id                | false       | false          | true`,
    });
    expect(
      foreignKeys.map(({ name, disabled, notTrusted, systemNamed }) => [
        name,
        disabled,
        notTrusted,
        systemNamed,
      ]),
    ).toEqual([
      ['FK__t__a', undefined, undefined, true],
      ['fk_off', true, true, undefined],
      ['fk_old', undefined, true, undefined],
    ]);
  });

  test('a target outside the SQL schemas that were read', () => {
    const { foreignKeys } = tableFrom({
      'foreign-key': `
constraint_id | name | column_name | referenced_object_id | referenced_schema | referenced_table | referenced_column
10            | fk   | a           | 99                   | other             | far              | id`,
    });
    expect(foreignKeys[0]?.references).toEqual({ schema: 'other', table: 'far', columns: ['id'] });
  });
});

describe('checks', () => {
  test('expression as stored, disabled, not trusted, named by the server', () => {
    const { checks } = tableFrom({
      check: `
name       | definition               | is_disabled | is_not_trusted | is_system_named
ck_t_c     | ([c]='b' OR [c]='a')     | false       | false          | false
ck_t_off   | ([a]>(0))                | true        | true           | false
ck_t_old   | ([a]>(1))                | false       | true           | false
CK__t__3B7 | ([a]>(2))                | false       | false          | true
ck_t_x     | null                     | false       | false          | false`,
    });
    expect(checks).toEqual([
      { name: 'CK__t__3B7', systemNamed: true, expression: '([a]>(2))' },
      { name: 'ck_t_c', expression: "([c]='b' OR [c]='a')" },
      { name: 'ck_t_off', expression: '([a]>(0))', disabled: true, notTrusted: true },
      { name: 'ck_t_old', expression: '([a]>(1))', notTrusted: true },
      { name: 'ck_t_x', expression: { hidden: 'permission' } },
    ]);
  });

  test('each table has its own', () => {
    const { tables } = schemaFrom({
      table: 'object_id | name\n1 | a\n2 | b',
      check: 'object_id | name | definition\n2 | ck_b | (1)\n1 | ck_a | (1)',
    });
    expect(tables.map(({ checks }) => checks.map(({ name }) => name))).toEqual([['ck_a'], ['ck_b']]);
  });
});
