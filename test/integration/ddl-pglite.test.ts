import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPrimaryKey, createIndex, dropIndex, identityType } from '../../src/ddl/index.ts';
import { openPglite, type TestDatabase } from './ddl-database.ts';
import { ddlScenarios } from './ddl-scenarios.ts';

ddlScenarios('PGlite', openPglite);

describe('what PostgreSQL makes of it', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openPglite();
    await database.db.schema.createTable('t', (table) => {
      table.specificType('id', identityType(database.db)).notNullable();
      table.string('name', 20);
      table.boolean('is_deleted');
    });
  });
  afterAll(async () => {
    await database?.close();
  });

  test('index definitions', async () => {
    const { db } = database;
    await createIndex(db, 't', 'ix_t_all', {
      columns: [{ name: 'id', desc: true }, 'name'],
      unique: true,
      include: ['is_deleted'],
      where: { is_deleted: false },
    });
    await createIndex(db, 't', 'ix_t_clustered', { columns: ['id'], clustered: true, online: true });
    await addPrimaryKey(db, 't', 'pk_t', [{ name: 'id', desc: true }]);
    const { rows } = await db.raw("SELECT indexdef FROM pg_indexes WHERE tablename = 't' ORDER BY indexname");
    expect(rows.map((row: { indexdef: string }) => row.indexdef)).toEqual([
      'CREATE UNIQUE INDEX ix_t_all ON public.t USING btree (id DESC, name) INCLUDE (is_deleted) WHERE (is_deleted = false)',
      'CREATE INDEX ix_t_clustered ON public.t USING btree (id)',
      'CREATE UNIQUE INDEX pk_t ON public.t USING btree (id)',
    ]);
  });

  test('an identity column numbers rows, and takes a number that is given', async () => {
    const { db } = database;
    await db('t').insert([{ name: 'a' }, { name: 'b' }]);
    await db('t').insert({ id: 10, name: 'c' });
    expect(await db('t').orderBy('id').pluck('id')).toEqual([1, 2, 10]);
  });

  test('concurrently works by itself and is refused in a transaction', async () => {
    const { db } = database;
    await createIndex(db, 't', 'ix_t_name', { columns: ['name'], concurrently: true });
    const inTransaction = db.transaction((trx) => dropIndex(trx, 't', 'ix_t_name', { concurrently: true }));
    await expect(inTransaction).rejects.toMatchObject({ code: 'DDL_INDEX', exitCode: 78 });
    await dropIndex(db, 't', 'ix_t_name', { concurrently: true });
  });
});
