import pg from 'pg';
import type { Explain } from '../clients.ts';
import { type DeferralDialect, DeferredError, type DeferredStatement, rememberCommit } from '../deferral.ts';
import { splitSql } from '../sql-text.ts';
import { postgresFault } from './postgres-errors.ts';

/** Between two statements: either may end with a comment. */
const SEPARATOR = '\n;\n';

/** An error of pg. */
interface ServerError extends Error {
  /** 1-based, in characters of the whole message. */
  position?: string;
}

/** What pg's own types leave out: called once for each statement that is done. */
interface CountedQuery extends pg.Submittable {
  /** An array of what came back, where that is more than one. */
  readonly _results: pg.QueryResult | pg.QueryResult[];
  handleCommandComplete(message: { readonly text?: string }, ...more: unknown[]): void;
}

/** Several statements in one message of PostgreSQL's simple protocol; each answers for itself. */
export function postgresDeferral(explain: Explain): DeferralDialect {
  return {
    joins: true,
    send: (connection, statements, answersFrom) =>
      explain(connection as object, () => sendTogether(connection as pg.Client, statements, answersFrom)),
    answer: (sql) => ({
      command: /[a-z]+/i.exec(sql)?.[0].toUpperCase() ?? '',
      rowCount: null,
      rows: [],
      fields: [],
    }),
    async rollBack(connection) {
      // Whether there is one, pg does not know yet: it tells of an error before its answer has ended. A connection that the
      // server ends is known to be gone once this comes back.
      await (connection as pg.Client).query('ROLLBACK').catch(() => undefined);
    },
  };
}

async function sendTogether(
  client: pg.Client,
  statements: readonly DeferredStatement[],
  answersFrom: number,
): Promise<readonly pg.QueryResult[]> {
  const text = statements.map(({ sql }) => withoutEnd(sql)).join(SEPARATOR);
  const { results, done, committed, error } = await queryCounting(client, text);
  const extra = results.length - statements.length;
  if (error === undefined && extra > 0 && !mayAnswerOften(statements, answersFrom))
    throw endedWithin(statements);
  // Also where a later one failed, what was done before it has been answered.
  for (const [index, { onRows }] of statements.entries())
    if (index < results.length) onRows?.(results[index]?.rows ?? []);
  if (error === undefined) return results.slice(answersFrom);
  // The tool's own COMMIT is the last statement of its message.
  if (committed) rememberCommit(error);
  const failed = (committed ? suspect(statements) : undefined) ?? failedStatement(statements, error, done);
  if (failed === undefined) throw error;
  const { statement, index, position } = failed;
  if (position !== undefined) error.position = String(position);
  throw index < answersFrom ? new DeferredError(statement, error) : error;
}

/** Whether the last of them is a text of the code's own, which may be several statements; each that is kept is one. */
function mayAnswerOften(statements: readonly DeferredStatement[], answersFrom: number): boolean {
  const last = statements.at(-1);
  return answersFrom < statements.length && last !== undefined && splitSql(last.sql, 'postgres').length > 1;
}

/**
 * More was answered than was asked: a text that passed for one statement was several, and what ends a transaction is only looked
 * for at the beginning of a statement.
 */
function endedWithin(statements: readonly DeferredStatement[]): DeferredError {
  const error = new Error('it holds several statements, and may have ended its transaction');
  rememberCommit(error);
  const { statement = statements[0] } = suspect(statements) ?? {};
  return new DeferredError(statement as DeferredStatement, error);
}

/** A statement of the code's own in which a transaction may end: how many were done does not tell where it was. */
function suspect(statements: readonly DeferredStatement[]): FailedStatement | undefined {
  const index = statements.findIndex(
    ({ own, sql }) => !own && sql !== 'COMMIT;' && /\b(?:COMMIT|ROLLBACK|ABORT|PREPARE)\b/i.test(sql),
  );
  const statement = statements[index];
  return statement === undefined ? undefined : { statement, index };
}

/** `COMMIT;` as `COMMIT`; an empty statement between two would count as none. */
function withoutEnd(sql: string): string {
  return sql.replace(/[\s;]+$/, '');
}

interface FailedStatement {
  readonly statement: DeferredStatement;
  readonly index: number;
  /** 1-based, in characters of the statement. */
  readonly position?: number;
}

interface Counted {
  readonly results: readonly pg.QueryResult[];
  /** How many statements were done. */
  readonly done: number;
  /** Whether one of them was a COMMIT. */
  readonly committed: boolean;
  readonly error?: ServerError;
}

/** pg tells of an error, and not of what was done before it in the same message. */
function queryCounting(client: pg.Client, text: string): Promise<Counted> {
  return new Promise((resolve) => {
    let done = 0;
    let committed = false;
    const onEnd = (error: ServerError | null): void => {
      const { _results: results } = query;
      const list = Array.isArray(results) ? results : [results];
      resolve(
        error ? { results: list.slice(0, done), done, committed, error } : { results: list, done, committed },
      );
    };
    const query = new pg.Query({ text, callback: onEnd } as pg.QueryConfig) as unknown as CountedQuery;
    const { handleCommandComplete } = query;
    query.handleCommandComplete = function (message, ...more) {
      done += 1;
      committed ||= /^(?:COMMIT|PREPARE TRANSACTION)/.test(message.text ?? '');
      handleCommandComplete.call(this, message, ...more);
    };
    client.query(query);
  });
}

/**
 * Which statement failed: the one that the server points into, since a syntax error is found before anything is run; else
 * the first that is not done. Undefined where the server ended the connection, or the network did.
 */
function failedStatement(
  statements: readonly DeferredStatement[],
  error: ServerError,
  done: number,
): FailedStatement | undefined {
  const { code, number } = postgresFault(error);
  if (code === 'CONNECTION_LOST' || code === 'UNREACHABLE' || !/^[0-9A-Z]{5}$/.test(number)) return undefined;
  const { position } = error;
  if (position !== undefined) {
    let rest = Number(position);
    for (const [index, statement] of statements.entries()) {
      // Characters, as the server counts them, and not UTF-16 units.
      const length = [...withoutEnd(statement.sql)].length + SEPARATOR.length;
      if (rest <= length) return { statement, index, position: rest };
      rest -= length;
    }
  }
  const statement = statements[done];
  return statement === undefined ? undefined : { statement, index: done };
}
