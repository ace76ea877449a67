import knexModule, { type Knex } from 'knex';
import type { Dialect } from '../../src/target.ts';

/** A Knex instance without a connection: it compiles, and keeps what it would have sent, positions of bindings included. */
export function captured(dialect: Dialect): { db: Knex; sent: string[] } {
  const sent: string[] = [];
  const db = knexModule({ client: dialect === 'mssql' ? 'mssql' : 'pg' });
  db.client.acquireConnection = async () => ({});
  db.client.releaseConnection = async () => {};
  db.client._query = async (_connection: object, query: { sql: string; response?: unknown[] }) => {
    sent.push(query.sql);
    query.response = [];
    return query;
  };
  db.client.processResponse = () => [];
  return { db, sent };
}

/** The statements that a helper sends on each engine. */
export async function statements(use: (knex: Knex) => Promise<void>): Promise<Record<Dialect, string[]>> {
  const mssql = captured('mssql');
  const postgres = captured('postgres');
  await use(mssql.db);
  await use(postgres.db);
  return { mssql: mssql.sent, postgres: postgres.sent };
}
