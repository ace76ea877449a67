import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import {
  type FileSeedOptions,
  type FileSeedResult,
  seedFromFile,
} from '../../src/seed/file/seed-from-file.ts';
import { openSeedRecord, type SeedRecord } from '../../src/seed/record.ts';
import { refusal, temporaryFolder } from '../unit/seed-file-harness.ts';
import type { OwnDatabase } from './every-engine.ts';

export const header = 'tenant,email,display_name,identity_provider,identity_provider_id';

export const csvUser = (name: string, more = '') => `acme,${name}@example.com,${name},google,${name}${more}`;

export const user = (name: string, more: object = {}) => ({
  tenant: 'acme',
  email: `${name}@example.com`,
  display_name: name,
  identity_provider: 'google',
  identity_provider_id: name,
  ...more,
});

export const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** What tests of files need: a database that is empty before each. */
export interface Files {
  readonly database: () => Database;
  readonly record: () => SeedRecord;
  readonly load: (path: string, options?: Partial<FileSeedOptions>) => Promise<FileSeedResult>;
  /** Writes a file into a folder of the test's own; objects become a line of JSON each. */
  readonly write: (name: string, content: string | Buffer | readonly object[]) => string;
  /** Loads the tenant `acme`. */
  readonly seedAcme: () => Promise<unknown>;
  /** The addresses of all users, in the order in which they came. */
  readonly emails: () => Promise<string[]>;
  /** The lines of a refusal below its message, the hint left out. */
  readonly detailsOf: (work: Promise<unknown>) => Promise<string[]>;
}

export function useFiles(open: () => Promise<OwnDatabase>): Files {
  let opened: OwnDatabase;
  let record: SeedRecord;
  beforeAll(async () => {
    opened = await open();
    record = openSeedRecord(opened.database, 'quodsi_db_migrations', '0.0.0');
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    await opened.database.knex('users').delete();
    await opened.database.knex('tenants').delete();
  });

  const load: Files['load'] = (path, options = {}) =>
    seedFromFile(opened.database, record, {
      path,
      skipInvalid: false,
      maxErrors: 100,
      dryRun: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...options,
    });
  const write: Files['write'] = (name, content) => {
    const path = join(temporaryFolder(), name);
    const isText = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(path, isText ? content : content.map((row) => JSON.stringify(row)).join('\n'));
    return path;
  };
  return {
    database: () => opened.database,
    record: () => record,
    load,
    write,
    seedAcme: () => load(write('tenants.csv', 'name,slug\nAcme Inc,acme\n')),
    emails: async () =>
      (await opened.database.knex('users').select('email').orderBy('index_id')).map(({ email }) => email),
    detailsOf: async (work) => (await refusal(work)).slice(2, -1),
  };
}
