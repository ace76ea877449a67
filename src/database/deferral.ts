import type { KnexClientInternals, QueryObject } from './knex-internals.ts';

// Within a transaction, statements that only change the schema need not be awaited one by one: the first that fails dooms
// the whole. They are kept back and go to the server in one message, together with the next statement whose answer
// somebody waits for.

/** Where a statement was asked for. By the time that it is sent, the code that did so has gone on. */
export interface AskedAt {
  /** An error made there. Its stack is only read when it is needed, since that is slow. */
  readonly error?: Error;
  /** Frames of its stack that are Knex's. */
  readonly lines?: number;
  /** The place in a file of SQL. */
  readonly position?: { readonly path: string; readonly line: number };
}

export interface DeferredStatement {
  readonly sql: string;
  /** What it belongs to, as `belongTo` was told. */
  readonly of: unknown;
  readonly askedAt: AskedAt;
  /** Milliseconds since the epoch, when `belongTo` was told. */
  readonly since: number;
  /** Whether it is the tool's own, as the row of the history is. */
  readonly own: boolean;
  /** Whether it is left out where the COMMIT goes out with it. */
  readonly unlessCommitted?: boolean;
  /** Takes the rows of its answer. */
  readonly onRows?: ((rows: readonly Record<string, unknown>[]) => void) | undefined;
}

/** A statement that was kept back, and failed when it was sent with another. The server's error has the stack of where the
 * statement was asked for. */
export class DeferredError extends Error {
  readonly statement: DeferredStatement;
  readonly serverError: Error;

  constructor(statement: DeferredStatement, serverError: Error) {
    super(serverError.message, { cause: serverError });
    this.name = 'DeferredError';
    this.statement = statement;
    this.serverError = serverError;
    // Of the error itself Knex changes the stack on its way, to where the statement was asked for that it came back with.
    const { error, lines = 0, position } = statement.askedAt;
    if (error?.stack !== undefined)
      serverError.stack = [`Error: ${serverError.message}`, ...error.stack.split('\n').slice(lines)].join(
        '\n',
      );
    if (position !== undefined) Object.assign(serverError, { migrationPosition: position });
  }
}

/** Errors behind a COMMIT in the same message that is not the tool's own. */
const afterCommits = new WeakSet<object>();

/** Notes that code had ended its transaction when that error came up, where the words of its statements did not tell. */
export function rememberCommit(error: object): void {
  afterCommits.add(error);
}

/** Whether code had ended its transaction, in the same message, when that error of the server came up. */
export function isAfterCommit(error: unknown): boolean {
  const serverError = error instanceof DeferredError ? error.serverError : error;
  return typeof serverError === 'object' && serverError !== null && afterCommits.has(serverError);
}

/** How one server is sent several statements at once. */
export interface DeferralDialect {
  /**
   * Whether BEGIN, COMMIT and a statement whose answer somebody waits for go with those that are kept; otherwise these go first,
   * by themselves.
   */
  readonly joins: boolean;
  /**
   * Sends statements in one message. Resolves to the answers of those from `answersFrom` on, as the driver gives them to Knex;
   * throws a {@link DeferredError} where one before that failed, and otherwise the driver's error.
   */
  send(
    connection: unknown,
    statements: readonly DeferredStatement[],
    answersFrom: number,
  ): Promise<readonly unknown[]>;
  /** What Knex is told of a statement that has only been kept. */
  answer(sql: string): unknown;
  /** Ends a transaction that is open, where the message that failed was to commit it. */
  rollBack(connection: unknown): Promise<void>;
  /** Has the driver send what is kept before it does something that passes no query; resolves to what undoes that. */
  watch?(connection: unknown, flush: () => Promise<void>): () => void;
}

export interface DeferralOptions {
  readonly dialect: DeferralDialect;
  /** Whether nobody can want the answer of that statement. */
  readonly mayWait: (sql: string) => boolean;
  /** Told each statement that does not come from Knex, which tells its own. */
  readonly onStatement: (sql: string) => void;
}

/** What is kept back of one transaction. */
export interface Deferral {
  /** What follows belongs to `of`, such as a migration; `waiting`: whether its statements may be kept back. */
  belongTo(of: unknown, waiting: boolean): void;
  /** Keeps a statement of the tool's own, and hands on the rows of its answer. */
  keep(sql: string, onRows?: DeferredStatement['onRows']): void;
  /** The same for one that nobody needs where the COMMIT goes out with it. */
  keepUnlessCommitted(sql: string, onRows: DeferredStatement['onRows']): void;
  /** Keeps a statement from a file of SQL, and sends what is kept where that has become much. */
  keepFrom(position: NonNullable<AskedAt['position']>, sql: string): Promise<void>;
  /** Sends what is kept. */
  flush(): Promise<void>;
  /** Begins the next transaction, and tells that it did: Knex itself begins its first. */
  begin(): boolean;
  /** Commits, and sends what is kept with it. Throws what {@link DeferralDialect.send} throws, once it is rolled back. */
  commit(): Promise<void>;
  /** Forgets what is kept, since the transaction is to be rolled back. */
  drop(): void;
  /** Rolls back what is open, where Knex does not. */
  rollBack(): Promise<void>;
  /** Whether the server knows of the transaction yet. */
  begun(): boolean;
  /** Whether something was sent, since the last `belongTo`, that could have ended the transaction. */
  mixed(): boolean;
  stop(): void;
  query(client: DeferredClient, query: DeferredQuery, send: () => Promise<QueryObject>): Promise<QueryObject>;
}

