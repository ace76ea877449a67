import type { Knex } from 'knex';
import type { Connection, Request } from 'tedious';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import { type AskedAt, type DeferredQuery, deferralOf } from './deferral.ts';
import { limitTime } from './dialects/mssql-batch.ts';
import { TRANSACTION_OVER } from './dialects/mssql-errors.ts';
import { clientOf, type KnexClientClass, type KnexRunner, type QueryObject } from './knex-internals.ts';
import { knexMssqlClient, knexPgliteClient, knexPostgresClient } from './knex-load.ts';
import type { PostgresNotice } from './server-message.ts';

// Knex is extended by subclassing a dialect's client, hence classes here. Each override mends one thing
// that a migration would otherwise trip over.

/**
 * Knex reads `\?` as a literal question mark. It loses any further backslash before it, so that a migration
 * could not write the text `\?` at all; here `\` escapes itself too: a literal `\?` is written `\\\?`.
 */
export function positionBindings(sql: string, placeholder: (index: number) => string): string {
  let count = 0;
  const positioned = sql.replace(/(\\*)\?/g, (_match, escapes: string) => {
    const backslashes = '\\'.repeat(Math.floor(escapes.length / 2));
    if (escapes.length % 2 === 1) return `${backslashes}?`;
    count += 1;
    return `${backslashes}${placeholder(count)}`;
  });
  if (values !== undefined && count > values) throw strayQuestionMark(sql, count, values);
  return positioned;
}

/** How many values the statement has that is being sent just now; undefined where a statement is only printed. */
let values: number | undefined;

/** Sends a statement, and has its question marks counted meanwhile, which happens before the first await. */
function countingValues<T>(query: QueryObject | string, send: () => T): T {
  values = typeof query === 'string' ? 0 : (query.bindings?.length ?? 0);
  try {
    return send();
  } finally {
    values = undefined;
  }
}

/** Code of the error of a statement that Knex would write otherwise than it stands. */
export const BAD_STATEMENT = 'BAD_STATEMENT';

/** Knex would send `DEFAULT 'really$1'` for `defaultTo('really?')`, and the server would take it. */
function strayQuestionMark(sql: string, marks: number, count: number): QuodsiDbError {
  const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const message = `a statement has ${counted(marks, 'question mark')} and ${counted(count, 'value')}`;
  return new QuodsiDbError(BAD_STATEMENT, message, {
    details: [sql.length > 300 ? `${sql.slice(0, 299)}…` : sql],
    hint: 'Knex takes each ? for the place of a value. Write \\? for one that is text; in a default or a comment use literal() and setDescription() of quodsi-db/ddl.',
    exitCode: exitCodes.config,
  });
}

// Knex's own order is that of all connections together, or none.
const tails = new WeakMap<object, Promise<unknown>>();

/** Runs what is handed to a connection one after the other, in the order in which it came. */
export function inTurn<T>(connection: object, run: () => Promise<T>): Promise<T> {
  const result = (tails.get(connection) ?? Promise.resolve()).then(run);
  tails.set(
    connection,
    result.catch(() => undefined),
  );
  return result;
}

/**
 * Hands the driver's own connection of a transaction to `work`, for what Knex cannot say: after all that the transaction
 * has sent, before all that it sends next. `work` ends when the connection is ready for the next statement.
 */
export async function onConnection<T>(
  trx: Knex.Transaction,
  work: (connection: unknown) => Promise<T>,
): Promise<T> {
  const connection = (await clientOf(trx).acquireConnection()) as object;
  return inTurn(connection, () => {
    if (trx.isCompleted()) throw new Error('the transaction has ended');
    if ('inTransaction' in connection) refuseOutsideTransaction(true, connection as Connection);
    return work(connection);
  });
}

/** Looks after a statement from when it is sent: what `send` throws may be explained. */
export type Explain = <T>(connection: object, send: () => Promise<T>) => Promise<T>;

const asItIs: Explain = (_connection, send) => send();

/**
 * SQL Server through tedious. `timeLimit` is how many milliseconds a statement may take, 0 for no limit. BEGIN and COMMIT have
 * none: nobody is to wonder whether a COMMIT that was given up was done.
 */
