import type { Knex } from 'knex';
import { defaultSql } from './default.ts';
import { dialectOf } from './dialect.ts';
import type { Value } from './literal.ts';
import { quoteName, quoteTable, type TableName } from './name.ts';
import { run } from './statement.ts';

/**
 * Gives the rows where a column is null a value, in one UPDATE: before the column becomes NOT NULL. On a large table, do it in
 * batches, or in a migration of its own before this one.
 *
 * @param value a plain value, or an expression such as `knex.raw('lower(email)')`
 */
export async function backfill(
  knex: Knex,
  table: TableName,
  column: string,
  value: Exclude<Value, null> | Knex.Raw,
): Promise<void> {
  const dialect = dialectOf(knex);
  const quoted = quoteName(dialect, column);
  const set = `${quoted} = ${defaultSql(dialect, value)}`;
  await run(knex, `UPDATE ${quoteTable(dialect, table)} SET ${set} WHERE ${quoted} IS NULL`);
}
