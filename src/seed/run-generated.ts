import { createHash } from 'node:crypto';
import type { Database } from '../database/database.ts';
import type { SeedGenerator } from './generate/open-generator.ts';
import type { SeedPlan } from './generate/plan.ts';
import type { SeedRecord } from './record.ts';
import type { SeedOptions, SeedResult } from './run-options.ts';
import { seedSource } from './run-source.ts';

/** Writes the rows of a plan that are not there yet. See {@link seedSource}. */
export function seedGenerated(
  database: Database,
  record: SeedRecord,
  generator: SeedGenerator,
  options: SeedOptions,
): Promise<SeedResult> {
  const { plan } = generator;
  const checksum = planChecksum(plan);
  const name = `generated ${plan.tenants} x ${plan.usersPerTenant}, seed ${plan.randomSeed} (${checksum.slice(0, 8)})`;
  const source = { ...generator, entry: { name, kind: 'generated', checksum } as const };
  return seedSource(database, record, source, options);
}

/** Of all that the rows depend on. The order in which a mix lists its names is no part of it; that of locales is. */
function planChecksum(plan: SeedPlan): string {
  const text = JSON.stringify(plan, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(text).digest('hex');
}
