import { mkdtempSync, rmSync } from 'node:fs';
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
  const database = await PGlite.create(join(folder, 'data'), { loadDataDir: await freshDatabase() });
  await database.close();
  project.provide('pgliteTemplate', join(folder, 'data'));
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
