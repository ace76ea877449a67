import type { Knex } from 'knex';
import type { Connection } from 'tedious';
import type { MssqlTarget } from '../../target.ts';
import { mssqlClientClass } from '../clients.ts';
import type { Database, OpenOptions } from '../database.ts';
import { connectError, type Fault } from '../fault.ts';
import { createKnex } from '../knex-load.ts';
import { lateKnex } from '../late-knex.ts';
import { describeMssqlSession, MSSQL_SESSION_COLUMNS } from '../other-session.ts';
import { connectWithRetry } from '../retry.ts';
import { mssqlMessage } from '../server-message.ts';
import { explainLimits, type LimitedSession, NO_LIMITS } from '../statement-limits.ts';
import { runBatch } from './mssql-batch.ts';
import { closeTedious, connectTedious, loadTedious, type RefusedLogin } from './mssql-connect.ts';
import { mssqlDeferral } from './mssql-deferral.ts';
import { mssqlFault, STATEMENT_TIMEOUT } from './mssql-errors.ts';

/** Reads a failed login or connection. */
export function mssqlConnectFault(error: unknown): Fault {
  return mssqlFault(error, (error as RefusedLogin | null)?.serverNumbers);
}

export async function openMssql(target: MssqlTarget, options: OpenOptions): Promise<Database> {
  const { limits = NO_LIMITS, onStatement = () => undefined } = options;
  const connect = (how: OpenOptions): Promise<Connection> =>
    connectWithRetry(
      () => connectTedious(target, options.command, options.signal, limits),
      mssqlConnectFault,
      target.label,
      how,
    );
  const session: LimitedSession = {
    limits,
    reached,
    readBlocker: () => readBlocker(target, options.command, options.signal),
    onWait: options.onWait,
  };
  const live = new Set<Connection>();
  // Connected, and not Knex's yet.
  let spare: Connection | undefined = adopt(await connect(options), live, options.onMessage);
  spare.once('end', () => {
    spare = undefined;
  });
  const facts = await readServer(spare, target.label);
  const tedious = await loadTedious();
  const explained = <T>(_connection: object, send: () => Promise<T>): Promise<T> =>
    explainLimits(session, () => send().catch(rethrowNamed));

  const makeKnex = (): Knex => {
    class Client extends mssqlClientClass(limits.statement, explained) {
      _driver(): unknown {
        return tedious;
      }

      async acquireRawConnection(): Promise<Connection> {
        // Also whoever was told to stop has to know how the last COMMIT ended.
        const { signal } = options.signal.aborted ? new AbortController() : options;
        const connection =
          spare ?? adopt(await connect({ ...options, retryAll: false, signal }), live, options.onMessage);
        spare = undefined;
        return connection;
      }

      // Knex would wait for a connection that broke to end once more.
      destroyRawConnection(connection: Connection): Promise<void> {
        return closeTedious(connection);
      }
    }
    return createKnex(
      {
        client: Client,
        connection: { server: target.host, database: target.database },
        pool: { min: 0, max: 5 },
      },
      onStatement,
    );
  };
  const late = lateKnex({
    make: makeKnex,
    spare: () => spare,
    send: (connection, sql) => explained(connection, () => runBatch(connection, sql, limits.statement)),
    onStatement,
  });

  return {
    ...facts,
    get knex() {
      return late.knex();
    },
    ask: late.ask,
    target,
    dialect: 'mssql',
    // The driver's clock is that of a batch, and the limit that of a statement.
    deferral: limits.statement === 0 ? mssqlDeferral(session) : null,
    limits,
    // Its reset would end the transaction: it comes between two of them.
    fresh: { first: [], rest: [] },
    lease: null,
    onStatement,
    async waitForLocks(): Promise<void> {
      for (const connection of live) await runBatch(connection, 'SET LOCK_TIMEOUT -1');
    },
    async cancelRunning(): Promise<void> {
      for (const connection of live) (connection as unknown as { cancel(): boolean }).cancel();
    },
    async freshSession(): Promise<void> {
      for (const connection of live) await resetConnection(connection);
    },
    async close(): Promise<void> {
      await late.destroy();
      if (spare !== undefined) await closeTedious(spare);
    },
  };
}

