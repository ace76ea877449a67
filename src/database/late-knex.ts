import type { Knex } from 'knex';
import { type Ask, askable } from './ask.ts';
import { inTurn } from './clients.ts';
import { rememberStatementError } from './statement-error.ts';

/** Knex takes a while to load, which commands that only look do without. */
export interface LateKnex {
  /** Made when it is first asked for. */
  readonly knex: () => Knex;
  /** Asks on the spare connection, and through Knex once that is Knex's. */
  readonly ask: Ask;
  readonly destroy: () => Promise<void>;
}

export interface LateKnexOptions<Connection extends object> {
  readonly make: () => Knex;
  /** The connection that is there, and not Knex's yet. */
  readonly spare: () => Connection | undefined;
  /** Asks a question on it; resolves to the rows. */
  readonly send: (connection: Connection, sql: string) => Promise<readonly unknown[]>;
  /** Told each statement before it is sent; Knex tells its own. */
  readonly onStatement: (sql: string) => void;
}

export function lateKnex<Connection extends object>({
  make,
  spare,
  send,
  onStatement,
}: LateKnexOptions<Connection>): LateKnex {
  let made: Knex | undefined;
  const knex = (): Knex => {
    made ??= make();
    return made;
  };
  return {
    knex,
    async ask<Row>(sql: string) {
      const connection = spare();
      if (connection === undefined) return askable(knex()).ask<Row>(sql);
      onStatement(sql);
      try {
        return (await inTurn(connection, () => send(connection, sql))) as Row[];
      } catch (error) {
        rememberStatementError(error as object, sql);
        throw error;
      }
    },
    destroy: async () => made?.destroy(),
  };
}
