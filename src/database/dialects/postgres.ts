import type { Knex } from 'knex';
import pg from 'pg';
import type { PostgresTarget } from '../../target.ts';
import { type Explain, postgresClientClass } from '../clients.ts';
import type { Database, OpenOptions, Server } from '../database.ts';
import { clientOf } from '../knex-internals.ts';
import { createKnex } from '../knex-load.ts';
import { lateKnex } from '../late-knex.ts';
import { describePostgresSession, type PostgresSession } from '../other-session.ts';
import { connectWithRetry } from '../retry.ts';
import { postgresMessage } from '../server-message.ts';
import { explainLimits, NO_LIMITS } from '../statement-limits.ts';
import { closePostgres, connectPostgres } from './postgres-connect.ts';
import { postgresDeferral } from './postgres-deferral.ts';
import { postgresFault } from './postgres-errors.ts';
import { BLOCKER_SQL, freshSession, limitSettings, settingsSql } from './postgres-session.ts';

export async function openPostgres(target: PostgresTarget, options: OpenOptions): Promise<Database> {
  const live = new Set<pg.Client>();
  // Connected, and not Knex's yet.
  let spare: pg.Client | undefined;
  const { limits = NO_LIMITS, onStatement = () => undefined, onMessage = () => undefined } = options;
  // With quote_all_identifiers the catalog's functions write "uuid" for uuid.
  let settings: Readonly<Record<string, string>> = { quote_all_identifiers: 'off', ...limitSettings(limits) };
  /** Connects, and begins the session with its settings; asks for facts in the same message. */
  const begin = async <Row extends pg.QueryResultRow>(facts = ''): Promise<Begun<Row>> => {
    const client = await connectPostgres(target, options.command, options.signal);
    const set = (wanted: Readonly<Record<string, string>>): Promise<pg.QueryResult<Row>> =>
      client.query<Row>(`${settingsSql(wanted)}${facts}`);
    const before = new Date();
    try {
      // A server that is busy notices only so that its client has died, and rolls back. Not every platform can
      // (https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL).
      const watchful = { client_connection_check_interval: '1s', ...settings };
      const { rows } = await set(watchful).then(
        (result) => {
          settings = watchful;
          return result;
        },
        (error: unknown) => {
          if (postgresFault(error).code === 'CONNECTION_LOST') throw error;
          return set(settings);
        },
      );
      live.add(client);
      client.on('notice', (notice) => onMessage(postgresMessage(notice)));
      const onLoss = (): void => {
        live.delete(client);
        if (client === spare) spare = undefined;
      };
      // pg tells of an error first, and answers no more questions from then on.
      client.once('error', onLoss);
      client.once('end', onLoss);
      return { client, row: rows[0] as Row, before, after: new Date() };
    } catch (error) {
      await closePostgres(client);
      throw error;
    }
  };
  const connect = async (): Promise<pg.Client> => (await begin()).client;
  const readBlocker = async (pid: number): Promise<string | null> => {
    const other = await connectPostgres(target, options.command, options.signal);
    try {
      const { rows } = await other.query<PostgresSession>(BLOCKER_SQL, [[pid]]);
      return rows[0] === undefined ? null : describePostgresSession(rows[0]);
    } finally {
      await closePostgres(other);
    }
  };
  const explained: Explain = (client, send) => {
    const { processID } = client as { processID: number };
    const { onWait } = options;
    return explainLimits({ limits, reached, readBlocker: () => readBlocker(processID), onWait }, send);
  };
  const first = await connectWithRetry(() => begin<ServerFacts>(FACTS), postgresFault, target.label, options);
  spare = first.client;
  const { server, clock } = describeServer(first);
  const fresh = freshSession(settings);

  const makeKnex = (): Knex => {
    class Client extends postgresClientClass(explained) {
      _driver(): unknown {
        return pg;
      }

      async acquireRawConnection(): Promise<pg.Client> {
        // Also whoever was told to stop has to know how the last COMMIT ended.
        const { signal } = options.signal.aborted ? new AbortController() : options;
        const again = { ...options, retryAll: false, signal };
        const client = spare ?? (await connectWithRetry(connect, postgresFault, target.label, again));
        spare = undefined;
        const marked = client as pg.Client & { __knex__disposed?: unknown };
        client.on('error', (error) => {
          marked.__knex__disposed = error;
        });
        client.on('end', () => {
          marked.__knex__disposed = 'Connection ended unexpectedly';
        });
        return client;
      }

      destroyRawConnection(client: pg.Client): Promise<void> {
        return closePostgres(client);
      }
    }
    return createKnex(
      { client: Client, connection: {}, version: server.version, pool: { min: 0, max: 5 } },
      onStatement,
    );
  };
  const late = lateKnex({
    make: makeKnex,
    spare: () => spare,
    send: async (client, sql) => (await explained(client, () => client.query(sql))).rows,
    onStatement,
  });
  return {
    get knex() {
      return late.knex();
    },
    ask: late.ask,
    takesMany: true,
    target,
    dialect: 'postgres',
    deferral: postgresDeferral(explained),
    server,
    clock,
    limits,
    fresh,
    onStatement,
    async lease() {
      const lent = spare;
      if (lent === undefined) {
        const knexes = clientOf(late.knex());
        const connection = (await knexes.acquireConnection()) as object;
        return { connection, release: () => knexes.releaseConnection(connection) };
      }
      spare = undefined;
      return {
        connection: lent,
        async release() {
          if (live.has(lent)) spare = lent;
        },
      };
    },
    async waitForLocks(): Promise<void> {
      for (const client of live) await client.query(settingsSql({ lock_timeout: '0' }));
    },
    async cancelRunning(): Promise<void> {
      const pids = [...live].map((client) => (client as unknown as { processID: number }).processID);
      if (pids.length === 0) return;
      const other = await connect();
      try {
        await other.query('SELECT pg_cancel_backend(pid) FROM unnest($1::int[]) AS pid', [pids]);
      } finally {
        await closePostgres(other);
      }
    },
    async freshSession(): Promise<void> {
      for (const client of live) await client.query([...fresh.first, ...fresh.rest].join('; '));
    },
    async close(): Promise<void> {
      await late.destroy();
      if (spare !== undefined) await closePostgres(spare);
    },
  };
}

function reached(error: unknown): 'statement' | 'lock' | null {
  const { code } = postgresFault(error);
  if (code === 'LOCK_WAIT_TIMEOUT') return 'lock';
  // A person may have cancelled it too; the server's words tell which, and only they.
  return code === 'CANCELLED' ? 'statement' : null;
}

type ServerFacts = Pick<Server, 'version' | 'database' | 'login' | 'defaultSchema'> & { readonly now: Date };

const FACTS = `, current_setting('server_version') AS version, current_database() AS database, current_user AS login,
  current_schema() AS "defaultSchema", clock_timestamp() AS now`;

/** A session with its settings, and the moments around the message that made them. */
interface Begun<Row> {
  readonly client: pg.Client;
  readonly row: Row;
  readonly before: Date;
  readonly after: Date;
}

function describeServer({ row, before, after }: Begun<ServerFacts>): Pick<Database, 'server' | 'clock'> {
  const { version, database, login, defaultSchema, now } = row;
  return {
    // "17.5 (Debian 17.5-1.pgdg120+1)": the rest is the packager's.
    server: {
      product: 'PostgreSQL',
      version: version.split(' ')[0] ?? version,
      database,
      login,
      defaultSchema,
    },
    clock: { before, server: new Date(Number(now)), after },
  };
}
