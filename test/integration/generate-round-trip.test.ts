import { afterAll, expect, inject, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { randomPair } from '../support/random-schema.ts';
import { roundTrip } from '../support/round-trip.ts';
import { openUrl } from './introspect-database.ts';

/** How many pairs; the first seed. To look at one: QUODSI_DB_TEST_PAIRS=1 QUODSI_DB_TEST_SEED=<seed>. */
const pairs = Number(process.env.QUODSI_DB_TEST_PAIRS ?? 300);
const firstSeed = Number(process.env.QUODSI_DB_TEST_SEED ?? 1);

const open: Database[] = [];
afterAll(async () => {
  for (const database of open) await database.close();
});

const postgresUrl = inject('postgresUrl');

test.skipIf(postgresUrl === null)(
  `PostgreSQL: ${pairs} pairs go there and back`,
  async () => {
    await allGoThereAndBack(postgresUrl ?? '');
  },
  600_000,
);

test(`PGlite: ${pairs} pairs go there and back`, async () => {
  await allGoThereAndBack('pglite:memory');
}, 600_000);

async function allGoThereAndBack(url: string): Promise<void> {
  const database = await openUrl(url);
  open.push(database);
  const faults: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + pairs; seed += 1) {
    const { fault, source } = await roundTrip(database, randomPair(seed));
    if (fault !== undefined) faults.push(`seed ${seed}: ${fault}\n${pairs === 1 ? source : ''}`);
    if (faults.length >= 5) break;
  }
  expect(faults.join('\n')).toBe('');
}
