import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { hiddenFacts } from '../../src/introspect/hidden-facts.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import type { Schema } from '../../src/schema/model.ts';
import { countStatements, createPostgresDatabase, openUrl, runScript } from './introspect-database.ts';
import { manyTables } from './introspect-many-tables.ts';
import { everything, everythingSequences, everythingTables } from './introspect-postgres-schema.ts';

const server = inject('postgresUrl');

const historyTable = 'quodsi_migrations';

type Open = () => Promise<{ database: Database; drop: () => Promise<void> }>;

const engines: [string, Open][] = [
  [
    'PGlite',
    async () => {
      const database = await openUrl('pglite:memory');
      return { database, drop: () => database.close() };
    },
  ],
  ...(server === null ? [] : [['PostgreSQL', () => createPostgresDatabase(server)] satisfies [string, Open]]),
];

describe.each(engines)('a schema with one of everything on %s', (_name, open) => {
  let database: Database;
  let drop: (() => Promise<void>) | undefined;
  let schema: Schema;
  beforeAll(async () => {
    ({ database, drop } = await open());
    await runScript(database, everything);
    schema = await introspect(database, { historyTable });
  });
  afterAll(async () => {
    await drop?.();
  });

  test('tables, in the order of their names, without history and partitions', () => {
    expect(schema.tables).toEqual(everythingTables);
  });

  test('sequences, without those behind identity columns', () => {
    expect(schema.sequences).toEqual(everythingSequences);
  });

  test('schemas without a table, and what the server says of itself', () => {
    expect(schema).toMatchObject({ dialect: 'postgres', origin: 'database', schemas: ['spare'] });
    expect(schema.server).toMatchObject({
      engine: 'postgres',
      defaultSchema: 'public',
      caseSensitive: true,
      collation: expect.any(String),
    });
  });

  test('other objects, by name and hash', () => {
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(schema.opaques).toEqual([
      { kind: 'exclusion-constraint', schema: 'sales', table: 'children', name: 'ex_children_during', hash },
      { kind: 'materialized-view', schema: 'sales', name: 'totals', hash },
      { kind: 'routine', name: 'touch()', hash },
      { kind: 'security-policy', schema: 'sales', table: 'children', name: 'own_rows', hash, disabled: true },
      { kind: 'trigger', table: 'parents', name: 'tr_parents', hash, disabled: true },
      { kind: 'type', name: 'mood', hash },
      { kind: 'type', schema: 'sales', name: 'email', hash },
      { kind: 'view', name: 'big_parents', hash },
    ]);
  });

  test('nothing is hidden', () => {
    expect(hiddenFacts(schema)).toEqual([]);
  });

  test('only the SQL schemas that are asked for; a name may hold a quote or a question mark', async () => {
    await database.knex.raw(`CREATE SCHEMA "it's \\?"`);
    const some = await introspect(database, { historyTable, schemas: ['sales', "it's ?"] });
    expect(some.tables.map((table) => table.name)).toEqual(['children']);
    expect(some.schemas).toEqual(["it's ?"]);
    expect(some.opaques?.map(({ name }) => name)).toEqual([
      'ex_children_during',
      'totals',
      'own_rows',
      'email',
    ]);
    expect((await introspect(database, { historyTable, schemas: [] })).tables).toEqual([]);
    await database.knex.raw(`DROP SCHEMA "it's \\?"`);
  });

  test('again: the same bytes, after an insert and a change back too', async () => {
    const before = JSON.stringify(await introspect(database, { historyTable }));
    expect(before).toBe(JSON.stringify(schema));
    await database.knex.raw('ALTER TABLE parents RENAME COLUMN note TO noted');
    expect(JSON.stringify(await introspect(database, { historyTable }))).not.toBe(before);
    await database.knex.raw('ALTER TABLE parents RENAME COLUMN noted TO note');
    await database.knex.raw("INSERT INTO logs VALUES ('2025-05-05', 'x')");
    await database.knex.raw("SELECT nextval('plain')");
    expect(JSON.stringify(await introspect(database, { historyTable }))).toBe(before);
  });

  test('inside a transaction it sees what the transaction did', async () => {
    await database.knex.transaction(async (trx) => {
      await trx.raw('CREATE TABLE fresh (id integer)');
      const inside = await introspect({ ...database, knex: trx }, { historyTable });
      expect(inside.tables.map((table) => table.name)).toContain('fresh');
      await trx.rollback();
    });
  });
});

