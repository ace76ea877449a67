import { randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { Connection, Request } from 'tedious';
import { inject, onTestFinished } from 'vitest';
import { parseTarget } from '../../src/config/target.ts';
import { tediousConfiguration } from '../../src/database/dialects/mssql-connect.ts';

type Row = Record<string, unknown>;

/** A database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  /** Runs SQL past the tool. On the embedded engine only while no command runs. */
  readonly query: (sql: string) => Promise<Row[]>;
  /** Names of the tables, sorted, without those of the history. */
  readonly tables: () => Promise<string[]>;
}

export interface Engine {
  readonly name: 'pglite' | 'postgres' | 'mssql';
  readonly dialect: 'postgres' | 'mssql';
  /** A server, which several processes can use at once. */
  readonly isServer: boolean;
  /** Whether the commands of a project run in the process of the test, which spares the start of one for each. */
  readonly isHere?: boolean;
  readonly create: (folder: string) => Promise<TestDatabase>;
}

const TABLES = `SELECT TABLE_NAME AS name FROM INFORMATION_SCHEMA.TABLES
WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN ('pg_catalog', 'information_schema', 'sys')
  AND TABLE_NAME NOT LIKE 'quodsi[_]db[_]%' AND TABLE_NAME NOT LIKE 'quodsi\\_db\\_%' ORDER BY 1`;

async function tablesOf(query: TestDatabase['query'], sql: string): Promise<string[]> {
  return (await query(sql)).map((row) => String(row.name));
}

const pgTables = TABLES.replace("TABLE_NAME NOT LIKE 'quodsi[_]db[_]%' AND ", '');
const mssqlTables = TABLES.replace(" AND TABLE_NAME NOT LIKE 'quodsi\\_db\\_%'", '');

/** The embedded database, in a folder that is there. */
export const pglite = embedded((data) => cpSync(inject('pgliteTemplate'), data, { recursive: true }));

/** The embedded database, in a folder that the first command has to make. */
export const newPglite = embedded(() => undefined);

function embedded(prepare: (data: string) => void): Engine {
  return {
    name: 'pglite',
    dialect: 'postgres',
    isServer: false,
    async create(folder) {
      const data = join(folder, 'data');
      prepare(data);
      const query = async (sql: string): Promise<Row[]> => {
        const database = await PGlite.create(data);
        try {
          return (await database.exec(sql)).at(-1)?.rows ?? [];
        } finally {
          await database.close();
        }
      };
      return { url: `pglite:${data}`, query, tables: () => tablesOf(query, pgTables) };
    },
  };
}

/** Null, and one loud line, where no server could be started. */
export function postgresEngine(): Engine | null {
  const server = inject('postgresUrl');
  if (server === null) return null;
  return {
    name: 'postgres',
    dialect: 'postgres',
    isServer: true,
    async create() {
      const name = databaseName();
      await postgresQuery(server, `CREATE DATABASE ${name}`);
      onTestFinished(async () => void (await postgresQuery(server, `DROP DATABASE ${name} WITH (FORCE)`)));
      const url = server.replace(/\/postgres$/, `/${name}`);
      const query = (sql: string): Promise<Row[]> => postgresQuery(url, sql);
      return { url, query, tables: () => tablesOf(query, pgTables) };
    },
  };
}

async function postgresQuery(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = (await client.query(sql)) as pg.QueryResult<Row> | pg.QueryResult<Row>[];
    return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
  } finally {
    await client.end();
  }
}

/** Null, and one loud line, unless QUODSI_DB_TEST_MSSQL_URL names a server whose login may create databases. */
export function mssqlEngine(): Engine | null {
  const server = process.env.QUODSI_DB_TEST_MSSQL_URL;
  if (server === undefined || server === '') {
    process.stderr.write(
      '\n!! QUODSI_DB_TEST_MSSQL_URL is not set: the tests against SQL Server are skipped\n\n',
    );
    return null;
  }
  return {
    name: 'mssql',
    dialect: 'mssql',
    isServer: true,
    async create() {
      const name = databaseName();
      await createMssql(server, name);
      onTestFinished(() => dropMssql(server, name));
      const url = new URL(server);
      url.pathname = `/${name}`;
      const query = (sql: string): Promise<Row[]> => mssqlQuery(url.href, sql);
      return { url: url.href, query, tables: () => tablesOf(query, mssqlTables) };
    },
  };
}

let created: Promise<unknown> = Promise.resolve();

/** One after the other: Babelfish refuses to make two databases at once. */
function createMssql(server: string, name: string): Promise<unknown> {
  const creating = created.then(() => mssqlQuery(server, `CREATE DATABASE ${name}`));
  created = creating.catch(() => undefined);
  return creating;
}

/** Babelfish ends a closed session some time later, at the latest when its statement has ended. */
async function dropMssql(server: string, name: string): Promise<void> {
  for (let tries = 60; ; tries -= 1) {
    try {
      await mssqlQuery(server, `DROP DATABASE ${name}`);
      return;
    } catch (error) {
      if (tries === 0 || !/currently in use|concurrently updated/.test(String(error))) throw error;
      await sleep(500);
    }
  }
}

/** Whether the SQL Server of the run is Babelfish, which cannot show everything. */
export async function isBabelfish(): Promise<boolean> {
  const server = process.env.QUODSI_DB_TEST_MSSQL_URL ?? '';
  const [row] = await mssqlQuery(server, "SELECT CAST(SERVERPROPERTY('Babelfish') AS int) AS babelfish");
  return row?.babelfish === 1;
}

async function mssqlQuery(url: string, sql: string): Promise<Row[]> {
  const target = parseTarget(url, { cwd: process.cwd() });
  if (target.kind !== 'mssql') throw new Error('QUODSI_DB_TEST_MSSQL_URL is not the URL of a SQL Server');
  const connection = new Connection(tediousConfiguration(target, 'tests'));
  await new Promise<void>((resolve, reject) =>
    connection.connect((error) => (error ? reject(error) : resolve())),
  );
  try {
    return await new Promise<Row[]>((resolve, reject) => {
      const rows: Row[] = [];
      const request = new Request(sql, (error) => (error ? reject(error) : resolve(rows)));
      request.on('row', (columns: { metadata: { colName: string }; value: unknown }[]) => {
        rows.push(Object.fromEntries(columns.map((column) => [column.metadata.colName, column.value])));
      });
      connection.execSqlBatch(request);
    });
  } finally {
    await new Promise<void>((resolve) => {
      connection.once('end', resolve);
      connection.close();
    });
  }
}

function databaseName(): string {
  return `quodsi_test_${randomBytes(6).toString('hex')}`;
}
