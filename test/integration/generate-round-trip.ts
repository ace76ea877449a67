import { afterAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { randomPair } from '../support/random-schema.ts';
import { roundTrip } from '../support/round-trip.ts';
import { openUrl } from './introspect-database.ts';

/** How many pairs; the first seed. To look at one: QUODSI_DB_TEST_PAIRS=1 QUODSI_DB_TEST_SEED=<seed>. */
const pairs = Number(process.env.QUODSI_DB_TEST_PAIRS ?? 300);
const firstSeed = Number(process.env.QUODSI_DB_TEST_SEED ?? 1);

/** Defines the test of all pairs on one database. */
export function roundTrips(name: string, url: string | null): void {
  let database: Database | undefined;
  afterAll(async () => database?.close());

  test.skipIf(url === null)(
    `${name}: ${pairs} pairs go there and back`,
    async () => {
      database = await openUrl(url ?? '');
      expect((await faultsOf(database)).join('\n')).toBe('');
    },
    1_200_000,
  );
}

async function faultsOf(database: Database): Promise<string[]> {
  const faults: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + pairs; seed += 1) {
    const { fault, source } = await roundTrip(database, randomPair(seed));
    if (fault !== undefined) faults.push(`seed ${seed}: ${fault}\n${pairs === 1 ? source : ''}`);
    if (faults.length >= 5) break;
  }
  return faults;
}
