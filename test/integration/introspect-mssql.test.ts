import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { hiddenFacts } from '../../src/introspect/hidden-facts.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import type { Schema } from '../../src/schema/model.ts';
import { countStatements, createMssqlDatabase, runScript } from './introspect-database.ts';
import { commonScript, commonTables, sqlServerScript } from './introspect-mssql-schema.ts';

const historyTable = 'quodsi_migrations';
const url = process.env.QUODSI_DB_TEST_MSSQL_URL;

if (url === undefined) {
  process.stderr.write('SKIPPED on SQL Server: introspection (QUODSI_DB_TEST_MSSQL_URL is not set)\n');
  test.skip('introspection of SQL Server');
} else {
  describe('introspection of SQL Server', () => {
    let database: Database;
    let drop: () => Promise<void>;
    let schema: Schema;
    let babelfish: boolean;
    beforeAll(async () => {
      ({ database, drop } = await createMssqlDatabase(url));
      babelfish = database.server.product === 'Babelfish';
      const empty = await introspect(database, { historyTable });
      expect(empty).toMatchObject({ schemas: [], tables: [], opaques: [] });
      await runScript(database, commonScript);
      schema = await introspect(database, { historyTable });
    });
    afterAll(async () => {
      await drop?.();
    });

    test('tables, in the order of their names, without the history', () => {
      expect(schema.tables).toEqual(commonTables(babelfish));
    });

    test('other objects, by name and hash', () => {
      const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
      expect(schema.opaques).toEqual([
        { kind: 'routine', schema: 'sales', name: 'double_it', hash },
        { kind: 'trigger', table: 'parents', name: 'tr_parents', hash, disabled: true },
        { kind: 'type', name: 'code', hash },
        { kind: 'view', name: 'big_parents', hash },
      ]);
    });

    test('what the server says of itself', () => {
      expect(schema.server).toEqual({
        engine: babelfish ? 'babelfish' : 'mssql',
        defaultSchema: 'dbo',
        collation: expect.any(String),
        caseSensitive: expect.any(Boolean),
      });
      expect(schema.schemas).toEqual(['spare']);
      expect(hiddenFacts(schema).filter(({ object }) => object !== '*')).toEqual([]);
    });

    test('one batch; the same bytes again; only the SQL schemas that are asked for', async () => {
      const count = await countStatements(database, async () => {
        expect(JSON.stringify(await introspect(database, { historyTable }))).toBe(JSON.stringify(schema));
      });
      expect(count).toBe(1);
      const some = await introspect(database, { historyTable, schemas: ['sales', "it's ?"] });
      expect(some.tables).toEqual(schema.tables.filter((table) => table.schema === 'sales'));
      expect(some.opaques?.map(({ name }) => name)).toEqual(['double_it']);
    });

    test('what only SQL Server itself shows', async ({ skip }) => {
      if (babelfish) skip('Babelfish: it has none of this, or does not show it');
      await runScript(database, sqlServerScript);
      const { tables, sequences, opaques } = await introspect(database, { historyTable });
      const table = (name: string) => tables.find((candidate) => candidate.name === name);
      expect(table('orders')).toMatchObject({
        primaryKey: { name: 'pk_orders', columns: ['a', 'b'], descending: ['b'], clustered: false },
        indexes: [
          { name: 'ix_orders_clustered', clustered: true, unique: true },
          { name: 'ix_orders_filtered', filter: '([b]>(0))', fillFactor: 80, compression: 'page' },
          { name: 'ix_orders_off', disabled: true },
        ],
        foreignKeys: [{ name: 'fk_orders_b', disabled: true, notTrusted: true }],
        checks: [{ name: 'ck_orders_a', notTrusted: true }],
      });
      expect(table('kept')).toMatchObject({ temporal: true, columns: [{ name: 'id' }] });
      expect(table('kept_history')).toBeUndefined();
      expect(sequences).toEqual([
        {
          schema: 'sales',
          name: 'numbers',
          type: { kind: 'int' },
          start: '5',
          increment: '3',
          maximum: '99',
          cycle: true,
        },
      ]);
      expect(opaques).toContainEqual({
        kind: 'security-policy',
        schema: 'sales',
        name: 'own_rows',
        hash: expect.any(String),
        disabled: true,
      });
    });
  });
}
