import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Engine, TestDatabase } from './engines.ts';
import { pglite } from './engines.ts';
import { runHere } from './in-process.ts';

let made: Promise<string> | undefined;

/**
 * An embedded database with the tables of the built-in project in `folder`: a copy of one that is migrated once for all tests
 * of a file.
 */
export async function migratedPglite(folder: string): Promise<TestDatabase> {
  made ??= migrateOnce();
  const database = await pglite.create(folder);
  cpSync(join(await made, 'data'), join(folder, 'data'), { recursive: true, force: true });
  return database;
}

async function migrateOnce(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-migrated-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const { url } = await pglite.create(folder);
  await migrate(folder, url);
  return folder;
}

/** A database of a server with the tables of the built-in project. */
export async function migratedOn(engine: Engine, folder: string): Promise<TestDatabase> {
  const database = await engine.create(folder);
  await migrate(folder, database.url);
  return database;
}

async function migrate(cwd: string, url: string): Promise<void> {
  const { exitCode, stderr } = await runHere(['migrate', 'up'], { cwd, env: { QUODSI_DB_URL: url } });
  if (exitCode !== 0) throw new Error(stderr);
}
