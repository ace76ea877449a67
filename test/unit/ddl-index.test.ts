import { expect, test } from 'vitest';
import { createIndex, dropIndex } from '../../src/ddl/index.ts';
import { captured, statements } from './ddl-capture.ts';

test('createIndex: the plain form', async () => {
  expect(
    await statements((db) => createIndex(db, 'users', 'ix_users_email', { columns: ['email'] })),
  ).toEqual({
    mssql: ['CREATE INDEX [ix_users_email] ON [users] ([email])'],
    postgres: ['CREATE INDEX "ix_users_email" ON "users" ("email")'],
  });
});

test('createIndex: unique and clustered, which PostgreSQL does not have', async () => {
  const sent = await statements((db) =>
    createIndex(db, 'app.users', 'ix_users_index_id', {
      columns: ['index_id'],
      unique: true,
      clustered: true,
    }),
  );
  expect(sent).toEqual({
    mssql: ['CREATE UNIQUE CLUSTERED INDEX [ix_users_index_id] ON [app].[users] ([index_id])'],
    postgres: ['CREATE UNIQUE INDEX "ix_users_index_id" ON "app"."users" ("index_id")'],
  });
});

test('createIndex: descending columns, included columns and a filter', async () => {
  const sent = await statements((db) =>
    createIndex(db, 'users', 'ix_users_recent', {
      columns: ['tenant_id', { name: 'last_login_at', desc: true }, { name: 'id' }],
      include: ['email', 'status'],
      where: { is_deleted: false, last_login_at: { not: null } },
    }),
  );
  expect(sent).toEqual({
    mssql: [
      'CREATE INDEX [ix_users_recent] ON [users] ([tenant_id], [last_login_at] DESC, [id]) ' +
        'INCLUDE ([email], [status]) WHERE [is_deleted] = 0 AND [last_login_at] IS NOT NULL',
    ],
    postgres: [
      'CREATE INDEX "ix_users_recent" ON "users" ("tenant_id", "last_login_at" DESC, "id") ' +
        'INCLUDE ("email", "status") WHERE "is_deleted" = false AND "last_login_at" IS NOT NULL',
    ],
  });
});

test('createIndex: online is decided by the server that runs the statement', async () => {
  const sent = await statements((db) =>
    createIndex(db, 'users', 'ix_users_status', {
      columns: ['status'],
      where: { status: 'new' },
      online: true,
    }),
  );
  expect(sent).toEqual({
    mssql: [
      "DECLARE @sql nvarchar(max) = N'CREATE INDEX [ix_users_status] ON [users] ([status]) WHERE [status] = ''new''';\n" +
        "IF CAST(SERVERPROPERTY('EngineEdition') AS int) IN (3, 5, 8) SET @sql = @sql + N' WITH (ONLINE = ON)';\n" +
        'EXEC (@sql);',
    ],
    postgres: [`CREATE INDEX "ix_users_status" ON "users" ("status") WHERE "status" = 'new'`],
  });
});

test('createIndex and dropIndex: concurrently is for PostgreSQL', async () => {
  const sent = await statements(async (db) => {
    await createIndex(db, 'users', 'ix_users_status', {
      columns: ['status'],
      unique: true,
      concurrently: true,
    });
    await dropIndex(db, 'users', 'ix_users_status', { concurrently: true });
  });
  expect(sent).toEqual({
    mssql: [
      'CREATE UNIQUE INDEX [ix_users_status] ON [users] ([status])',
      'DROP INDEX [ix_users_status] ON [users]',
    ],
    postgres: [
      'CREATE UNIQUE INDEX CONCURRENTLY "ix_users_status" ON "users" ("status")',
      'DROP INDEX CONCURRENTLY "ix_users_status"',
    ],
  });
});

test('dropIndex: on PostgreSQL the index is in the schema of its table', async () => {
  expect(await statements((db) => dropIndex(db, 'app.users', 'ix_users_email'))).toEqual({
    mssql: ['DROP INDEX [ix_users_email] ON [app].[users]'],
    postgres: ['DROP INDEX "app"."ix_users_email"'],
  });
});

test('createIndex: names with the engines’ own quotes', async () => {
  const table = { schema: 'a]b', name: 'c"d.e?' };
  expect(await statements((db) => createIndex(db, table, 'i]"', { columns: ['x"]'] }))).toEqual({
    mssql: ['CREATE INDEX [i]]"] ON [a]]b].[c"d.e?] ([x"]]])'],
    postgres: ['CREATE INDEX "i]""" ON "a]b"."c""d.e?" ("x""]")'],
  });
});

test.each([
  { columns: ['a'], clustered: true, where: { b: 1 } },
  { columns: ['a'], clustered: true, include: ['b'] },
])('createIndex refuses a clustered index that is not the whole table: %o', async (options) => {
  for (const dialect of ['mssql', 'postgres'] as const) {
    const { db, sent } = captured(dialect);
    await expect(createIndex(db, 't', 'ix_t_a', options)).rejects.toMatchObject({
      code: 'DDL_INDEX',
      exitCode: 78,
    });
    expect(sent).toEqual([]);
  }
});

test('createIndex refuses no columns', async () => {
  const { db } = captured('mssql');
  await expect(createIndex(db, 't', 'ix_t', { columns: [] })).rejects.toMatchObject({ code: 'DDL_NAME' });
});
