import { describe, expect, test } from 'vitest';
import type { ColumnType } from '../../src/schema/column-type.ts';
import { columnTypeFault, columnTypes, nativeType } from '../../src/schema/column-type.ts';
import type { Condition, DefaultExpression } from '../../src/schema/expression.ts';
import { expressions, renderCondition, renderDefault, renderLiteral } from '../../src/schema/expression.ts';
import {
  checkName,
  defaultName,
  foreignKeyName,
  indexName,
  primaryKeyName,
  uniqueName,
} from '../../src/schema/names.ts';

describe('column types', () => {
  test.each<[ColumnType, string, string]>([
    [columnTypes.uuid, 'uniqueidentifier', 'uuid'],
    [columnTypes.boolean, 'bit', 'boolean'],
    [columnTypes.int, 'int', 'integer'],
    [columnTypes.bigint, 'bigint', 'bigint'],
    [columnTypes.decimal(10, 2), 'decimal(10,2)', 'numeric(10,2)'],
    [columnTypes.string(255), 'nvarchar(255)', 'varchar(255)'],
    [columnTypes.text, 'nvarchar(max)', 'text'],
    [columnTypes.timestamp(3), 'datetime2(3)', 'timestamptz(3)'],
    [columnTypes.native('geography'), 'geography', 'geography'],
  ])('%o is %s on SQL Server and %s on PostgreSQL', (type, mssql, postgres) => {
    expect(nativeType(type, 'mssql')).toBe(mssql);
    expect(nativeType(type, 'postgres')).toBe(postgres);
    expect(columnTypeFault(type)).toBeUndefined();
  });

  test.each<[ColumnType, string]>([
    [columnTypes.string(0), '1 to 4000'],
    [columnTypes.string(4001), '1 to 4000'],
    [columnTypes.string(1.5), '1 to 4000'],
    [columnTypes.decimal(39, 2), 'precision'],
    [columnTypes.decimal(4, 5), 'scale'],
    [columnTypes.timestamp(7), '0 to 6'],
    [columnTypes.native(' '), 'name'],
  ])('%o has the fault: %s', (type, fault) => {
    expect(columnTypeFault(type)).toContain(fault);
  });
});

describe('defaults', () => {
  const { int, decimal, string, boolean, uuid, timestamp } = columnTypes;
  test.each<[DefaultExpression, ColumnType, string, string]>([
    [expressions.now, timestamp(3), 'sysutcdatetime()', 'now()'],
    [expressions.newUuid, uuid, 'newid()', 'gen_random_uuid()'],
    [{ kind: 'literal', value: false }, boolean, '0', 'false'],
    [{ kind: 'literal', value: true }, boolean, '1', 'true'],
    [{ kind: 'literal', value: 5 }, int, '5', '5'],
    [{ kind: 'literal', value: '1.0' }, decimal(10, 2), '1.0', '1.0'],
    [{ kind: 'literal', value: '1.0' }, string(9), "'1.0'", "'1.0'"],
    [{ kind: 'literal', value: 'trial' }, string(9), "'trial'", "'trial'"],
    [expressions.sql({ mssql: 'a()', postgres: 'b()' }), int, 'a()', 'b()'],
  ])('%o', (expression, type, mssql, postgres) => {
    expect(renderDefault(expression, type, 'mssql')).toBe(mssql);
    expect(renderDefault(expression, type, 'postgres')).toBe(postgres);
  });

  test('quotes and letters beyond ASCII survive in text', () => {
    expect(renderLiteral("O'Brien", 'mssql')).toBe("'O''Brien'");
    expect(renderLiteral("O'Brien", 'postgres')).toBe("'O''Brien'");
    expect(renderLiteral('Zürich', 'mssql')).toBe("N'Zürich'");
    expect(renderLiteral('Zürich', 'postgres')).toBe("'Zürich'");
  });
});

describe('conditions', () => {
  test.each<[Condition, string, string]>([
    [expressions.equals('is_deleted', false), '[is_deleted] = 0', '"is_deleted" = false'],
    [expressions.equals('order', 'a'), "[order] = 'a'", `"order" = 'a'`],
    [expressions.equals('a]b"c', 1), '[a]]b"c] = 1', '"a]b""c" = 1'],
    [
      { kind: 'one-of', column: 'status', values: ['trial', 'active'] },
      "[status] IN ('trial', 'active')",
      `"status" IN ('trial', 'active')`,
    ],
    [
      { kind: 'json', column: 'data' },
      'ISJSON([data]) = 1',
      `json_typeof(("data")::json) IN ('object', 'array')`,
    ],
    [expressions.sql('a < b', ['a', 'b']), 'a < b', 'a < b'],
  ])('%o', (condition, mssql, postgres) => {
    expect(renderCondition(condition, 'mssql')).toBe(mssql);
    expect(renderCondition(condition, 'postgres')).toBe(postgres);
  });
});

test('names of objects say their kind, table and columns', () => {
  expect([
    primaryKeyName('users'),
    foreignKeyName('users', ['tenant_id']),
    uniqueName('users', ['tenant_id', 'email']),
    indexName('users', ['index_id']),
    checkName('users', ['status']),
    defaultName('users', 'id'),
  ]).toEqual([
    'pk_users',
    'fk_users_tenant_id',
    'uq_users_tenant_id_email',
    'ix_users_index_id',
    'ck_users_status',
    'df_users_id',
  ]);
});
