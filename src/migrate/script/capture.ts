import type { Knex } from 'knex';
import { mssqlClientClass, postgresClientClass } from '../../database/clients.ts';
import { createKnex, type KnexClientClass, type QueryObject } from '../../database/knex-internals.ts';
import { nationalSql, stringSql } from '../../ddl/literal.ts';
import type { Dialect } from '../../target.ts';
import type { SentStatement } from '../run/statement-watch.ts';

/** A Knex instance without a database, and what was sent through it. */
export interface Capture {
  readonly knex: Knex;
  /** Statements in order, with their values written in. */
  readonly statements: readonly string[];
  /** Whether something was read: the answer was empty, and on a database the migration may send other statements. */
  readonly readData: () => boolean;
}

const READS = /^\s*(?:select|with\b[\s\S]*\bselect|if\s+object_id)\b/i;
const TRANSACTION = /^\s*(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION)\b[^;]*;?\s*$/;

/** Every query succeeds, answers with no rows, and is kept as text. */
export function captureStatements(dialect: Dialect): Capture {
  const statements: string[] = [];
  let readData = false;

  const Base: KnexClientClass = dialect === 'mssql' ? mssqlClientClass() : postgresClientClass();
  class CaptureClient extends Base {
    override async acquireConnection(): Promise<unknown> {
      return silentConnection();
    }
    override async releaseConnection(): Promise<void> {}
    override async _query(_connection: unknown, query: QueryObject): Promise<QueryObject> {
      const sql = inlineBindings(dialect, query.sql, query.bindings ?? []);
      if (READS.test(sql)) readData = true;
      if (!TRANSACTION.test(sql)) statements.push(sql);
      query.response = dialect === 'mssql' ? [] : { rows: [], rowCount: 0, fields: [], command: '' };
      return query;
    }
  }
  return {
    knex: createKnex({ client: CaptureClient, connection: {}, version: '14', compileSqlOnError: false }),
    statements,
    readData: () => readData,
  };
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

/** Puts values in the place of `$1` or `@p0`, outside of strings, names and comments. */
function inlineBindings(dialect: Dialect, sql: string, bindings: readonly unknown[]): string {
  if (bindings.length === 0) return sql;
  const quoted = String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"|\[(?:[^\]]|\]\])*\]|--[^\n]*|/\*[\s\S]*?\*/`;
  const parameter = dialect === 'mssql' ? String.raw`@p(\d+)` : String.raw`\$(\d+)`;
  const offset = dialect === 'mssql' ? 0 : 1;
  return sql.replace(new RegExp(`${quoted}|${parameter}`, 'g'), (match, index: string | undefined) =>
    index === undefined ? match : valueSql(dialect, bindings[Number(index) - offset]),
  );
}

function valueSql(dialect: Dialect, value: unknown): string {
  const mssql = dialect === 'mssql';
  const text = (content: string): string => (mssql ? nationalSql(content) : stringSql(dialect, content));
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return mssql ? String(Number(value)) : String(value);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return text(mssql ? value.toISOString().replace('Z', '') : value.toISOString());
  if (Buffer.isBuffer(value))
    return mssql ? `0x${value.toString('hex')}` : `'\\x${value.toString('hex')}'::bytea`;
  return text(typeof value === 'string' ? value : JSON.stringify(value));
}
