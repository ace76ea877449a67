import type { Connection } from 'tedious';
import type { MssqlTarget } from '../../target.ts';
import { mssqlClientClass } from '../clients.ts';
import type { Database, OpenOptions, Server } from '../database.ts';
import type { Fault } from '../fault.ts';
import { createKnex } from '../knex-load.ts';
import { connectWithRetry } from '../retry.ts';
import { closeTedious, connectTedious, loadTedious, type RefusedLogin } from './mssql-connect.ts';
import { mssqlFault } from './mssql-errors.ts';

/** Reads a failed login or connection. */
export function mssqlConnectFault(error: unknown): Fault {
  return mssqlFault(error, (error as RefusedLogin | null)?.serverNumbers);
}

export async function openMssql(target: MssqlTarget, options: OpenOptions): Promise<Database> {
  const connect = (how: OpenOptions): Promise<Connection> =>
    connectWithRetry(
      () => connectTedious(target, options.command, options.signal),
      mssqlConnectFault,
      target.label,
      how,
    );
  const live = new Set<Connection>();
  let spare: Connection | undefined = await connect(options);

  const tedious = await loadTedious();
  class Client extends mssqlClientClass() {
    _driver(): unknown {
      return tedious;
    }

    async acquireRawConnection(): Promise<Connection> {
      // Also whoever was told to stop has to know how the last COMMIT ended.
      const { signal } = options.signal.aborted ? new AbortController() : options;
      const connection = spare ?? (await connect({ ...options, retryAll: false, signal }));
      spare = undefined;
      return adopt(connection, live);
    }

    // Knex would wait for a connection that broke to end once more.
    destroyRawConnection(connection: Connection): Promise<void> {
      return closeTedious(connection);
    }
  }
  const knex = createKnex({
    client: Client,
    connection: { server: target.host, database: target.database },
    pool: { min: 0, max: 5 },
    // A statement's values may be secret: they stay out of error messages.
    compileSqlOnError: false,
    // An error then carries the line of the migration that built its statement.
    asyncStackTraces: true,
  });

  const database = {
    knex,
    target,
    dialect: 'mssql' as const,
    deferral: null,
    async cancelRunning(): Promise<void> {
      for (const connection of live) (connection as unknown as { cancel(): boolean }).cancel();
    },
    async freshSession(): Promise<void> {
      for (const connection of live) await resetConnection(connection);
    },
    async close(): Promise<void> {
      await knex.destroy();
    },
  };
  try {
    return { ...database, server: await readServer(knex) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Gives a connection the marks by which Knex's pool knows whether it still lives. */
function adopt(connection: Connection, live: Set<Connection>): Connection {
  const marked = connection as Connection & { connected?: boolean; __knex__disposed?: unknown };
  marked.connected = true;
  live.add(connection);
  connection.on('error', (error: Error) => {
    marked.connected = false;
    marked.__knex__disposed = error;
  });
  connection.once('end', () => {
    live.delete(connection);
    marked.connected = false;
    marked.__knex__disposed = 'Connection to server was terminated.';
  });
  return connection;
}

/** As a pool does between two users: SET options, #tables, the database of USE. What cannot be reset is opened anew. */
async function resetConnection(connection: Connection): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) =>
      connection.reset((error?: Error | null) => (error ? reject(error) : resolve())),
    );
  } catch {
    await closeTedious(connection);
  }
}

async function readServer(knex: Database['knex']): Promise<Server> {
  // One row: the server's facts, in the round trip that also proves the connection.
  const rows: {
    version: string | null;
    edition: number | null;
    babelfish: unknown;
    db: string;
    login: string;
    defaultSchema: string | null;
  }[] = await knex.raw(
    `SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version,
              CAST(SERVERPROPERTY('EngineEdition') AS int) AS edition,
              CAST(SERVERPROPERTY('Babelfish') AS int) AS babelfish,
              DB_NAME() AS db, SUSER_SNAME() AS login, SCHEMA_NAME() AS defaultSchema`,
  );
  const row = rows[0];
  // EngineEdition 5 and 8 are Azure SQL Database and Managed Instance.
  const product = row?.babelfish
    ? 'Babelfish'
    : row?.edition === 5 || row?.edition === 8
      ? 'Azure SQL'
      : 'SQL Server';
  return {
    product,
    version: row?.version ?? 'unknown',
    database: row?.db ?? '',
    login: row?.login ?? '',
    defaultSchema: row?.defaultSchema ?? null,
  };
}
