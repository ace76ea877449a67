import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import knexModule, { type Knex } from 'knex';
import PgliteClient from 'knex-pglite';
import { freshDatabase } from '../../src/database/fresh-database.ts';

export interface TestDatabase {
  readonly db: Knex;
  readonly dialect: 'mssql' | 'postgres';
  /** PostgreSQL that speaks TDS: it runs T-SQL, and forgets part of what SQL Server would store. */
  readonly babelfish: boolean;
  readonly close: () => Promise<void>;
}

/** Texts that something on the way might spoil: Knex, a driver, or the engine's own escapes. */
export const nastyTexts = [
  "it's",
  'why? \\? ??',
  'C:\\temp\\',
  'a\\\nb\\\r\nc',
  'héé 漢 😀',
  '$1 @p0 :x {y} [z] "q"',
  '',
];

/** Ends the test, visibly, where Babelfish cannot do what SQL Server does. */
export function skipOnBabelfish(database: TestDatabase, skip: (note?: string) => void, note: string): void {
  if (database.babelfish) skip(`Babelfish: ${note}`);
}

export const mssqlUrl = process.env.QUODSI_DB_TEST_MSSQL_URL;

/** Says in one line that SQL Server is not part of this run. */
export function sayWithoutMssql(suite: string): void {
  process.stderr.write(`SKIPPED on SQL Server: ${suite} (QUODSI_DB_TEST_MSSQL_URL is not set)\n`);
}

export async function openPglite(): Promise<TestDatabase> {
  const pglite = await PGlite.create({ loadDataDir: await freshDatabase() });
  // The types of Knex know neither a client class nor a connection function that returns a driver's object.
  const config: object = { client: PgliteClient, connection: () => ({ pglite }) };
  const db = knexModule(config);
  return { db, dialect: 'postgres', babelfish: false, close: () => db.destroy() };
}

/** A database of its own on the server of the URL, dropped by `close`. */
export async function openMssql(url: string): Promise<TestDatabase> {
  const name = `quodsi_ddl_${randomBytes(6).toString('hex')}`;
  const server = connectMssql(url, 'master');
  await server.raw(`CREATE DATABASE [${name}]`);
  const db = connectMssql(url, name);
  const [row] = await db.raw("SELECT CAST(SERVERPROPERTY('Babelfish') AS int) AS babelfish");
  const close = async () => {
    await db.destroy();
    await server.raw(`DROP DATABASE [${name}]`);
    await server.destroy();
  };
  return { db, dialect: 'mssql', babelfish: row.babelfish === 1, close };
}

function connectMssql(url: string, database: string): Knex {
  const { hostname, port, username, password, searchParams } = new URL(url);
  return knexModule({
    client: 'mssql',
    connection: {
      server: hostname,
      port: Number(port || 1433),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      database,
      requestTimeout: 0,
      options: {
        encrypt: searchParams.get('encrypt') === 'true',
        trustServerCertificate: true,
      },
    },
    pool: { min: 0, max: 2 },
  });
}
