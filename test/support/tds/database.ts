import type { Value } from './columns.ts';
import type { ServerMessage } from './tokens.ts';

export type Row = Readonly<Record<string, Value>>;
export type Tables = Map<string, readonly Row[]>;

/** What a stand-in knows: a few tables, and who holds which application lock. */
export interface StandInDatabase {
  readonly name: string;
  readonly user: string;
  readonly password: string;
  /** 3 is a server of one's own, 5 is Azure SQL. */
  readonly edition: 3 | 5;
  /** How much its clock is ahead. Milliseconds. */
  readonly clockAhead: number;
  /** By name, without schema and brackets; what is committed. */
  readonly tables: Tables;
  readonly locks: Map<string, LockHolder>;
  /** The session that keeps others waiting; null where none does, or the login may not see it. */
  readonly blocker: Row | null;
}

export interface LockHolder {
  readonly session: number;
  readonly application: string;
  readonly login: string;
  readonly since: Date;
  /** Resolves when it holds the lock no more. */
  readonly freed: Promise<void>;
  readonly free: () => void;
}

export function standInDatabase(known: Partial<StandInDatabase> = {}): StandInDatabase {
  return {
    name: 'shop',
    user: 'app',
    password: 'app',
    edition: 3,
    clockAhead: 0,
    tables: new Map(),
    locks: new Map(),
    blocker: null,
    ...known,
  };
}

/** An error that a statement is answered with. */
export class ServerError extends Error {
  readonly token: ServerMessage;

  constructor(token: Partial<ServerMessage> & Pick<ServerMessage, 'number' | 'message'>) {
    super(token.message);
    this.name = 'ServerError';
    this.token = { severity: 16, state: 1, line: 1, ...token };
  }
}

type Change = (tables: Tables) => void;

/** The tables as one session sees them. */
export interface View {
  readonly tables: () => Tables;
  readonly change: (change: Change) => void;
  readonly inTransaction: () => boolean;
  readonly begin: () => void;
  readonly commit: () => void;
  readonly rollBack: () => void;
}

/** What a transaction changes is its own until it is committed. */
export function openView(database: StandInDatabase): View {
  let transaction: { readonly tables: Tables; readonly changes: Change[] } | undefined;
  return {
    tables: () => transaction?.tables ?? database.tables,
    change(change) {
      change(transaction?.tables ?? database.tables);
      transaction?.changes.push(change);
    },
    inTransaction: () => transaction !== undefined,
    begin() {
      transaction = { tables: new Map(database.tables), changes: [] };
    },
    commit() {
      for (const change of transaction?.changes ?? []) change(database.tables);
      transaction = undefined;
    },
    rollBack() {
      transaction = undefined;
    },
  };
}
