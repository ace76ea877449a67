import { describe, inject, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { mssqlUrl, sayWithoutMssql } from './ddl-database.ts';
import { createMssqlDatabase, createPostgresDatabase, openUrl } from './introspect-database.ts';

/** An open database of a test's own. */
export interface OwnDatabase {
  readonly database: Database;
  readonly drop: () => Promise<void>;
}

/** Describes the same on every engine, on SQL Server where QUODSI_DB_TEST_MSSQL_URL names one; `open` makes an empty database. */
export function onEveryEngine(what: string, suite: (open: () => Promise<OwnDatabase>) => void): void {
  const postgresUrl = inject('postgresUrl');
  describe(`${what} on PGlite`, () =>
    suite(async () => {
      const database = await openUrl('pglite:memory');
      return { database, drop: () => database.close() };
    }));
  if (postgresUrl !== null)
    describe(`${what} on PostgreSQL`, () => suite(() => createPostgresDatabase(postgresUrl)));
  if (mssqlUrl === undefined) {
    sayWithoutMssql(what);
    test.skip(`${what} on SQL Server`);
  } else {
    const url = mssqlUrl;
    describe(`${what} on SQL Server`, () => suite(() => createMssqlDatabase(url)));
  }
}
