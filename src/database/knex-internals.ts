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
  options?: object;
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

/** The client behind a Knex instance or transaction. */
export function clientOf(knex: Knex): KnexClientInternals {
  return knex.client as KnexClientInternals;
}
