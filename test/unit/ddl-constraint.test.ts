import { expect, test } from 'vitest';
import {
  addCheck,
  addForeignKey,
  addPrimaryKey,
  addUniqueConstraint,
  dropConstraint,
  dropPrimaryKey,
  jsonCheck,
  perEngine,
  trustConstraint,
} from '../../src/ddl/index.ts';
import { statements } from './ddl-capture.ts';

test('addPrimaryKey: not clustered unless it says so', async () => {
  const sent = await statements(async (db) => {
    await addPrimaryKey(db, 'users', 'pk_users', ['id']);
    await addPrimaryKey(db, 'app.members', 'pk_members', ['tenant_id', { name: 'id', desc: true }], {
      clustered: true,
    });
  });
  expect(sent).toEqual({
    mssql: [
      'ALTER TABLE [users] ADD CONSTRAINT [pk_users] PRIMARY KEY NONCLUSTERED ([id])',
      'ALTER TABLE [app].[members] ADD CONSTRAINT [pk_members] PRIMARY KEY CLUSTERED ([tenant_id], [id] DESC)',
    ],
    postgres: [
      'ALTER TABLE "users" ADD CONSTRAINT "pk_users" PRIMARY KEY ("id")',
      'ALTER TABLE "app"."members" ADD CONSTRAINT "pk_members" PRIMARY KEY ("tenant_id", "id")',
    ],
  });
});

test('addUniqueConstraint', async () => {
  expect(
    await statements((db) =>
      addUniqueConstraint(db, 'users', 'uq_users_tenant_email', ['tenant_id', 'email']),
    ),
  ).toEqual({
    mssql: [
      'ALTER TABLE [users] ADD CONSTRAINT [uq_users_tenant_email] UNIQUE NONCLUSTERED ([tenant_id], [email])',
    ],
    postgres: ['ALTER TABLE "users" ADD CONSTRAINT "uq_users_tenant_email" UNIQUE ("tenant_id", "email")'],
  });
});

test('addForeignKey: actions, several columns, another schema', async () => {
  const sent = await statements(async (db) => {
    await addForeignKey(db, 'users', 'fk_users_tenant_id', {
      columns: ['tenant_id'],
      references: { table: 'tenants', columns: ['id'] },
    });
    await addForeignKey(db, 'app.lines', 'fk_lines_order', {
      columns: ['tenant_id', 'order_id'],
      references: { table: 'sales.orders', columns: ['tenant_id', 'id'] },
      onDelete: 'cascade',
      onUpdate: 'restrict',
    });
  });
  expect(sent).toEqual({
    mssql: [
      'ALTER TABLE [users] ADD CONSTRAINT [fk_users_tenant_id] FOREIGN KEY ([tenant_id]) REFERENCES [tenants] ([id])',
      'ALTER TABLE [app].[lines] ADD CONSTRAINT [fk_lines_order] FOREIGN KEY ([tenant_id], [order_id]) ' +
        'REFERENCES [sales].[orders] ([tenant_id], [id]) ON DELETE CASCADE ON UPDATE NO ACTION',
    ],
    postgres: [
      'ALTER TABLE "users" ADD CONSTRAINT "fk_users_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id")',
      'ALTER TABLE "app"."lines" ADD CONSTRAINT "fk_lines_order" FOREIGN KEY ("tenant_id", "order_id") ' +
        'REFERENCES "sales"."orders" ("tenant_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT',
    ],
  });
});

