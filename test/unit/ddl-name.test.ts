import { expect, test } from 'vitest';
import {
  createSchema,
  dropConstraint,
  dropSchema,
  renameColumn,
  renameConstraint,
  renameIndex,
  renameTable,
} from '../../src/ddl/index.ts';
import { captured, statements } from './ddl-capture.ts';

test('createSchema and dropSchema', async () => {
  const sent = await statements(async (db) => {
    await createSchema(db, 'sales');
    await createSchema(db, 'o\'h]a"re', { ifNotExists: true });
    await dropSchema(db, 'sales');
  });
  expect(sent).toEqual({
    mssql: [
      'CREATE SCHEMA [sales]',
      `IF SCHEMA_ID(N'o''h]a"re') IS NULL EXEC (N'CREATE SCHEMA [o''h]]a"re]');`,
      'DROP SCHEMA [sales]',
    ],
    postgres: ['CREATE SCHEMA "sales"', `CREATE SCHEMA IF NOT EXISTS "o'h]a""re"`, 'DROP SCHEMA "sales"'],
  });
});

test('renames: the old name is quoted, the new one is text on SQL Server', async () => {
  const sent = await statements(async (db) => {
    await renameTable(db, 'app.orders', "o'rders]");
    await renameColumn(db, 'app.orders', 'na]me', 'title?');
    await renameIndex(db, 'app.orders', 'ix_a', 'ix_b');
    await renameConstraint(db, 'app.orders', 'ck_a', 'ck_b');
    await renameConstraint(db, 'orders', 'ck_a', 'ck_b');
  });
  expect(sent).toEqual({
    mssql: [
      "EXEC sys.sp_rename N'[app].[orders]', N'o''rders]', N'OBJECT'",
      "EXEC sys.sp_rename N'[app].[orders].[na]]me]', N'title?', N'COLUMN'",
      "EXEC sys.sp_rename N'[app].[orders].[ix_a]', N'ix_b', N'INDEX'",
      "EXEC sys.sp_rename N'[app].[ck_a]', N'ck_b', N'OBJECT'",
      "EXEC sys.sp_rename N'[ck_a]', N'ck_b', N'OBJECT'",
    ],
    postgres: [
      `ALTER TABLE "app"."orders" RENAME TO "o'rders]"`,
      'ALTER TABLE "app"."orders" RENAME COLUMN "na]me" TO "title?"',
      'ALTER INDEX "app"."ix_a" RENAME TO "ix_b"',
      'ALTER TABLE "app"."orders" RENAME CONSTRAINT "ck_a" TO "ck_b"',
      'ALTER TABLE "orders" RENAME CONSTRAINT "ck_a" TO "ck_b"',
    ],
  });
});

test.each([
  ['mssql', 'c'.repeat(129)],
  ['postgres', 'c'.repeat(64)],
  ['postgres', '漢'.repeat(22)],
  ['mssql', ''],
  ['postgres', 'a\0b'],
] as const)('%s refuses the name %s', async (dialect, name) => {
  const { db, sent } = captured(dialect);
  const use = dropConstraint(db, 'users', name);
  await expect(use).rejects.toMatchObject({ code: 'DDL_NAME', exitCode: 78 });
  expect(sent).toEqual([]);
});

test('the longest names that the engines keep', async () => {
  const mssql = captured('mssql');
  await dropConstraint(mssql.db, 't', '漢'.repeat(128));
  expect(mssql.sent).toHaveLength(1);
  const postgres = captured('postgres');
  await dropConstraint(postgres.db, 't', '漢'.repeat(21));
  expect(postgres.sent).toHaveLength(1);
});

test('a table name with two dots needs the object form', async () => {
  const { db, sent } = captured('mssql');
  await expect(dropConstraint(db, 'db.dbo.users', 'ck')).rejects.toThrow('{ schema, name }');
  await dropConstraint(db, { name: 'db.dbo.users' }, 'ck');
  expect(sent).toEqual(['ALTER TABLE [db.dbo.users] DROP CONSTRAINT [ck]']);
});
