import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import { type Engine, mssqlEngine, pglite, postgresEngine } from '../support/engines.ts';
import { temporaryFolder } from '../unit/seed-file-harness.ts';
import { openUrl } from './introspect-database.ts';
import { user } from './seed-file-database.ts';
import { useSeedFileChild } from './seed-file-process.ts';

const engines = [pglite, postgresEngine(), mssqlEngine()].filter(
  (engine): engine is Engine => engine !== null,
);

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'a load that is killed on %s',
  (_, engine) => {
    const child = useSeedFileChild();
    const rows = [...Array(500).keys()].map((index) => user(`user${index}`));
    const content = [...rows, { table: 'tenants', name: 'Acme' }]
      .map((row) => JSON.stringify(row))
      .join('\n');

    test('leaves nothing behind, or is finished by the next', async () => {
      const folder = temporaryFolder();
      const { url, query } = await engine.create(folder);
      const database = await openUrl(url);
      await createTenants.up(database.knex);
      await createUsers.up(database.knex);
      await database.close();
      const path = join(folder, 'users.ndjson');
      writeFileSync(path, content);
      const counts = async () => {
        const [row] = await query(
          'SELECT (SELECT COUNT(*) FROM tenants) AS tenants, (SELECT COUNT(*) FROM users) AS users, (SELECT COUNT(DISTINCT email) FROM users) AS emails',
        );
        return Object.values(row ?? {}).map(Number);
      };

      await expect(child(200, path, url, '{"dieAt":500}')).rejects.toMatchObject({ signal: 'SIGKILL' });
      expect(await counts()).toEqual([0, 0, 0]);
      await expect(child(200, path, url, '{"commitEvery":100,"dieAt":300}')).rejects.toMatchObject({
        signal: 'SIGKILL',
      });
      expect(await counts()).toEqual([1, 300, 300]);
      const { result } = await child(200, path, url, '{"commitEvery":100}');
      expect(result).toMatchObject({
        inserted: { tenants: 0, users: 200 },
        skipped: { tenants: 1, users: 300 },
      });
      expect(await counts()).toEqual([1, 500, 500]);
      const emails = await query('SELECT email FROM users ORDER BY index_id');
      expect(emails.map(({ email }) => email)).toEqual(rows.map(({ email }) => email));
    });
  },
);
