import type { Knex } from 'knex';
import { clientOf, type KnexClientInternals, type RawBuilder } from '../database/knex-internals.ts';

/** Statements that a raw fragment would not begin with: such a one was meant to be run. */
const STATEMENT =
  /^\s*(?:create|alter|drop|insert|update|delete|merge|truncate|exec|execute|grant|revoke|comment)\b/i;
const WRITES = new Set(['insert', 'update', 'del', 'truncate']);

/** What became of the builders and transactions that were made through a Knex instance or transaction. */
export interface BuilderWatch {
  /** Builders that were made and never run. One line each. */
  neverRun(): readonly string[];
  /** Whether a transaction that was begun through it has not ended. */
  inTransaction(): boolean;
  stop(): void;
}

/** Follows builders from their making to their compiling, which is what running, or printing, one begins with. */
export function watchBuilders(knex: Knex): BuilderWatch {
  // Those that were not run yet; a long migration makes more builders than memory holds.
  const waiting = new Map<object, () => string | null>();
  let open = 0;
  const stops: (() => void)[] = [];

  const follow = (client: KnexClientInternals): void => {
    const { schemaBuilder, schemaCompiler, queryBuilder, queryCompiler, raw, transaction } = client;
    client.schemaBuilder = function (...args) {
      const builder = schemaBuilder.apply(this, args);
      waiting.set(builder, () => describeSchema(builder));
      return builder;
    };
    client.schemaCompiler = function (builder) {
      waiting.delete(builder);
      return schemaCompiler.call(this, builder);
    };
    client.queryBuilder = function (...args) {
      const builder = queryBuilder.apply(this, args);
      waiting.set(builder, () => describeQuery(builder));
      return builder;
    };
    client.queryCompiler = function (builder, ...rest) {
      waiting.delete(builder);
      return queryCompiler.call(this, builder, ...rest);
    };
    client.raw = function (...args) {
      const builder = raw.apply(this, args);
      waiting.set(builder, () => describeRaw(builder));
      const { toSQL } = builder;
      builder.toSQL = function (...rest) {
        waiting.delete(builder);
        return toSQL.apply(this, rest);
      };
      return builder;
    };
    // What is within a transaction has a client of its own.
    client.transaction = function (container, ...rest) {
      const ended = (): void => {
        open -= 1;
      };
      const within = (trx: Knex.Transaction): unknown => {
        trx.executionPromise.then(ended, ended);
        follow(clientOf(trx));
        return container(trx);
      };
      open += 1;
      return transaction.call(this, within, ...rest);
    };
    stops.push(() => {
      Object.assign(client, { schemaBuilder, schemaCompiler, queryBuilder, queryCompiler, raw, transaction });
    });
  };
  follow(clientOf(knex));

  return {
    neverRun: () => [...waiting.values()].flatMap((describe) => describe() ?? []),
    inTransaction: () => open > 0,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

function describeSchema(builder: object): string | null {
  // The calls made on it, as Knex keeps them until it compiles: none was made by `knex.schema` alone.
  const { _sequence: calls = [] } = builder as { _sequence?: { method: string; args: unknown[] }[] };
  const [call] = calls;
  if (call === undefined) return null;
  const [first] = call.args;
  return `knex.schema.${call.method}(${typeof first === 'string' ? JSON.stringify(first) : ''}…)`;
}

function describeQuery(builder: object): string | null {
  const { _method: method = '', _single: single = {} } = builder as {
    _method?: string;
    _single?: { table?: unknown };
  };
  if (!WRITES.has(method)) return null;
  const name = method === 'del' ? 'delete' : method;
  return `knex(${typeof single.table === 'string' ? JSON.stringify(single.table) : '…'}).${name}(…)`;
}

function describeRaw(builder: RawBuilder): string | null {
  return STATEMENT.test(builder.sql) ? `knex.raw(${JSON.stringify(firstLine(builder.sql))})` : null;
}

function firstLine(sql: string): string {
  const line = sql.trim().split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
