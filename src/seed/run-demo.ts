import { createHash } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { demoRows } from './generate/demo-rows.ts';
import type { SeedRecord } from './record.ts';
import type { SeedOptions, SeedResult } from './run-options.ts';
import { seedSource } from './run-source.ts';

/** Writes the demo set, as far as it is not there yet. See {@link seedSource}. */
export function seedDemo(database: Database, record: SeedRecord, options: SeedOptions): Promise<SeedResult> {
  const { tenants, users } = demoRows();
  const checksum = createHash('sha256')
    .update(JSON.stringify([tenants, users]))
    .digest('hex');
  const source = {
    entry: { name: 'demo', kind: 'demo', checksum } as const,
    tenantCount: tenants.length,
    userCount: users.length,
    tenants: (from: number, to: number) => [tenants.slice(from, to)],
    users: (from: number, to: number) => [users.slice(from, to)],
  };
  return seedSource(database, record, source, options);
}