/** tedious has one code for a statement and a connection that take too long. */
function rethrowNamed(error: unknown): never {
  const timedOut = (error as { code?: string } | null)?.code === 'ETIMEOUT';
  throw timedOut ? Object.assign(error as Error, { code: STATEMENT_TIMEOUT }) : error;
}

function reached(error: unknown): 'statement' | 'lock' | null {
  const { code } = mssqlFault(error);
  if (code === 'LOCK_WAIT_TIMEOUT') return 'lock';
  return code === 'STATEMENT_TIMEOUT' ? 'statement' : null;
}

/** Who keeps a session of this process waiting. The server answers only logins with VIEW SERVER STATE. */
async function readBlocker(
  target: MssqlTarget,
  command: string,
  signal: AbortSignal,
): Promise<string | null> {
  const connection = await connectTedious(target, command, signal);
  try {
    const [blocker] = await runBatch(
      connection,
      `SELECT TOP 1 ${MSSQL_SESSION_COLUMNS} FROM sys.dm_exec_sessions w
JOIN sys.dm_exec_requests r ON r.session_id = w.session_id JOIN sys.dm_exec_sessions s ON s.session_id = r.blocking_session_id
WHERE w.host_process_id = ${process.pid} AND w.host_name = HOST_NAME()`,
    );
    return blocker === undefined ? null : describeMssqlSession(blocker);
  } finally {
    await closeTedious(connection);
  }
}

/** Gives a connection the marks by which Knex's pool knows whether it still lives, and listens to its server. */
function adopt(
  connection: Connection,
  live: Set<Connection>,
  onMessage: OpenOptions['onMessage'] = () => undefined,
): Connection {
  const marked = connection as Connection & { connected?: boolean; __knex__disposed?: unknown };
  marked.connected = true;
  live.add(connection);
  connection.on('infoMessage', (info) => {
    const message = mssqlMessage(info);
    if (message !== null) onMessage(message);
  });
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

interface ServerFacts {
  readonly version: string | null;
  readonly edition: number | null;
  readonly babelfish: unknown;
  readonly db: string;
  readonly login: string;
  readonly defaultSchema: string | null;
  readonly now: Date;
}

/** The server's facts and its clock, in the round trip that also proves the connection; without a limit of time. */
async function readServer(
  connection: Connection,
  label: string,
): Promise<Pick<Database, 'server' | 'clock'>> {
  const before = new Date();
  let row: ServerFacts | undefined;
  try {
    [row] = (await runBatch(
      connection,
      `SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version,
              CAST(SERVERPROPERTY('EngineEdition') AS int) AS edition,
              CAST(SERVERPROPERTY('Babelfish') AS int) AS babelfish,
              DB_NAME() AS db, SUSER_SNAME() AS login, SCHEMA_NAME() AS defaultSchema,
              SYSUTCDATETIME() AS now`,
    )) as unknown as ServerFacts[];
  } catch (error) {
    await closeTedious(connection);
    throw connectError(mssqlFault(error), label, error);
  }
  const after = new Date();
  // EngineEdition 5 and 8 are Azure SQL Database and Managed Instance.
  const product = row?.babelfish
    ? 'Babelfish'
    : row?.edition === 5 || row?.edition === 8
      ? 'Azure SQL'
      : 'SQL Server';
  return {
    server: {
      product,
      version: row?.version ?? 'unknown',
      database: row?.db ?? '',
      login: row?.login ?? '',
      defaultSchema: row?.defaultSchema ?? null,
    },
    clock: { before, server: new Date(Number(row?.now ?? after)), after },
  };
}
