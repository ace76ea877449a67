import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import { openSeedRecord, type SeedEntry } from '../../src/seed/record.ts';
import { onEveryEngine } from './every-engine.ts';

const entry: SeedEntry = {
  name: '01_données',
  kind: 'script',
  checksum: 'a'.repeat(64),
  state: 'running',
  position: 9_007_199_254_740_991,
  durationMs: null,
};

onEveryEngine('the record of seeds', (open) => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ database, drop } = await open());
  });
  afterAll(() => drop());

  test('is made once, and is no part of the schema', async () => {
    const table = `history_${randomBytes(4).toString('hex')}`;
    const record = openSeedRecord(database, table, '1.2.3');
    expect(await record.read(database)).toBeNull();
    await record.ensure(database.knex);
    await record.ensure(database.knex);
    expect(await record.read(database)).toEqual([]);
    const { tables } = await introspect(database, { historyTable: table });
    expect(tables.map(({ name }) => name)).not.toContain(`${table}_seed`);
  });

  test('keeps what is written, one row a name', async () => {
    const record = openSeedRecord(database, 'quodsi_db_migrations', '1.2.3');
    await record.ensure(database.knex);
    await record.write(database.knex, entry);
    await record.write(database.knex, {
      ...entry,
      name: '02',
      kind: 'demo',
      checksum: null,
      state: 'done',
      position: 0,
      durationMs: 7,
    });
    await record.write(database.knex, { ...entry, state: 'done', durationMs: 12 });
    const rows = await record.read(database);
    expect(rows).toEqual([
      { ...entry, state: 'done', durationMs: 12, at: expect.any(Date), toolVersion: '1.2.3' },
      expect.objectContaining({ name: '02', kind: 'demo', checksum: null, durationMs: 7 }),
    ]);
    expect(Math.abs(Number(rows?.[0]?.at) - Date.now())).toBeLessThan(3_600_000);
    await record.remove(database.knex, '02');
    expect((await record.read(database))?.map(({ name }) => name)).toEqual([entry.name]);
  });

  test('is written in the transaction of the seed', async () => {
    const record = openSeedRecord(database, 'rolled_back', '1.2.3');
    await record.ensure(database.knex);
    const rolledBack = database.knex.transaction(async (trx) => {
      await record.write(trx, entry);
      throw new Error('the seed failed');
    });
    await expect(rolledBack).rejects.toThrow('the seed failed');
    expect(await record.read(database)).toEqual([]);
  });

  test('a history with an SQL schema and a name that has to be quoted', async () => {
    await database.knex.raw('CREATE SCHEMA odd');
    // Babelfish reads no name that holds a bracket.
    const name = database.server.product === 'Babelfish' ? "it's \\? b" : 'it\'s \\? [a] "b"';
    const record = openSeedRecord(database, `odd.${name}`, '1.2.3');
    await record.ensure(database.knex);
    await record.write(database.knex, entry);
    await record.write(database.knex, { ...entry, position: 3 });
    expect(await record.read(database)).toMatchObject([{ name: entry.name, position: 3 }]);
  });
});