/** A client of Knex, or of one of its transactions. */
type DeferredClient = Pick<KnexClientInternals, 'transacting'>;

/** What Knex sends, with what is remembered of the builder. */
export interface DeferredQuery extends QueryObject {
  askedAt?: AskedAt;
}

/** Characters of SQL that are kept at most. */
const LONGEST = 1_000_000;

const deferrals = new WeakMap<object, Deferral>();

/** The deferral of a connection; undefined where everything is sent at once. */
export function deferralOf(connection: object): Deferral | undefined {
  return deferrals.get(connection);
}

/** Keeps back what may wait on that connection, from the BEGIN of the next transaction until `stop`. */
export function deferOn(connection: object, { dialect, mayWait, onStatement }: DeferralOptions): Deferral {
  let kept: DeferredStatement[] = [];
  let size = 0;
  let owner: unknown;
  let of: unknown;
  let since = Date.now();
  let waiting = true;
  let begun = false;
  let mixed = false;

  const keep = (statement: DeferredStatement): void => {
    kept.push(statement);
    size += statement.sql.length;
  };
  const drop = (): void => {
    kept = [];
    size = 0;
  };
  const sendWith = async (more: readonly DeferredStatement[]): Promise<readonly unknown[]> => {
    const statements = [...kept, ...more];
    const answersFrom = kept.length;
    for (const { sql, unlessCommitted } of kept) if (unlessCommitted === true) onStatement(sql);
    drop();
    begun = true;
    return dialect.send(connection, statements, answersFrom);
  };
  const flush = async (): Promise<void> => {
    if (kept.length > 0) await sendWith([]);
  };
  const wait = async (query: DeferredQuery): Promise<QueryObject> => {
    const { sql, askedAt = {} } = query;
    keep({ sql, of, since, askedAt, own: false });
    query.response = dialect.answer(sql);
    if (size > LONGEST) await flush();
    return query;
  };

  const deferral: Deferral = {
    belongTo(what, may) {
      of = what;
      since = Date.now();
      waiting = may;
      mixed = false;
    },
    keep(sql, onRows) {
      onStatement(sql);
      keep({ sql, of, since, askedAt: {}, own: true, onRows });
    },
    keepUnlessCommitted(sql, onRows) {
      keep({ sql, of, since, askedAt: {}, own: true, unlessCommitted: true, onRows });
    },
    async keepFrom(position, sql) {
      onStatement(sql);
      keep({ sql, of, since, askedAt: { position }, own: false });
      if (size > LONGEST) await flush();
    },
    flush,
    begin() {
      if (kept.length > 0) return false;
      keep({ sql: 'BEGIN;', of, since, askedAt: {}, own: true });
      return true;
    },
    async commit() {
      try {
        kept = kept.filter(({ unlessCommitted }) => unlessCommitted !== true);
        await sendWith([{ sql: 'COMMIT;', of, since, askedAt: {}, own: false }]);
      } catch (error) {
        await dialect.rollBack(connection);
        throw error;
      } finally {
        begun = false;
      }
    },
    drop,
    async rollBack() {
      drop();
      if (begun) await dialect.rollBack(connection);
      begun = false;
    },
    begun: () => begun,
    mixed: () => mixed,
    stop() {
      deferrals.delete(connection);
      unwatch?.();
    },
    async query(client, query, send) {
      const { sql, bindings = [] } = query;
      if (sql === 'BEGIN;' && owner === undefined) {
        owner = client;
        return wait(query);
      }
      if (owner === undefined && !dialect.joins && client.transacting === true) owner = client;
      const ofOwner = client === owner;
      if (ofOwner && sql === 'ROLLBACK') {
        drop();
        if (begun) return send();
        query.response = dialect.answer(sql);
        return query;
      }
      if (ofOwner && waiting && bindings.length === 0 && query.output === undefined && mayWait(sql))
        return wait(query);
      mixed = true;
      if (kept.length === 0) {
        begun = true;
        return send();
      }
      if (bindings.length > 0 || !dialect.joins) {
        await flush();
        return send();
      }
      const answers = await sendWith([{ sql, of, since, askedAt: {}, own: false }]);
      query.response = answers.length === 1 ? answers[0] : answers;
      return query;
    },
  };
  deferrals.set(connection, deferral);
  const unwatch = dialect.watch?.(connection, flush);
  return deferral;
}
