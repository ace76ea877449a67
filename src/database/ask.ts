import type { Knex } from 'knex';
import { escapeQuestionMarks } from './question-marks.ts';

/** Asks a question without values, in SQL as the server is to read it, and resolves to the rows. */
export type Ask = <Row>(sql: string) => Promise<Row[]>;

/** What can be asked: a database, outside of every transaction, or a transaction of it. */
export interface Askable {
  readonly ask: Ask;
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
