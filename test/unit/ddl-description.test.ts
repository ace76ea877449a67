import { expect, test } from 'vitest';
import { setColumnDescription, setDescription } from '../../src/ddl/index.ts';
import { statements } from './ddl-capture.ts';

test('setDescription: add or update in one batch', async () => {
  expect(await statements((db) => setDescription(db, 'users', "People, who's in?"))).toEqual({
    mssql: [
      [
        "DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID(N'[users]'));",
        "DECLARE @text nvarchar(4000) = N'People, who''s in?';",
        "IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'users', NULL, NULL))",
        "  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'users', NULL, NULL;",
        'ELSE',
        "  EXEC sys.sp_addextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'users', NULL, NULL;",
      ].join('\n'),
    ],
    postgres: [`COMMENT ON TABLE "users" IS 'People, who''s in?'`],
  });
});

test('setColumnDescription: of a table in a schema', async () => {
  const table = { schema: "o'hare", name: 'a]b"c' };
  expect(await statements((db) => setColumnDescription(db, table, 'x]"', 'C:\\ or \\? 漢'))).toEqual({
    mssql: [
      [
        "DECLARE @schema sysname = N'o''hare';",
        "DECLARE @text nvarchar(4000) = N'C:\\ or \\? 漢';",
        `IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'a]b"c', N'COLUMN', N'x]"'))`,
        `  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'a]b"c', N'COLUMN', N'x]"';`,
        'ELSE',
        `  EXEC sys.sp_addextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'a]b"c', N'COLUMN', N'x]"';`,
      ].join('\n'),
    ],
    postgres: [`COMMENT ON COLUMN "o'hare"."a]b""c"."x]""" IS E'C:\\\\ or \\\\\\x3f 漢'`],
  });
});

test('a description of null removes it where there is one', async () => {
  const sent = await statements(async (db) => {
    await setDescription(db, 'app.users', null);
    await setColumnDescription(db, 'app.users', 'email', null);
  });
  expect(sent).toEqual({
    mssql: [
      [
        "DECLARE @schema sysname = N'app';",
        "IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'users', NULL, NULL))",
        "  EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'users', NULL, NULL;",
      ].join('\n'),
      [
        "DECLARE @schema sysname = N'app';",
        "IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'users', N'COLUMN', N'email'))",
        "  EXEC sys.sp_dropextendedproperty N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'users', N'COLUMN', N'email';",
      ].join('\n'),
    ],
    postgres: ['COMMENT ON TABLE "app"."users" IS NULL', 'COMMENT ON COLUMN "app"."users"."email" IS NULL'],
  });
});
