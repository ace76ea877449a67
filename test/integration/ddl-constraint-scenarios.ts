import { expect, test } from 'vitest';
import * as ddl from '../../src/ddl/index.ts';
import { nastyTexts, skipOnBabelfish, type TestDatabase } from './ddl-database.ts';

/** What helpers for keys, constraints and indexes must do on a live database, whatever the engine. */
export function constraintScenarios(database: () => TestDatabase): void {
  const db = () => database().db;

  test('a filtered unique index counts only the rows of its filter', async () => {
    await db().schema.createTable('members', (t) => {
      t.string('email', 100);
      t.boolean('is_deleted');
      t.string('status', 20);
    });
    await ddl.createIndex(db(), 'members', 'ix_members_email', {
      columns: ['email'],
      unique: true,
      where: { is_deleted: false, status: ['active', 'invited'] },
    });
    const row = { email: 'a@example.com', is_deleted: false, status: 'active' };
    await db()('members').insert(row);
    await db()('members').insert({ ...row, is_deleted: true });
    await db()('members').insert({ ...row, status: 'gone' });
    await expect(db()('members').insert({ ...row, status: 'invited' })).rejects.toThrow();
    await ddl.dropIndex(db(), 'members', 'ix_members_email');
    await db()('members').insert({ ...row, status: 'invited' });
  });

  test('keys, in a schema of their own', async () => {
    await ddl.createSchema(db(), 'sales');
    await ddl.createSchema(db(), 'sales', { ifNotExists: true });
    await db()
      .schema.withSchema('sales')
      .createTable('orders', (t) => {
        t.integer('id').notNullable();
        t.integer('number');
        t.integer('parent_id');
      });
    await ddl.createIndex(db(), 'sales.orders', 'ix_orders_number', { columns: ['number'], clustered: true });
    await ddl.addPrimaryKey(db(), 'sales.orders', 'pk_orders', ['id']);
    await ddl.addUniqueConstraint(db(), 'sales.orders', 'uq_orders_number', ['number']);
    await ddl.addForeignKey(db(), 'sales.orders', 'fk_orders_parent_id', {
      columns: ['parent_id'],
      references: { table: 'sales.orders', columns: ['id'] },
      onDelete: 'no action',
    });
    await db()('sales.orders').insert({ id: 1, number: 10 });
    await db()('sales.orders').insert({ id: 2, number: 20, parent_id: 1 });
    await expect(db()('sales.orders').insert({ id: 1, number: 30 })).rejects.toThrow();
    await expect(db()('sales.orders').insert({ id: 3, number: 20 })).rejects.toThrow();
    await expect(db()('sales.orders').insert({ id: 4, number: 40, parent_id: 99 })).rejects.toThrow();
    await expect(ddl.dropSchema(db(), 'sales')).rejects.toThrow();
    await ddl.dropConstraint(db(), 'sales.orders', 'fk_orders_parent_id');
    await ddl.dropConstraint(db(), 'sales.orders', 'uq_orders_number');
    await ddl.dropPrimaryKey(db(), 'sales.orders', 'pk_orders');
    await ddl.dropIndex(db(), 'sales.orders', 'ix_orders_number');
    await db()('sales.orders').insert({ id: 1, number: 20, parent_id: 99 });
    await db().schema.withSchema('sales').dropTable('orders');
    await ddl.dropSchema(db(), 'sales');
  });

  test('a foreign key with an action', async () => {
    await db().schema.createTable('parents', (t) => {
      t.integer('id').notNullable();
    });
    await db().schema.createTable('children', (t) => {
      t.integer('parent_id');
    });
    await ddl.addPrimaryKey(db(), 'parents', 'pk_parents', ['id'], { clustered: true });
    await ddl.addForeignKey(db(), 'children', 'fk_children_parent_id', {
      columns: ['parent_id'],
      references: { table: 'parents', columns: ['id'] },
      onDelete: 'cascade',
    });
    await db()('parents').insert({ id: 1 });
    await db()('children').insert({ parent_id: 1 });
    await db()('parents').delete();
    expect(await db()('children').select()).toEqual([]);
  });

  test('checks hold: lists of any text, comparisons, JSON', async () => {
    await db().schema.createTable('checked', (t) => {
      t.string('word', 100);
      t.integer('n');
      t.string('doc', 100);
    });
    await ddl.addCheck(db(), 'checked', 'ck_checked_word', { word: nastyTexts });
    await ddl.addCheck(db(), 'checked', 'ck_checked_n', { n: { gte: 0, not: 13 } });
    await ddl.addCheck(db(), 'checked', 'ck_checked_doc', ddl.jsonCheck(db(), 'doc'));
    for (const word of nastyTexts) await db()('checked').insert({ word });
    await expect(db()('checked').insert({ word: 'other' })).rejects.toThrow();
    await expect(db()('checked').insert({ n: -1 })).rejects.toThrow();
    await expect(db()('checked').insert({ n: 13 })).rejects.toThrow();
    for (const doc of ['{}', '[1]', '{"a":"\\u00e9"}', null]) await db()('checked').insert({ doc });
    for (const doc of ['{', 'nonsense', '']) await expect(db()('checked').insert({ doc })).rejects.toThrow();
  });

  test('a JSON check refuses a lone number or string', async ({ skip }) => {
    skipOnBabelfish(database(), skip, 'its ISJSON accepts any JSON value');
    for (const doc of ['5', '"text"', 'null', 'true']) {
      await expect(db()('checked').insert({ doc })).rejects.toThrow();
    }
  });

  test('a constraint that existing rows break is added untrusted, and trusted after the repair', async ({
    skip,
  }) => {
    skipOnBabelfish(database(), skip, 'it has no NOCHECK');
    await db().schema.createTable('dirty', (t) => {
      t.integer('n');
    });
    await db()('dirty').insert({ n: -1 });
    await expect(ddl.addCheck(db(), 'dirty', 'ck_dirty_n', { n: { gte: 0 } })).rejects.toThrow();
    await ddl.addCheck(db(), 'dirty', 'ck_dirty_n', { n: { gte: 0 } }, { checkExisting: false });
    await expect(db()('dirty').insert({ n: -2 })).rejects.toThrow();
    await expect(ddl.trustConstraint(db(), 'dirty', 'ck_dirty_n')).rejects.toThrow();
    await db()('dirty').update({ n: 1 });
    await ddl.trustConstraint(db(), 'dirty', 'ck_dirty_n');
  });

  test('in a transaction that is rolled back nothing stays', async () => {
    await db().schema.createTable('kept', (t) => {
      t.integer('n');
    });
    const failure = db().transaction(async (trx) => {
      await ddl.createIndex(trx, 'kept', 'ix_kept_n', { columns: ['n'], unique: true });
      await ddl.addCheck(trx, 'kept', 'ck_kept_n', { n: { gt: 0 } });
      throw new Error('give up');
    });
    await expect(failure).rejects.toThrow('give up');
    await db()('kept').insert([{ n: 0 }, { n: 0 }]);
  });
}
