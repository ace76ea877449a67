import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import { type Database, type OpenOptions, withDatabase } from '../../src/database/database.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import { type ScratchPlace, withScratchDatabase } from '../../src/migrate/verify/scratch.ts';
import { inDatabase } from '../../src/migrate/verify/scratch-target.ts';
import { openUrl } from './introspect-database.ts';
import { verifyIn } from './verify-harness.ts';

const common = {
  command: 'migrate verify',
  signal: new AbortController().signal,
  onWait: () => undefined,
};
const open: OpenOptions = { ...common, lockTimeout: 5_000, retryFor: 0, retryAll: false, create: true };
const lock = { ...common, table: 'quodsi_db_migrations', timeout: 5_000 };

export const withScratch = <T>(place: ScratchPlace, work: (database: Database) => Promise<T>) =>
  withScratchDatabase(place, { open, lock, note: () => undefined }, work);

/** What holds on every server. `objects` are statements that make at least five objects. */
export function scratchSuite(name: string, url: string, objects: readonly string[]): void {
  describe(`a scratch database on ${name}`, () => {
    let server: Database;
    beforeAll(async () => {
      server = await openUrl(url);
    });
    afterAll(() => server?.close());

    const rows = async (database: Database, sql: string): Promise<Record<string, unknown>[]> => {
      const result = await database.knex.raw(sql);
      return Array.isArray(result) ? result : result.rows;
    };
    const exists = async (wanted: string) => {
      const catalog =
        server.dialect === 'mssql' ? 'name FROM sys.databases' : 'datname AS name FROM pg_database';
      return (await rows(server, `SELECT ${catalog}`)).some((row) => row.name === wanted);
    };
    const drop = async (database: string) => {
      // A closed connection of Babelfish is in the way for a moment.
      for (let attempt = 1; ; attempt += 1) {
        try {
          await server.knex.raw(`DROP DATABASE ${database}`);
          return;
        } catch (error) {
          if (attempt === 40) throw error;
          await sleep(250);
        }
      }
    };

    test('is there for the work, and is dropped afterwards with all that is in it', async () => {
      let used = '';
      const result = await withScratch({ kind: 'server', server }, async (database) => {
        used = database.server.database;
        expect(await exists(used)).toBe(true);
        await database.knex.raw('CREATE TABLE t (id int)');
        return 'done';
      });
      expect(result).toEqual({ value: 'done', leftover: undefined });
      expect(used).toMatch(/^quodsi_db_verify_[0-9a-f]{16}$/);
      expect(await exists(used)).toBe(false);
    });

    test('proves the built-in migrations, with rows', async () => {
      const { value } = await withScratch({ kind: 'server', server }, (database) =>
        verifyIn(database, { '1_tenants': createTenants, '2_users': createUsers }, { data: true }),
      );
      expect({ error: value.error, told: value.told, statuses: value.statuses }).toEqual({
        error: undefined,
        told: [],
        statuses: { '1_tenants': 'reversible', '2_users': 'reversible' },
      });
      expect(value.results[1]?.rows).toMatchObject({
        planted: [{ table: expect.stringMatching(/\.tenants$/), rows: 3 }],
        unplanted: [],
      });
    });

    test('is dropped when the work fails', async () => {
      let used = '';
      const work = withScratch({ kind: 'server', server }, async (database) => {
        used = database.server.database;
        throw new Error('the work');
      });
      await expect(work).rejects.toThrow('the work');
      expect(used).not.toBe('');
      expect(await exists(used)).toBe(false);
    });

    test('that is given has to be empty, and is left so', async () => {
      const given = `quodsi_test_${randomBytes(6).toString('hex')}`;
      const target = inDatabase(server.target, given);
      const place: ScratchPlace = { kind: 'given', target };
      await server.knex.raw(`CREATE DATABASE ${given}`);
      try {
        const { leftover } = await withScratch(place, async (database) => {
          for (const sql of objects) await database.knex.raw(sql);
          await database.knex.raw('CREATE TABLE quodsi_db_migrations (id int)');
          const { tables, opaques = [] } = await introspect(database, { historyTable: 'none' });
          expect(tables.length + opaques.length).toBeGreaterThan(4);
        });
        expect(leftover).toBeUndefined();
        // It is empty: otherwise it would be refused now.
        const work = withScratch(place, () => Promise.reject(new Error('the work')));
        await expect(work).rejects.toThrow('the work');
        await withDatabase(target, open, async (database) => {
          await database.knex.raw('CREATE TABLE quodsi_db_migrations (id int)');
          await database.knex.raw('INSERT INTO quodsi_db_migrations VALUES (1)');
          await expect(withScratch(place, async () => 'never')).rejects.toMatchObject({
            code: 'SCRATCH_NOT_EMPTY',
            exitCode: 4,
            details: [expect.stringMatching(/^table \w+\.quodsi_db_migrations$/)],
          });
          expect(await rows(database, 'SELECT id FROM quodsi_db_migrations')).toEqual([{ id: 1 }]);
        });
      } finally {
        await drop(given);
      }
    });
  });
}