export function mssqlClientClass(timeLimit = 0, explain = asItIs): KnexClientClass {
  return class MssqlClient extends knexMssqlClient() {
    // Knex drops brackets from a name instead of doubling the closing one, and so names another object.
    override wrapIdentifierImpl(value: string): string {
      return value === '*' ? '*' : `[${value.replaceAll(']', ']]')}]`;
    }

    override query(connection: unknown, query: QueryObject | string): Promise<QueryObject> {
      return countingValues(query, () => super.query(connection, query));
    }

    override positionBindings(sql: string): string {
      return positionBindings(sql, (index) => `@p${index - 1}`);
    }

    // Knex keeps one queue of requests for all connections of a process, last in first out: statements that a
    // migration starts together (Promise.all) would run backwards, or on another connection.
    override _query(connection: Connection, query: QueryObject): Promise<QueryObject> {
      return inTurn(connection, () => {
        refuseOutsideTransaction(this.transacting === true, connection);
        const send = () => explain(connection, () => super._query(connection, query));
        return deferralOf(connection)?.query(this, query, send) ?? send();
      });
    }

    override runner(builder: object): KnexRunner {
      return rememberingBuilder(super.runner(builder), builder);
    }

    // Without parameters a plain batch does what people expect of a script: SET options and #tables outlive
    // the statement, which they do not inside sp_executesql.
    _enqueueRequest(request: Request, connection: Connection): void {
      const { parameters } = request as unknown as { parameters: readonly unknown[] };
      limitTime(request, connection, timeLimit);
      if (parameters.length === 0) connection.execSqlBatch(request);
      else connection.execSql(request);
    }

    _chomp(): void {}
  };
}

/**
 * Under XACT_ABORT the first error ends the transaction on the server. A migration that catches that error and
 * goes on would from then on change the database outside any transaction.
 */
function refuseOutsideTransaction(transacting: boolean, connection: Connection): void {
  if (transacting && !(connection as unknown as { inTransaction: boolean }).inTransaction) {
    const message =
      'the transaction has already ended on the server, after an earlier error or by a COMMIT or ROLLBACK of its own';
    throw Object.assign(new Error(message), { code: TRANSACTION_OVER });
  }
}

/** PostgreSQL through pg. */
export function postgresClientClass(explain = asItIs): KnexClientClass {
  return class PostgresClient extends knexPostgresClient() {
    override query(connection: unknown, query: QueryObject | string): Promise<QueryObject> {
      return countingValues(query, () => super.query(connection, query));
    }

    override positionBindings(sql: string): string {
      return positionBindings(sql, (index) => `$${index}`);
    }

    // pg warns of a statement that comes before the last one is done, and is to refuse it some day.
    override _query(connection: object, query: QueryObject): Promise<QueryObject> {
      return inTurn(connection, () => {
        const send = () => explain(connection, () => super._query(connection, query));
        return deferralOf(connection)?.query(this, query, send) ?? send();
      });
    }

    override runner(builder: object): KnexRunner {
      return rememberingBuilder(super.runner(builder), builder);
    }
  };
}

/** Has a query know where its builder was made, for when it is sent after the code that made it has gone on. */
function rememberingBuilder(runner: KnexRunner, builder: object): KnexRunner {
  const { query } = runner;
  const { _asyncStack: made, migrationPosition: position } = builder as {
    _asyncStack?: AskedAt;
    migrationPosition?: AskedAt['position'];
  };
  runner.query = function (queryObject: DeferredQuery) {
    queryObject.askedAt = { ...made, ...(position === undefined ? {} : { position }) };
    return query.call(this, queryObject);
  };
  return runner;
}

/** PGlite; `onNotice` is told what it says beside its answers. */
export function pgliteClientClass(onNotice: (notice: PostgresNotice) => void): KnexClientClass {
  return class PgliteClient extends knexPgliteClient() {
    override _query(connection: unknown, query: QueryObject): Promise<QueryObject> {
      return super._query(connection, Object.assign(query, { options: { ...query.options, onNotice } }));
    }

    override query(connection: unknown, query: QueryObject | string): Promise<QueryObject> {
      return countingValues(query, () => super.query(connection, query));
    }

    override positionBindings(sql: string): string {
      return positionBindings(sql, (index) => `$${index}`);
    }
  };
}
