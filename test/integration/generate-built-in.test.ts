import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { Database } from '../../src/database/database.ts';
import { diff } from '../../src/diff/diff.ts';
import { Tenant } from '../../src/entities/tenant.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { User } from '../../src/entities/user.ts';
import { planMigration } from '../../src/generate/generate.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import { captureStatements } from '../../src/migrate/script/capture.ts';
import { loadGenerated } from '../support/generated.ts';
import { openUrl } from './introspect-database.ts';

const entities = [Tenant, User];
const desired = { mssql: toSchema(entities, 'mssql'), postgres: toSchema(entities, 'postgres') };
const historyTable = 'quodsi_db_history';

let written: Database;
let generated: Database;
beforeAll(async () => {
  written = await openUrl('pglite:memory');
  generated = await openUrl('pglite:memory');
});
afterAll(async () => {
  await written?.close();
  await generated?.close();
});

test('from nothing, the same schema as the migrations that were written by hand, and back to nothing', async () => {
  await createTenants.up(written.knex);
  await createUsers.up(written.knex);
  const nothing = await introspect(generated, { historyTable });
  const plan = planMigration({ actual: nothing, desired });
  const migration = loadGenerated(await plan.source());
  await migration.up(generated.knex);
  const [a, b] = [await introspect(written, { historyTable }), await introspect(generated, { historyTable })];
  expect(diff(a, b)).toEqual({ changes: [], skipped: [] });
  expect(planMigration({ actual: b, desired }).up).toEqual([]);
  await migration.down(generated.knex);
  expect(await introspect(generated, { historyTable })).toEqual(nothing);
});

test('on SQL Server too, they send the same statements but for their order', async () => {
  const sent = async (use: (knex: Knex) => Promise<void>) => {
    const { knex, statements } = captureStatements('mssql');
    await use(knex);
    return statements.toSorted();
  };
  const plan = planMigration({
    actual: { dialect: 'mssql', origin: 'database', schemas: [], tables: [] },
    desired,
  });
  const migration = loadGenerated(await plan.source());
  expect(await sent(migration.up)).toEqual(
    await sent(async (knex) => {
      await createTenants.up(knex);
      await createUsers.up(knex);
    }),
  );
});

test('the same bytes whichever engine it was generated on', async () => {
  const nothing = { origin: 'database', schemas: [], tables: [] } as const;
  const sources = await Promise.all(
    (['mssql', 'postgres'] as const).map((dialect) =>
      planMigration({ actual: { ...nothing, dialect }, desired }).source(),
    ),
  );
  expect(sources[0]).toBe(sources[1]);
});
