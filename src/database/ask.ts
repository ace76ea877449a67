import type { Knex } from 'knex';
import { escapeQuestionMarks } from './question-marks.ts';

/** Asks a question without values, in SQL as the server is to read it, and resolves to the rows. */
export type Ask = <Row>(sql: string) => Promise<Row[]>;

/** Asks on a Knex instance, or within a transaction. */
export function askThrough(knex: Knex): Ask {
  return async <Row>(sql: string) => {
    const answer = (await knex.raw(escapeQuestionMarks(sql))) as Row[] | { rows: Row[] };
    return Array.isArray(answer) ? answer : answer.rows;
  };
}