describe.skipIf(server === null)('on a real PostgreSQL', () => {
  let database: Database;
  let drop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    ({ database, drop } = await createPostgresDatabase(server ?? ''));
  });
  afterAll(async () => {
    await drop?.();
  });

  test('an empty database', async () => {
    const schema = await introspect(database, { historyTable });
    expect(schema).toMatchObject({ schemas: [], tables: [], sequences: [], opaques: [] });
  });

  test('what an extension brought is left out', async () => {
    await database.knex.raw('CREATE EXTENSION pg_stat_statements');
    await database.knex.raw('CREATE EXTENSION citext');
    const schema = await introspect(database, { historyTable });
    expect(schema.opaques).toEqual([]);
    await database.knex.raw('DROP EXTENSION citext, pg_stat_statements');
  });

  test('a history table in a schema of its own', async () => {
    await runScript(
      database,
      'CREATE SCHEMA ops;\nCREATE TABLE ops.h (id int);\nCREATE TABLE ops.h_log (id int);\nCREATE TABLE h (id int);\n',
    );
    const schema = await introspect(database, { historyTable: 'ops.h' });
    expect(schema.tables.map((table) => table.name)).toEqual(['h']);
    expect(schema.schemas).toEqual(['ops']);
    await runScript(database, 'DROP SCHEMA ops CASCADE;\nDROP TABLE h;\n');
  });

  test('a constraint that is not enforced is disabled; NOT NULL is no check; a virtual column is not persisted', async () => {
    await database.knex.raw(
      `CREATE TABLE t (a int NOT NULL, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, CONSTRAINT ck_t CHECK (a > 0) NOT ENFORCED)`,
    );
    const [table] = (await introspect(database, { historyTable })).tables;
    expect(table?.checks).toEqual([
      { name: 'ck_t', expression: '(a > 0)', disabled: true, notTrusted: true },
    ]);
    expect(table?.columns[1]?.computed).toEqual({ expression: '(a + 1)', persisted: false });
    await database.knex.raw('DROP TABLE t');
  });

  test('an index that a failed build left is disabled', async () => {
    await runScript(database, 'CREATE TABLE t (a int);\nINSERT INTO t VALUES (1), (1);\n');
    await expect(database.knex.raw('CREATE UNIQUE INDEX CONCURRENTLY ix_t ON t (a)')).rejects.toThrow();
    const [table] = (await introspect(database, { historyTable })).tables;
    expect(table?.indexes).toMatchObject([{ name: 'ix_t', disabled: true }]);
    await database.knex.raw('DROP TABLE t');
  });

  test('a foreign key to a partitioned table is one', async () => {
    await runScript(
      database,
      `CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE c (id int CONSTRAINT fk_c REFERENCES p (id));
`,
    );
    const { tables } = await introspect(database, { historyTable });
    expect(tables.map(({ name, foreignKeys }) => [name, foreignKeys.length])).toEqual([
      ['c', 1],
      ['p', 0],
    ]);
    await runScript(database, 'DROP TABLE c;\nDROP TABLE p;\n');
  });

  test('a login without any privilege on the tables sees them all', async () => {
    await runScript(
      database,
      "CREATE TABLE t (a int DEFAULT 1 CONSTRAINT ck_t CHECK (a > 0));\nCREATE ROLE introspect_reader LOGIN PASSWORD 'r';\n",
    );
    const url = new URL(await urlOf(database));
    url.username = 'introspect_reader';
    url.password = 'r';
    const reader = await openUrl(url.href);
    try {
      const seen = await introspect(reader, { historyTable });
      expect(seen).toEqual(await introspect(database, { historyTable }));
    } finally {
      await reader.close();
      await runScript(database, 'DROP TABLE t;\nDROP ROLE introspect_reader;\n');
    }
  });

  test('500 tables take one statement, like none', async () => {
    expect(await countStatements(database, () => introspect(database, { historyTable }))).toBe(1);
    await database.knex.raw(manyTables(500));
    let schema: Schema | undefined;
    const count = await countStatements(database, async () => {
      schema = await introspect(database, { historyTable });
    });
    expect(count).toBe(1);
    expect(schema?.tables).toHaveLength(500);
    for (const { columns, foreignKeys, indexes, checks } of schema?.tables ?? []) {
      expect([columns.length, foreignKeys.length, indexes.length, checks.length]).toEqual([10, 2, 3, 1]);
    }
  });
});

async function urlOf(database: Database): Promise<string> {
  if (database.target.kind !== 'postgres') throw new Error('not a PostgreSQL');
  return database.target.connectionString;
}
