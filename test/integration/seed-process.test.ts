import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { Database } from '../../src/database/database.ts';
import { openGenerator, type SeedGenerator } from '../../src/seed/generate/open-generator.ts';
import { defaultPlan } from '../../src/seed/generate/plan.ts';
import { openSeedRecord } from '../../src/seed/record.ts';
import { seedGenerated } from '../../src/seed/run-generated.ts';
import { useBundle } from '../support/bundle.ts';
import { temporaryFolder } from '../support/cli.ts';
import { type Engine, mssqlEngine, pglite, postgresEngine } from '../support/engines.ts';
import { openUrl } from './introspect-database.ts';
import { checksumOf, checksumOfRows, countsOf } from './seed-contents.ts';

const script = useBundle('seed-process.ts');
const plan = { tenants: 3, usersPerTenant: 4000, randomSeed: 7 };
const plain = { dryRun: false, signal: new AbortController().signal, onProgress: () => undefined };

interface Options {
  readonly plan: typeof plan;
  readonly commitEvery?: number;
  readonly pauseAt?: number;
}

const engines = [pglite, postgresEngine(), mssqlEngine()].filter((engine) => engine !== null);

describe.each(engines)('a process that seeds on $name', (engine) => {
  test('killed in the middle of its transaction leaves nothing', async () => {
    const url = await migrated(engine);
    await killedWhilePaused(url, { plan, pauseAt: 8000 });
    await withUrl(url, async (database) => {
      expect(await countsOf(database)).toEqual({ tenants: 0, users: 0 });
      const record = openSeedRecord(database, 'quodsi_db_migrations', '1.2.3');
      expect(await record.read(database)).toEqual([]);
      const generator = await openGenerator({ ...defaultPlan, ...plan });
      const { inserted } = await seedGenerated(database, record, generator, plain);
      expect(inserted).toEqual({ tenants: 3, users: 12_000 });
      expect(await checksumOf(database)).toBe(checksumOfRows(generator));
    });
  });

  test('killed between its steps is gone on with, and all is as if it had not been', async () => {
    const url = await migrated(engine);
    await killedWhilePaused(url, { plan, pauseAt: 8000, commitEvery: 3000 });
    await withUrl(url, async (database) => {
      const record = openSeedRecord(database, 'quodsi_db_migrations', '1.2.3');
      expect(await record.read(database)).toMatchObject([{ state: 'running', position: 6003 }]);
      const generator: SeedGenerator = await openGenerator({ ...defaultPlan, ...plan });
      const result = await seedGenerated(database, record, generator, { ...plain, commitEvery: 3000 });
      expect(result).toMatchObject({
        inserted: { tenants: 0, users: 6000 },
        skipped: { tenants: 3, users: 6000 },
      });
      expect(await checksumOf(database)).toBe(checksumOfRows(generator));
      expect(await record.read(database)).toMatchObject([{ state: 'done', position: 12_003 }]);
    });
  });
});

const postgres = postgresEngine();
test.skipIf(postgres === null)('rows pass through: a heap that could not hold them is enough', async () => {
  const url = await migrated(postgres as Engine);
  const many = { tenants: 10, usersPerTenant: 15_000, randomSeed: 1 };
  const { child, output } = start(url, { plan: many }, ['--max-old-space-size=64']);
  const [code] = await once(child, 'close');
  expect(code, output()).toBe(0);
  const { inserted, memory } = JSON.parse(output()) as { inserted: object; memory: number };
  expect(inserted).toEqual({ tenants: 10, users: 150_000 });
  expect(memory).toBeLessThan(300 * 2 ** 20);
});

/** The URL of a database of the test's own, with the tables of the built-in project in it. */
async function migrated(engine: Engine): Promise<string> {
  const { url } = await engine.create(temporaryFolder());
  await withUrl(url, async ({ knex }) => {
    await createTenants.up(knex);
    await createUsers.up(knex);
  });
  return url;
}

async function withUrl(url: string, work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openUrl(url);
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

function start(
  url: string,
  options: Options,
  flags: readonly string[] = [],
): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [...flags, script, url, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return { child, output: () => output };
}

async function killedWhilePaused(url: string, options: Options): Promise<void> {
  const { child, output } = start(url, options);
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), closed]);
  expect(output()).toBe('paused\n');
  child.kill('SIGKILL');
  await closed;
}