test('checkExisting: false leaves a constraint untrusted, trustConstraint makes up for it', async () => {
  const sent = await statements(async (db) => {
    await addCheck(db, 't', 'ck_t_n', { n: { gt: 0 } }, { checkExisting: false });
    await addForeignKey(db, 't', 'fk_t_p', {
      columns: ['p'],
      references: { table: 'p', columns: ['id'] },
      onDelete: 'set null',
      checkExisting: false,
    });
    await trustConstraint(db, 't', 'ck_t_n');
  });
  expect(sent).toEqual({
    mssql: [
      'ALTER TABLE [t] WITH NOCHECK ADD CONSTRAINT [ck_t_n] CHECK ([n] > 0)',
      'ALTER TABLE [t] WITH NOCHECK ADD CONSTRAINT [fk_t_p] FOREIGN KEY ([p]) REFERENCES [p] ([id]) ON DELETE SET NULL',
      'ALTER TABLE [t] WITH CHECK CHECK CONSTRAINT [ck_t_n]',
    ],
    postgres: [
      'ALTER TABLE "t" ADD CONSTRAINT "ck_t_n" CHECK ("n" > 0) NOT VALID',
      'ALTER TABLE "t" ADD CONSTRAINT "fk_t_p" FOREIGN KEY ("p") REFERENCES "p" ("id") ON DELETE SET NULL NOT VALID',
      'ALTER TABLE "t" VALIDATE CONSTRAINT "ck_t_n"',
    ],
  });
});

test('addCheck: a list, one text, a text for each engine', async () => {
  const sent = await statements(async (db) => {
    await addCheck(db, 'tenants', 'ck_tenants_status', { status: ['trial', "it's", 'naïve', 'why?'] });
    await addCheck(db, 'tenants', 'ck_tenants_users', 'max_users >= 0 AND max_users <= 1000');
    await addCheck(
      db,
      'tenants',
      'ck_tenants_slug',
      perEngine(db, { mssql: "slug NOT LIKE N'%[^a-z]%'", postgres: "slug ~ '^[a-z]+[?]?$'" }),
    );
    await addCheck(db, 'users', 'ck_users_user_metadata', jsonCheck(db, 'user_metadata'));
  });
  expect(sent).toEqual({
    mssql: [
      "ALTER TABLE [tenants] ADD CONSTRAINT [ck_tenants_status] CHECK ([status] IN ('trial', 'it''s', N'naïve', 'why?'))",
      'ALTER TABLE [tenants] ADD CONSTRAINT [ck_tenants_users] CHECK (max_users >= 0 AND max_users <= 1000)',
      "ALTER TABLE [tenants] ADD CONSTRAINT [ck_tenants_slug] CHECK (slug NOT LIKE N'%[^a-z]%')",
      'ALTER TABLE [users] ADD CONSTRAINT [ck_users_user_metadata] CHECK (ISJSON([user_metadata]) = 1)',
    ],
    postgres: [
      `ALTER TABLE "tenants" ADD CONSTRAINT "ck_tenants_status" CHECK ("status" IN ('trial', 'it''s', 'naïve', 'why?'))`,
      'ALTER TABLE "tenants" ADD CONSTRAINT "ck_tenants_users" CHECK (max_users >= 0 AND max_users <= 1000)',
      `ALTER TABLE "tenants" ADD CONSTRAINT "ck_tenants_slug" CHECK (slug ~ '^[a-z]+[?]?$')`,
      'ALTER TABLE "users" ADD CONSTRAINT "ck_users_user_metadata" ' +
        `CHECK (json_typeof(CAST("user_metadata" AS json)) IN ('object', 'array'))`,
    ],
  });
});

test('dropConstraint and dropPrimaryKey', async () => {
  const sent = await statements(async (db) => {
    await dropConstraint(db, 'app.users', 'ck_users_status');
    await dropPrimaryKey(db, 'users', 'pk_users');
  });
  expect(sent).toEqual({
    mssql: [
      'ALTER TABLE [app].[users] DROP CONSTRAINT [ck_users_status]',
      'ALTER TABLE [users] DROP CONSTRAINT [pk_users]',
    ],
    postgres: [
      'ALTER TABLE "app"."users" DROP CONSTRAINT "ck_users_status"',
      'ALTER TABLE "users" DROP CONSTRAINT "pk_users"',
    ],
  });
});
