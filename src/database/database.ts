import type { Knex } from 'knex';
import { assertNever } from '../errors.ts';
import type { Dialect, Target } from '../target.ts';
import type { Askable } from './ask.ts';
import type { ServerClock } from './clock.ts';
import type { DeferralDialect } from './deferral.ts';
import { statementError } from './statement-error.ts';
import type { StatementLimits } from './statement-limits.ts';

/** What the server says of itself. */
export interface Server {
  readonly product: 'SQL Server' | 'Azure SQL' | 'Babelfish' | 'PostgreSQL' | 'PGlite';
  /** As the server gives it: `16.0.4135.4`, `17.5`. */
  readonly version: string;
  readonly database: string;
  readonly login: string;
  /** The SQL schema that a name without one means for this login; null where there is none. */
  readonly defaultSchema: string | null;
}

/** What makes the session of a transaction forget what code did in it, on a server that can do so within the transaction. */
export interface FreshSession {
  /** What the record that the code has run could not be written without. */
  readonly first: readonly string[];
  /** What comes behind that: some of it is measured by a setting. */
  readonly rest: readonly string[];
}

/** A connection of the driver, beside Knex. */
export interface Lease {
  readonly connection: object;
  readonly release: () => Promise<void>;
}

/** An open database. Everything that it holds is given back when the callback of {@link withDatabase} ends. */
export interface Database extends Askable {
  /** Made, and Knex loaded, when it is asked for: who only looks at the history does not. */
  readonly knex: Knex;
  readonly target: Target;
  readonly dialect: Dialect;
  readonly server: Server;
  /** What the server's clock showed when it was connected to. */
  readonly clock: ServerClock;
  /** How it is sent several statements in one message; null where that saves nothing. */
  readonly deferral: DeferralDialect | null;
  readonly limits: StatementLimits;
  readonly fresh: FreshSession;
  /** Lends a connection to who does without Knex; null where nobody can. */
  readonly lease: (() => Promise<Lease>) | null;
  /** To be told each statement that is sent past Knex. */
  readonly onStatement: (sql: string) => void;
  /** Has the open sessions wait for locks as long as it takes, until {@link freshSession}. */
  waitForLocks(): Promise<void>;
  /** Makes the server give up what its connections are running now; their promises then reject. */
  cancelRunning(): Promise<void>;
  /**
   * Makes the open sessions forget what a migration left in them: SET options, a role, temporary tables. A migration then
   * does the same whether it runs alone or behind others. Not to be called within a transaction.
   */
  freshSession(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** The command's words, `migrate up`: shown beside the connection on the server, and in the lock of a folder. */
  readonly command: string;
  /** Milliseconds to wait for an embedded folder that another process has open. */
  readonly lockTimeout: number;
  /** How long its statements may take; without, as long as it takes. */
  readonly limits?: StatementLimits;
  /** Milliseconds during which a failed login or connection that may pass is tried again; 0 tries once. */
  readonly retryFor: number;
  /** Tries again after every error but a refused login. */
  readonly retryAll: boolean;
  /** Creates the embedded folder where there is none. */
  readonly create: boolean;
  readonly signal: AbortSignal;
  /** Told once when an embedded folder is in use and the wait begins, and before each further attempt to connect. */
  readonly onWait: (message: string) => void;
  /** Told each statement before it is sent. */
  readonly onStatement?: (sql: string) => void;
  /** Told what the server says beside its answers, for a person: NOTICE, WARNING, PRINT. */
  readonly onMessage?: (text: string) => void;
}

/**
 * Opens the target, hands it to `work`, and closes it on every path.
 * Throws LOGIN_FAILED, DATABASE_MISSING, UNREACHABLE, TLS_FAILED or, for an embedded folder in use, LOCK_TIMEOUT.
 */
export async function withDatabase<T>(
  target: Target,
  options: OpenOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await open(target, options);
  try {
    return await work(database);
  } catch (error) {
    throw statementError(database.dialect, target.label, error);
  } finally {
    await Promise.all([database.close(), endedAlongside(database)]);
  }
}

const alongside = new WeakMap<Database, Promise<unknown>[]>();

/** Has the end of a database wait for something else that ends, such as another connection to it. */
export function endAlongside(database: Database, ending: Promise<unknown>): void {
  alongside.set(database, [...(alongside.get(database) ?? []), ending]);
}

/** Waits for what ends alongside. */
export async function endedAlongside(database: Database): Promise<void> {
  await Promise.all(alongside.get(database) ?? []);
}

async function open(target: Target, options: OpenOptions): Promise<Database> {
  switch (target.kind) {
    case 'mssql':
      return (await import('./dialects/mssql.ts')).openMssql(target, options);
    case 'postgres':
      return (await import('./dialects/postgres.ts')).openPostgres(target, options);
    case 'pglite':
      return (await import('./dialects/pglite.ts')).openPglite(target, options);
    default:
      return assertNever(target);
  }
}
