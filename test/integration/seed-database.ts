import { describe, inject, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { Database } from '../../src/database/database.ts';
import { mssqlUrl, sayWithoutMssql } from './ddl-database.ts';
import { createMssqlDatabase, createPostgresDatabase, openUrl } from './introspect-database.ts';

export interface SeedDatabase {
  readonly database: Database;
  readonly drop: () => Promise<void>;
}

/** Describes the same on every engine; `open` makes a database with the tables of the built-in project in it. */
export function onEveryEngine(what: string, suite: (open: () => Promise<SeedDatabase>) => void): void {
  const postgresUrl = inject('postgresUrl');
  describe(`${what} on PGlite`, () => {
    suite(async () => {
      const database = await openUrl('pglite:memory');
      return migrated({ database, drop: () => database.close() });
    });
  });
  if (postgresUrl !== null) {
    describe(`${what} on PostgreSQL`, () => {
      suite(async () => migrated(await createPostgresDatabase(postgresUrl)));
    });
  }
  if (mssqlUrl === undefined) {
    sayWithoutMssql(what);
    test.skip(`${what} on SQL Server`);
  } else {
    const url = mssqlUrl;
    describe(`${what} on SQL Server`, () => {
      suite(async () => migrated(await createMssqlDatabase(url)));
    });
  }
}

/** Takes all rows away. */
export async function clear({ knex }: Database): Promise<void> {
  for (const table of ['users', 'tenants']) {
    // Babelfish may look for the other table of a foreign key in the wrong place, once, after any session's DDL.
    await knex(table)
      .delete()
      .catch(() => knex(table).delete())
      .catch(() => knex(table).delete());
  }
}

async function migrated(opened: SeedDatabase): Promise<SeedDatabase> {
  await createTenants.up(opened.database.knex);
  await createUsers.up(opened.database.knex);
  return opened;
}
