import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { Database } from '../../src/database/database.ts';
import { withMigrationLock } from '../../src/migrate/lock/lock.ts';
import { demoRows } from '../../src/seed/generate/demo-rows.ts';
import { openGenerator, type SeedGenerator } from '../../src/seed/generate/open-generator.ts';
import { defaultPlan } from '../../src/seed/generate/plan.ts';
import { openSeedRecord, type SeedRecord } from '../../src/seed/record.ts';
import { seedDemo } from '../../src/seed/run-demo.ts';
import { seedGenerated } from '../../src/seed/run-generated.ts';
import type { SeedOptions, SeedProgress } from '../../src/seed/run-options.ts';
import { tenantsTable } from '../../src/seed/seed-table.ts';
import { checksumOf, checksumOfRows, countsOf } from './seed-contents.ts';
import { clear, onEveryMigratedEngine } from './seed-database.ts';

const HISTORY = 'quodsi_db_migrations';
const SLUG = tenantsTable.columns.findIndex(({ name }) => name === 'slug');

const plain: SeedOptions = {
  dryRun: false,
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

onEveryMigratedEngine('seeding', (open) => {
  let database: Database;
  let record: SeedRecord;
  let drop: () => Promise<void>;
  let generator: SeedGenerator;
  let expected: string;
  beforeAll(async () => {
    ({ database, drop } = await open());
    record = openSeedRecord(database, HISTORY, '1.2.3');
    generator = await openGenerator({ ...defaultPlan, tenants: 5, usersPerTenant: 900, randomSeed: 7 });
    expected = checksumOfRows(generator);
  });
  afterAll(() => drop());
  beforeEach(async () => {
    await clear(database);
    for (const { name } of (await record.read(database)) ?? []) await record.remove(database.knex, name);
  });

  const generate = (options: Partial<SeedOptions> = {}) =>
    seedGenerated(database, record, generator, { ...plain, ...options });
  const recorded = async () => (await record.read(database)) ?? [];
  const all = { tenants: 5, users: 4500 };
  const none = { tenants: 0, users: 0 };

  /** Ends the run when so many users are on their way. */
  function endingAt(users: number): { options: Partial<SeedOptions>; reason: Error } {
    const controller = new AbortController();
    const reason = new Error('told to stop');
    const onProgress = ({ table, done }: SeedProgress): void => {
      if (table === 'users' && done >= users) controller.abort(reason);
    };
    return { options: { signal: controller.signal, onProgress }, reason };
  }

  test('writes all rows at once, remembers it, and finds them the next time', async () => {
    const told: SeedProgress[] = [];
    const first = await generate({ onProgress: (progress) => told.push(progress) });
    expect(first).toEqual({ inserted: all, skipped: none, durationMs: expect.any(Number) });
    expect(await checksumOf(database)).toBe(expected);
    expect(told).toEqual([
      { table: 'tenants', done: 5, total: 5 },
      ...[1000, 2000, 3000, 4000, 4500].map((done) => ({ table: 'users', done, total: 4500 })),
    ]);
    const remembered = await recorded();
    expect(remembered).toMatchObject([
      { name: expect.stringMatching(/^generated 5 x 900, seed 7 \([0-9a-f]{8}\)$/), kind: 'generated' },
    ]);
    expect(remembered).toMatchObject([{ state: 'done', position: 4505, durationMs: expect.any(Number) }]);

    expect(await generate()).toMatchObject({ inserted: none, skipped: all });
    expect(await recorded()).toEqual(remembered);
    for (const { name } of remembered) await record.remove(database.knex, name);
    expect(await generate({ commitEvery: 1000 })).toMatchObject({ inserted: none, skipped: all });
    expect(await checksumOf(database)).toBe(expected);
  });

  test('writes the same in steps, and refuses steps of nothing', async () => {
    expect(await generate({ commitEvery: 700 })).toMatchObject({ inserted: all, skipped: none });
    expect(await checksumOf(database)).toBe(expected);
    expect(await recorded()).toMatchObject([{ state: 'done', position: 4505 }]);
    await expect(generate({ commitEvery: 0 })).rejects.toMatchObject({ code: 'USAGE', exitCode: 64 });
  });

  test('leaves nothing when it is told to stop', async () => {
    const { options, reason } = endingAt(2000);
    await expect(generate(options)).rejects.toBe(reason);
    expect(await countsOf(database)).toEqual(none);
    expect(await recorded()).toEqual([]);
  });

  test('goes on where it was told to stop in steps', async () => {
    const { options, reason } = endingAt(3000);
    await expect(generate({ ...options, commitEvery: 1200 })).rejects.toBe(reason);
    expect(await recorded()).toMatchObject([{ state: 'running', position: 2405, durationMs: null }]);
    expect(await countsOf(database)).toEqual({ tenants: 5, users: 2400 });
    const told: SeedProgress[] = [];
    expect(
      await generate({ commitEvery: 1200, onProgress: (progress) => told.push(progress) }),
    ).toMatchObject({
      inserted: { tenants: 0, users: 2100 },
      skipped: { tenants: 5, users: 2400 },
    });
    expect(told.find(({ table }) => table === 'users')?.done).toBeGreaterThan(2400);
    expect(await checksumOf(database)).toBe(expected);
    expect(await recorded()).toMatchObject([{ state: 'done', position: 4505 }]);
  });

  test('begins anew where the rows of the position are gone', async () => {
    const { options } = endingAt(3000);
    await expect(generate({ ...options, commitEvery: 1200 })).rejects.toThrow('told to stop');
    await clear(database);
    expect(await generate()).toMatchObject({ inserted: all, skipped: none });
    expect(await checksumOf(database)).toBe(expected);
  });

  test('brings back what was deleted, and leaves alone what was changed', async () => {
    await generate();
    const [user] = await database.knex('users').select('id').orderBy('index_id').offset(1234).limit(1);
    await database.knex('users').where({ id: user.id }).delete();
    await database
      .knex('tenants')
      .where({ slug: slugOf(0) })
      .update({ slug: 'renamed', name: 'Renamed' });
    expect(await generate()).toMatchObject({
      inserted: { tenants: 0, users: 1 },
      skipped: { tenants: 5, users: 4499 },
    });
    expect(await database.knex('tenants').where({ slug: 'renamed' }).select('name')).toEqual([
      { name: 'Renamed' },
    ]);
    expect(await countsOf(database)).toEqual(all);
  });

  test('gives users to the tenant that has the slug already', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const slug = slugOf(3);
    await database.knex('tenants').insert({ id, slug, subdomain: 'elsewhere', name: 'First' });
    expect(await generate({ commitEvery: 2000 })).toMatchObject({
      inserted: { tenants: 4, users: 4500 },
      skipped: { tenants: 1, users: 0 },
    });
    const [counted] = await database.knex('users').where({ tenant_id: id }).count({ users: '*' });
    expect(Number(counted?.users)).toBe(900);
    expect(await generate()).toMatchObject({ inserted: none, skipped: all });
  });

  test('names the key when a row cannot be there beside another', async () => {
    const slug = slugOf(3);
    await database.knex('tenants').insert({ slug: 'other', subdomain: slug, name: 'Other' });
    await expect(generate()).rejects.toMatchObject({
      code: 'DUPLICATE_KEY',
      message: expect.stringMatching(/^tenants: a row has a key .*uq_tenants_subdomain/s),
    });
    expect(await countsOf(database)).toEqual({ tenants: 1, users: 0 });
  });

  test('does it all and takes it back in a dry run', async () => {
    expect(await generate({ dryRun: true, commitEvery: 100 })).toMatchObject({
      inserted: all,
      skipped: none,
    });
    expect(await countsOf(database)).toEqual(none);
    expect(await recorded()).toEqual([]);
    await generate();
    expect(await generate({ dryRun: true })).toMatchObject({ inserted: none, skipped: all });
  });

  test('writes the demo set once, every cell of it', async () => {
    const demo = demoRows();
    const source = {
      tenantCount: demo.tenants.length,
      userCount: demo.users.length,
      tenants: () => [demo.tenants],
      users: () => [demo.users],
    };
    expect(await seedDemo(database, record, plain)).toMatchObject({
      inserted: { tenants: 3, users: 9 },
      skipped: none,
    });
    expect(await checksumOf(database)).toBe(checksumOfRows(source));
    const remembered = await recorded();
    expect(remembered).toMatchObject([{ name: 'demo', kind: 'demo', state: 'done', position: 12 }]);
    expect(await seedDemo(database, record, plain)).toMatchObject({
      inserted: none,
      skipped: { tenants: 3, users: 9 },
    });
    expect(await recorded()).toEqual(remembered);
    // Beside rows of another kind.
    await generate();
    expect(await countsOf(database)).toEqual({ tenants: 8, users: 4509 });
  });

  test('two at once: one waits for the other and finds its rows', async () => {
    const lock = { table: HISTORY, timeout: 60_000, command: 'seed run', signal: plain.signal };
    const run = () =>
      withMigrationLock(database, { ...lock, onWait: () => undefined }, () =>
        generate({ commitEvery: 1500 }),
      );
    // The embedded database is its process's own, and has one session.
    const results =
      database.target.kind === 'pglite' ? [await run(), await run()] : await Promise.all([run(), run()]);
    expect(results.map(({ inserted }) => inserted.users).sort()).toEqual([0, 4500]);
    expect(await checksumOf(database)).toBe(expected);
  });

  test('says that migrations are missing, and makes nothing', async () => {
    const other = openSeedRecord(database, 'other_history', '1.2.3');
    await createUsers.down(database.knex);
    try {
      await expect(seedDemo(database, other, plain)).rejects.toMatchObject({
        code: 'NO_SUCH_OBJECT',
        exitCode: 1,
        message: expect.stringMatching(/^users: /),
        hint: 'Apply the migrations first: quodsi-db migrate up.',
      });
    } finally {
      await createUsers.up(database.knex);
    }
    expect(await other.read(database)).toBeNull();
  });

  function slugOf(tenant: number): string {
    for (const [row] of generator.tenants(tenant, tenant + 1)) return String(row?.[SLUG]);
    throw new Error(`no tenant ${tenant}`);
  }
});
