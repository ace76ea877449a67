import { expect, test } from 'vitest';
import {
  addComputedColumn,
  alterColumn,
  dropColumn,
  dropDefault,
  literal,
  newUuid,
  perEngine,
  setDefault,
} from '../../src/ddl/index.ts';
import { statements } from './ddl-capture.ts';

const dropsUnknownDefault = (table: string, column: string, condition: string) =>
  [
    'DECLARE @sql nvarchar(max) = (',
    `  SELECT N'ALTER TABLE ${table} DROP CONSTRAINT ' + QUOTENAME(d.name)`,
    '  FROM sys.default_constraints AS d',
    '  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id',
    `  WHERE d.parent_object_id = OBJECT_ID(N'${table}') AND c.name = N'${column}'`,
    ');',
    `IF @sql IS NOT NULL${condition} EXEC (@sql);`,
  ].join('\n');
const unlessBabelfish = " AND SERVERPROPERTY(N'Babelfish') IS NULL";

test('setDefault replaces a default of any name', async () => {
  const sent = await statements(async (db) => {
    await setDefault(db, 'users', 'status', { name: 'df_users_status', value: 'active' });
    await setDefault(db, 'app.users', 'id', { name: 'df_users_id', value: newUuid(db) });
  });
  expect(sent).toEqual({
    mssql: [
      dropsUnknownDefault('[users]', 'status', unlessBabelfish),
      "ALTER TABLE [users] ADD CONSTRAINT [df_users_status] DEFAULT 'active' FOR [status]",
      dropsUnknownDefault('[app].[users]', 'id', unlessBabelfish),
      'ALTER TABLE [app].[users] ADD CONSTRAINT [df_users_id] DEFAULT newid() FOR [id]',
    ],
    postgres: [
      `ALTER TABLE "users" ALTER COLUMN "status" SET DEFAULT 'active'`,
      'ALTER TABLE "app"."users" ALTER COLUMN "id" SET DEFAULT gen_random_uuid()',
    ],
  });
});

test.each([
  { value: 0, mssql: '0', postgres: '0' },
  { value: -1.5, mssql: '-1.5', postgres: '-1.5' },
  { value: 9007199254740993n, mssql: '9007199254740993', postgres: '9007199254740993' },
  { value: true, mssql: '1', postgres: 'true' },
  { value: false, mssql: '0', postgres: 'false' },
  { value: null, mssql: 'NULL', postgres: 'NULL' },
  { value: '', mssql: "''", postgres: "''" },
  { value: "O'Neil", mssql: "'O''Neil'", postgres: "'O''Neil'" },
  { value: 'really?', mssql: "'really?'", postgres: "'really?'" },
  { value: 'héé 漢 😀', mssql: "N'héé 漢 😀'", postgres: "'héé 漢 😀'" },
  { value: 'C:\\temp', mssql: "'C:\\temp'", postgres: "E'C:\\\\temp'" },
  { value: '\\?', mssql: "'\\?'", postgres: "E'\\\\\\x3f'" },
  { value: 'a\\\nb', mssql: "'a\\' + '\nb'", postgres: "E'a\\\\\nb'" },
  { value: '漢\\\r\nb', mssql: "N'漢\\' + N'\r\nb'", postgres: "E'漢\\\\\r\nb'" },
  { value: '$1 @p0 :x', mssql: "'$1 @p0 :x'", postgres: "'$1 @p0 :x'" },
])('the default $value is written as each engine reads it', async ({ value, mssql, postgres }) => {
  const sent = await statements((db) => setDefault(db, 't', 'c', { name: 'df_t_c', value }));
  expect(sent.mssql.at(-1)).toBe(`ALTER TABLE [t] ADD CONSTRAINT [df_t_c] DEFAULT ${mssql} FOR [c]`);
  expect(sent.postgres).toEqual([`ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT ${postgres}`]);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 'a\0b'])('the default %s is refused', async (value) => {
  const use = statements((db) => setDefault(db, 't', 'c', { name: 'df_t_c', value }));
  await expect(use).rejects.toMatchObject({ code: 'DDL_VALUE', exitCode: 78 });
});

test('setDefault takes a literal, and a Raw with its own escapes', async () => {
  const sent = await statements(async (db) => {
    await setDefault(db, 't', 'c', { name: 'df_t_c', value: literal(db, 'why?') });
    await setDefault(db, 't', 'c', { name: 'df_t_c', value: db.raw("upper('why\\?')") });
  });
  expect(sent.mssql.filter((sql) => sql.startsWith('ALTER'))).toEqual([
    "ALTER TABLE [t] ADD CONSTRAINT [df_t_c] DEFAULT 'why?' FOR [c]",
    "ALTER TABLE [t] ADD CONSTRAINT [df_t_c] DEFAULT upper('why?') FOR [c]",
  ]);
  expect(sent.postgres).toEqual([
    `ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT 'why?'`,
    `ALTER TABLE "t" ALTER COLUMN "c" SET DEFAULT upper('why?')`,
  ]);
});

