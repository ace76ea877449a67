import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPrimaryKey, createIndex, identityType } from '../../src/ddl/index.ts';
import { mssqlUrl, openMssql, sayWithoutMssql, type TestDatabase } from './ddl-database.ts';
import { ddlScenarios } from './ddl-scenarios.ts';

if (mssqlUrl === undefined) {
  sayWithoutMssql('DDL helpers');
  test.skip('DDL helpers on SQL Server');
} else {
  const url = mssqlUrl;
  ddlScenarios('SQL Server', () => openMssql(url));

  describe('what SQL Server makes of it', () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await openMssql(url);
      await database.db.schema.createTable('t', (table) => {
        table.specificType('id', identityType(database.db)).notNullable();
        table.string('name', 20);
        table.specificType('code', 'varchar(20)');
        table.boolean('is_deleted');
      });
    });
    afterAll(async () => {
      await database?.close();
    });

    test('every form of an index is accepted', async () => {
      const { db } = database;
      await createIndex(db, 't', 'ix_t_clustered', { columns: ['id'], unique: true, clustered: true });
      await addPrimaryKey(db, 't', 'pk_t', ['id']);
      await createIndex(db, 't', 'ix_t_all', {
        columns: [{ name: 'id', desc: true }, 'name'],
        include: ['is_deleted'],
        where: { is_deleted: false },
        online: true,
      });
      await createIndex(db, 't', 'ix_t_code', { columns: ['code'], where: { code: ['a', 'b'] } });
    });

    test('clustered, filter and order are in the catalog', async ({ skip }) => {
      if (database.babelfish) skip('Babelfish: its catalog shows none of them');
      const indexes = await database.db.raw(
        "SELECT name, type_desc, is_unique, filter_definition FROM sys.indexes WHERE object_id = OBJECT_ID('t') ORDER BY name",
      );
      const plain = { type_desc: 'NONCLUSTERED', is_unique: false, filter_definition: null };
      expect(indexes).toEqual([
        { ...plain, name: 'ix_t_all', filter_definition: '([is_deleted]=(0))' },
        { ...plain, name: 'ix_t_clustered', type_desc: 'CLUSTERED', is_unique: true },
        { ...plain, name: 'ix_t_code', filter_definition: expect.stringContaining('[code]') },
        { ...plain, name: 'pk_t', is_unique: true },
      ]);
    });
  });
}
