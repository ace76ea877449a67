import type { Knex } from 'knex';
import { mssqlClientClass, postgresClientClass } from '../../database/clients.ts';
import type { KnexClientClass, QueryObject } from '../../database/knex-internals.ts';
import { createKnex } from '../../database/knex-load.ts';
import { inlineBindings } from '../../project-code/inline-bindings.ts';
import type { SentStatement } from '../../project-code/statement-watch.ts';
import type { Dialect } from '../../target.ts';
import { type Origin, type Origins, recordOrigins } from './origins.ts';

/** A statement with its values written in. */
export interface CapturedStatement {
  readonly sql: string;
  /** Known where it was asked for. */
  readonly origin?: Origin;
}

/** A Knex instance without a database, and what was sent through it. */
export interface Capture {
  readonly knex: Knex;
  /** Statements in order, with their values written in. */
  readonly statements: readonly string[];
  /** The same statements, with where they come from. */
  readonly captured: readonly CapturedStatement[];
  /** Whether something was read: the answer was empty, and on a database the migration may send other statements. */
  readonly readData: () => boolean;
}

const READS = /^\s*(?:select|with\b[\s\S]*\bselect|if\s+object_id)\b/i;
const TRANSACTION = /^\s*(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION)\b[^;]*;?\s*$/;

/** What Knex's dialects look at when they make a result of an answer. */
interface CapturedQuery extends QueryObject {
  readonly returning?: unknown;
}

export interface CaptureOptions {
  /** Whether to find out where each statement comes from, which takes a stack for every builder. */
  readonly origins?: boolean;
}

/** Every query succeeds, answers with no rows, and is kept as text. */
export function captureStatements(dialect: Dialect, options: CaptureOptions = {}): Capture {
  const statements: string[] = [];
  const captured: CapturedStatement[] = [];
  let readData = false;

  const Plain: KnexClientClass = dialect === 'mssql' ? mssqlClientClass() : postgresClientClass();
  const origins: Origins | undefined = options.origins ? recordOrigins(Plain) : undefined;
  const Base = origins?.Client ?? Plain;
  class CaptureClient extends Base {
    // Nothing is sent.
    _driver(): unknown {
      return {};
    }
    override async acquireConnection(): Promise<unknown> {
      return silentConnection();
    }
    override async releaseConnection(): Promise<void> {}
    override async _query(_connection: unknown, query: CapturedQuery): Promise<QueryObject> {
      const sql = inlineBindings(dialect, query.sql, query.bindings ?? []);
      if (READS.test(sql)) readData = true;
      if (!TRANSACTION.test(sql)) {
        const origin = origins?.of(query);
        statements.push(sql);
        captured.push({ sql, ...(origin === undefined ? {} : { origin }) });
      }
      query.response = dialect === 'mssql' ? mssqlAnswer(query) : postgresAnswer(query);
      return query;
    }
  }
  return {
    knex: createKnex({ client: CaptureClient, connection: {}, version: '14', compileSqlOnError: false }),
    statements,
    captured,
    readData: () => readData,
  };
}

/** No rows; but where Knex has asked for the number of changed rows, it takes it from a row without looking. */
function mssqlAnswer({ returning }: CapturedQuery): object[] {
  return returning === '@@rowcount' ? [[{ metadata: { colName: '' }, value: 0 }]] : [];
}

/** Knex goes by the command: without it a read would answer with the whole result, and not with its rows. */
function postgresAnswer({ method, sql }: CapturedQuery): object {
  const commands: Readonly<Record<string, string>> = {
    select: 'SELECT',
    first: 'SELECT',
    pluck: 'SELECT',
    insert: 'INSERT',
    update: 'UPDATE',
    del: 'DELETE',
  };
  const command = commands[method ?? ''] ?? /[a-z]+/i.exec(sql)?.[0].toUpperCase() ?? '';
  return { rows: [], rowCount: 0, fields: [], command };
}

/** What Knex's transactions on SQL Server ask of a connection beside queries. */
function silentConnection(): object {
  const done = (callback: (error?: Error) => void): void => callback();
  return {
    inTransaction: true,
    state: { name: 'LoggedIn' },
    beginTransaction: done,
    commitTransaction: done,
    rollbackTransaction: done,
    saveTransaction: done,
    transactionDescriptors: [Buffer.alloc(8)],
    once: () => undefined,
  };
}

/** Shows a statement as one text: the values stand in the places of their parameters. */
export function showStatement(dialect: Dialect, statement: SentStatement): string {
  return inlineBindings(dialect, statement.sql, statement.bindings);
}