test('dropDefault: by name, and without one in a single batch', async () => {
  const sent = await statements(async (db) => {
    await dropDefault(db, 'users', 'status', { name: 'df_users_status' });
    await dropDefault(db, "o'hare", 'wh]y?');
  });
  expect(sent).toEqual({
    mssql: [
      'ALTER TABLE [users] DROP CONSTRAINT [df_users_status]',
      dropsUnknownDefault("[o''hare]", 'wh]y?', ''),
    ],
    postgres: [
      'ALTER TABLE "users" ALTER COLUMN "status" DROP DEFAULT',
      `ALTER TABLE "o'hare" ALTER COLUMN "wh]y?" DROP DEFAULT`,
    ],
  });
});

test('alterColumn: length and nullability', async () => {
  const sent = await statements((db) =>
    alterColumn(db, 'users', 'email', {
      type: perEngine(db, { mssql: 'nvarchar(320)', postgres: 'varchar(320)' }),
      nullable: false,
    }),
  );
  expect(sent).toEqual({
    mssql: ['ALTER TABLE [users] ALTER COLUMN [email] nvarchar(320) NOT NULL'],
    postgres: [
      'ALTER TABLE "users" ALTER COLUMN "email" TYPE varchar(320) USING CAST("email" AS varchar(320))',
      'ALTER TABLE "users" ALTER COLUMN "email" SET NOT NULL',
    ],
  });
});

test('alterColumn: the default goes before and comes back after', async () => {
  const sent = await statements((db) =>
    alterColumn(db, 'users', 'login_count', {
      type: 'bigint',
      nullable: true,
      default: { name: 'df_users_login_count', value: 0 },
      using: 'login_count::bigint',
    }),
  );
  expect(sent).toEqual({
    mssql: [
      dropsUnknownDefault('[users]', 'login_count', unlessBabelfish),
      'ALTER TABLE [users] ALTER COLUMN [login_count] bigint NULL',
      'ALTER TABLE [users] ADD CONSTRAINT [df_users_login_count] DEFAULT 0 FOR [login_count]',
    ],
    postgres: [
      'ALTER TABLE "users" ALTER COLUMN "login_count" DROP DEFAULT',
      'ALTER TABLE "users" ALTER COLUMN "login_count" TYPE bigint USING login_count::bigint',
      'ALTER TABLE "users" ALTER COLUMN "login_count" DROP NOT NULL',
      'ALTER TABLE "users" ALTER COLUMN "login_count" SET DEFAULT 0',
    ],
  });
});

test('dropColumn asks who uses the column, then drops its default and the column', async () => {
  const { mssql, postgres } = await statements((db) => dropColumn(db, 'app.users', "o'clock"));
  expect(mssql).toEqual([
    [
      "DECLARE @used nvarchar(max) = (SELECT STRING_AGG(QUOTENAME(u.name), N', ') WITHIN GROUP (ORDER BY u.name) FROM (",
      '  SELECT i.name FROM sys.index_columns AS ic',
      '  JOIN sys.indexes AS i ON i.object_id = ic.object_id AND i.index_id = ic.index_id',
      "  WHERE ic.object_id = OBJECT_ID(N'[app].[users]')",
      "    AND COL_NAME(ic.object_id, ic.column_id) = N'o''clock'",
      '  UNION',
      '  SELECT f.name FROM sys.foreign_key_columns AS fc',
      '  JOIN sys.foreign_keys AS f ON f.object_id = fc.constraint_object_id',
      "  WHERE fc.parent_object_id = OBJECT_ID(N'[app].[users]')",
      "    AND COL_NAME(fc.parent_object_id, fc.parent_column_id) = N'o''clock'",
      ') AS u);',
      'IF @used IS NOT NULL',
      'BEGIN',
      "  SET @used = N'Column [o''clock] of [app].[users] cannot be dropped while these use it: ' + @used + " +
        "N'. Drop them first.';",
      '  THROW 50000, @used, 1;',
      'END;',
    ].join('\n'),
    dropsUnknownDefault('[app].[users]', "o''clock", unlessBabelfish),
    "ALTER TABLE [app].[users] DROP COLUMN [o'clock]",
  ]);
  expect(postgres).toHaveLength(2);
  expect(postgres[0]).toMatch(/^DO \$ddl\$\nDECLARE used text;[\s\S]*\$ddl\$$/);
  expect(postgres[0]).toContain(`d.refobjid = '"app"."users"'::regclass AND a.attname = 'o''clock'`);
  expect(postgres[1]).toBe(`ALTER TABLE "app"."users" DROP COLUMN "o'clock"`);
});

test('dropColumn: the quotes of the block do not end at a name that holds them', async () => {
  const { postgres } = await statements((db) => dropColumn(db, '$ddl$', 'c'));
  expect(postgres[0]).toMatch(/^DO \$ddl1\$\n[\s\S]*\n\$ddl1\$$/);
});

test('addComputedColumn', async () => {
  const type = 'integer';
  const sent = await statements(async (db) => {
    await addComputedColumn(db, 't', 'double_n', { type, expression: 'n * 2' });
    await addComputedColumn(db, 't', 'triple_n', { type, expression: 'n * 3', stored: false });
  });
  expect(sent).toEqual({
    mssql: [
      'ALTER TABLE [t] ADD [double_n] AS (n * 2) PERSISTED',
      'ALTER TABLE [t] ADD [triple_n] AS (n * 3)',
    ],
    postgres: [
      'ALTER TABLE "t" ADD "double_n" integer GENERATED ALWAYS AS (n * 2) STORED',
      'ALTER TABLE "t" ADD "triple_n" integer GENERATED ALWAYS AS (n * 3) STORED',
    ],
  });
});
