import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseTarget } from '../../src/config/target.ts';
import type { Database, OpenOptions } from '../../src/database/database.ts';
import { openMssql } from '../../src/database/dialects/mssql.ts';
import { openPglite } from '../../src/database/dialects/pglite.ts';
import { openPostgres } from '../../src/database/dialects/postgres.ts';

/** How tests open a database. */
export const testOptions: OpenOptions = {
  command: 'tests',
  lockTimeout: 0,
  retryFor: 0,
  retryAll: false,
  create: true,
  signal: new AbortController().signal,
  onWait: () => undefined,
};

export async function openUrl(url: string): Promise<Database> {
  const target = parseTarget(url, { cwd: tmpdir() });
  switch (target.kind) {
    case 'mssql':
      return openMssql(target, testOptions);
    case 'postgres':
      return openPostgres(target, testOptions);
    case 'pglite':
      return openPglite(target, testOptions);
  }
}

/** A database of its own on the PostgreSQL of the URL; `drop` closes and removes it. */
export async function createPostgresDatabase(
  url: string,
): Promise<{ database: Database; url: string; drop: () => Promise<void> }> {
  const name = `quodsi_introspect_${randomBytes(6).toString('hex')}`;
  const server = await openUrl(url);
  await server.knex.raw(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const database = await openUrl(own.href);
  return {
    database,
    url: own.href,
    async drop() {
      await database.close();
      await server.knex.raw(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.close();
    },
  };
}

/** A database of its own on the server of the URL; `drop` closes and removes it. */
export async function createMssqlDatabase(
  url: string,
): Promise<{ database: Database; drop: () => Promise<void> }> {
  const name = `quodsi_introspect_${randomBytes(6).toString('hex')}`;
  const server = await openUrl(url);
  await server.knex.raw(`CREATE DATABASE [${name}]`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const database = await openUrl(own.href);
  return {
    database,
    async drop() {
      await database.close();
      // Babelfish ends a closed session some time later, and until then calls its database in use.
      await retried(() => server.knex.raw(`DROP DATABASE [${name}]`), 20);
      await server.close();
    },
  };
}

async function retried<T>(work: () => PromiseLike<T>, tries: number): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (tries <= 1) throw error;
    await setTimeout(500);
    return retried(work, tries - 1);
  }
}

/** Runs the statements of a script one by one; each ends in a semicolon at the end of a line. */
export async function runScript(database: Database, script: string): Promise<void> {
  for (const statement of script.split(/;\s*\n/)) {
    if (statement.trim() !== '') await database.knex.raw(statement.replaceAll('?', '\\?'));
  }
}

/** How many statements the work sent. */
export async function countStatements(database: Database, work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const increment = (): void => {
    count += 1;
  };
  database.knex.on('query', increment);
  await work();
  database.knex.removeListener('query', increment);
  return count;
}
