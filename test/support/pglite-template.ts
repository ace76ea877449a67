import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { freshDatabase } from '../../src/database/fresh-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of an embedded database without tables, to be copied: making one takes longer than most tests. */
    pgliteTemplate: string;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-pglite-'));
  const data = join(folder, 'data');
  const database = await PGlite.create(data, { loadDataDir: await freshDatabase() });
  const { rows } = await database.query<{ oid: number }>('SELECT oid FROM pg_database WHERE datistemplate');
  await database.close();
  // Two thirds of its files, which nothing looks at: an embedded database makes no others.
  for (const { oid } of rows) rmSync(join(data, 'base', String(oid)), { recursive: true });
  // As src/database/dialects/pglite.ts does, for the tests that open a folder themselves.
  appendFileSync(join(data, 'postgresql.conf'), 'shared_buffers = 16MB\n');
  project.provide('pgliteTemplate', data);
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
