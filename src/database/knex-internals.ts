import { createRequire } from 'node:module';
import type { Knex } from 'knex';

// Knex offers its dialect classes as the way to adapt a dialect, yet types only their public face. What is
// used beyond it is typed here, once.

/** A statement on its way through a Knex client. */
export interface QueryObject {
  sql: string;
  bindings?: readonly unknown[];
  method?: string;
  response?: unknown;
  output?: (response: unknown) => unknown;
}

export interface KnexClientClass {
  // A mixin's base has to take any arguments.
  new (...args: never[]): KnexClientInternals;
}

export interface KnexClientInternals {
  readonly config: { readonly client?: unknown };
  readonly transacting?: boolean;
  _query(connection: unknown, query: QueryObject): Promise<QueryObject>;
  query(connection: unknown, query: QueryObject | string): Promise<QueryObject>;
  positionBindings(sql: string): string;
  wrapIdentifierImpl(value: string): string;
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
  schemaBuilder(...args: unknown[]): object;
  schemaCompiler(builder: object): object;
  tableBuilder(...args: unknown[]): object;
  runner(builder: object): KnexRunner;
  queryBuilder(...args: unknown[]): object;
  queryCompiler(builder: object, ...rest: unknown[]): object;
  raw(...args: unknown[]): RawBuilder;
  transaction(container: (trx: Knex.Transaction) => unknown, ...rest: unknown[]): object;
  on(event: string, listener: (...args: never[]) => void): unknown;
  removeListener(event: string, listener: (...args: never[]) => void): unknown;
}

/** What sends the queries of a builder. */
export interface KnexRunner {
  query(query: QueryObject): Promise<unknown>;
}

export interface RawBuilder {
  readonly sql: string;
  toSQL(...args: unknown[]): unknown;
}

const require = createRequire(import.meta.url);

/** Knex would print errors of connections past every stream of ours; they are thrown too. */
const silent = { warn() {}, error() {}, deprecate() {}, debug() {} };

/** Makes a Knex instance. Entered below Knex's front door, which would load its own migrator and seeder too. */
export function createKnex(config: object): Knex {
  const factory = require('knex/lib/knex-builder/Knex.js') as (config: object) => Knex;
  return factory({ log: silent, ...config });
}

/** The client behind a Knex instance or transaction. */
export function clientOf(knex: Knex): KnexClientInternals {
  return knex.client as KnexClientInternals;
}

/** Knex's SQL Server dialect. */
export function knexMssqlClient(): KnexClientClass {
  return require('knex/lib/dialects/mssql/index.js') as KnexClientClass;
}

/** Knex's PostgreSQL dialect. */
export function knexPostgresClient(): KnexClientClass {
  return require('knex/lib/dialects/postgres/index.js') as KnexClientClass;
}

/** knex-pglite's dialect: PostgreSQL without a server. */
export function knexPgliteClient(): KnexClientClass {
  return require('knex-pglite') as KnexClientClass;
}

/** PGlite as knex-pglite loads it: imported, it would be in memory twice. */
export function pgliteModule(): typeof import('@electric-sql/pglite') {
  return require('@electric-sql/pglite') as typeof import('@electric-sql/pglite');
}
