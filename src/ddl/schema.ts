import type { Knex } from 'knex';
import { dialectOf } from './dialect.ts';
import { nationalSql } from './literal.ts';
import { quoteName } from './name.ts';
import { run } from './statement.ts';

/** Knex has this for PostgreSQL only. */
export async function createSchema(
  knex: Knex,
  name: string,
  options: { readonly ifNotExists?: boolean } = {},
): Promise<void> {
  const dialect = dialectOf(knex);
  const quoted = quoteName(dialect, name);
  const create = `CREATE SCHEMA ${quoted}`;
  if (!options.ifNotExists) await run(knex, create);
  else if (dialect === 'postgres') await run(knex, `CREATE SCHEMA IF NOT EXISTS ${quoted}`);
  // CREATE SCHEMA must be alone in its batch, so behind the IF it runs in one of its own.
  else await run(knex, `IF SCHEMA_ID(${nationalSql(name)}) IS NULL EXEC (${nationalSql(create)});`);
}

/** The schema must be empty. */
export async function dropSchema(knex: Knex, name: string): Promise<void> {
  await run(knex, `DROP SCHEMA ${quoteName(dialectOf(knex), name)}`);
}
