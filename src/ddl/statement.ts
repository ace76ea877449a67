import type { Knex } from 'knex';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import { dialectOf } from './dialect.ts';

/**
 * Sends one statement as it stands. Knex takes every `?` for a binding, also inside strings and quoted names, unless it is
 * written `\?`; with PostgreSQL it then also drops any backslash in front, so `\?` cannot be sent there at all.
 */
export async function run(knex: Knex, sql: string): Promise<void> {
  if (dialectOf(knex) === 'postgres' && sql.includes('\\?')) {
    throw new QuodsiDbError('DDL_STATEMENT', 'Knex cannot send a backslash followed by a question mark', {
      hint: "In a regular expression write [?] for \\?; elsewhere write the character as \\x3f in a string E'…'.",
      exitCode: exitCodes.config,
      details: [sql],
    });
  }
  await knex.raw(sql.replaceAll('?', '\\?'));
}
