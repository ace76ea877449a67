import type { Knex } from 'knex';
import { escapeQuestionMarks } from './question-marks.ts';

/** Asks a question without values, in SQL as the server is to read it, and resolves to the rows. */
export type Ask = <Row>(sql: string) => Promise<Row[]>;

/** What can be asked: a database, outside of every transaction, or a transaction of it. */
export interface Askable {
  readonly ask: Ask;
  /** Whether it takes several statements in one question. They are done as one: all of them, or none. */
  readonly takesMany?: boolean;
}

/** Sends statements whose answers nobody looks at, in as few messages as can be. */
export async function askAll({ ask, takesMany }: Askable, statements: readonly string[]): Promise<void> {
  if (takesMany === true && statements.length > 0) await ask(statements.join(';\n'));
  else for (const sql of statements) await ask(sql);
}

/** What a statement with values is sent on, each in the place of a `?`: Knex, a transaction of it, or what does without it. */
export interface Sender {
  readonly isTransaction?: boolean;
  raw(sql: string, values: readonly (string | number | null)[]): PromiseLike<unknown>;
}

/** A Knex instance, or a transaction, to be asked. */
export function askable(knex: Knex): Askable {
  return {
    async ask<Row>(sql: string) {
      const answer = (await knex.raw(escapeQuestionMarks(sql))) as Row[] | { rows: Row[] };
      return Array.isArray(answer) ? answer : answer.rows;
    },
  };
}
