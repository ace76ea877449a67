import type { Knex } from 'knex';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';

/**
 * The SQL that a Knex instance or transaction speaks.
 * @throws QuodsiDbError `DDL_DIALECT` for any client but those of SQL Server, PostgreSQL and PGlite.
 */
export function dialectOf(knex: Knex): Dialect {
  const name: unknown = knex.client.dialect;
  if (name === 'mssql') return 'mssql';
  if (name === 'postgresql' || name === 'postgres') return 'postgres';
  throw new QuodsiDbError('DDL_DIALECT', `the helpers of quodsi-db/ddl do not speak ${String(name)}`, {
    hint: "Use a Knex instance for SQL Server (client 'mssql'), PostgreSQL (client 'pg') or PGlite.",
    exitCode: exitCodes.config,
  });
}

/** The member for this engine: the way to write what differs, such as a type or the text of an expression. */
export function perEngine<T>(knex: Knex, choices: Readonly<Record<Dialect, T>>): T {
  return choices[dialectOf(knex)];
}
