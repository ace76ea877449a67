import type { KnexClientClass, KnexRunner, QueryObject } from '../../database/knex-internals.ts';

/** A call of the table builder, as in `table.dropColumn('name')`. */
export interface TableCall {
  /** Without its schema. */
  readonly table: string;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly stack: string;
}

/** Where a statement comes from: Knex sends it long after the code that asked for it has gone on. */
export interface Origin {
  /** Stack of the call that made the builder. */
  readonly stack: string;
  /** `raw`: the SQL is the migration's own. */
  readonly builder: 'schema' | 'query' | 'raw';
  /** Every call of the table builders that the statement was made with. */
  readonly calls: readonly TableCall[];
}

interface Making extends Origin {
  calls: TableCall[];
}

export interface Origins {
  readonly Client: KnexClientClass;
  readonly of: (query: QueryObject) => Origin | undefined;
}

/** Frames of Knex and of helpers stand between the migration and here. */
const FRAMES = 60;

/** Remembers of each builder where it was made, and of each query which builder sent it. */
export function recordOrigins(Base: KnexClientClass): Origins {
  const makings = new WeakMap<object, Making>();
  const sent = new WeakMap<object, Origin>();
  // Compiling is synchronous: the table builders that come up meanwhile belong to the one that is compiled.
  let compiling: Making | undefined;

  const made = <B extends object>(builder: B, kind: Origin['builder']): B => {
    makings.set(builder, { stack: stackHere(), builder: kind, calls: [] });
    return builder;
  };

  class RecordingClient extends Base {
    override schemaBuilder(...args: unknown[]): object {
      return made(super.schemaBuilder(...args), 'schema');
    }
    override queryBuilder(...args: unknown[]): object {
      return made(super.queryBuilder(...args), 'query');
    }
    override raw(...args: unknown[]): ReturnType<InstanceType<KnexClientClass>['raw']> {
      return made(super.raw(...args), 'raw');
    }
    override schemaCompiler(builder: object): object {
      compiling = makings.get(builder);
      if (compiling !== undefined) compiling.calls = [];
      return super.schemaCompiler(builder);
    }
    override tableBuilder(...args: unknown[]): object {
      const [method, table, like, build] = args;
      if (typeof build !== 'function') return super.tableBuilder(...args);
      const making = compiling;
      return super.tableBuilder(method, table, like, function (this: object) {
        watchCalls(this, (call) => making?.calls.push({ table: String(table), ...call }));
        return build.call(this, this);
      });
    }
    override runner(builder: object): KnexRunner {
      const runner = super.runner(builder);
      const { query } = runner;
      runner.query = function (queryObject) {
        const making = makings.get(builder);
        if (making !== undefined) sent.set(queryObject, making);
        return query.call(this, queryObject);
      };
      return runner;
    }
  }
  return { Client: RecordingClient, of: (query) => sent.get(query) };
}

/** Also sees calls made through a column: `table.string('name').unique()`. */
function watchCalls(builder: object, onCall: (call: Omit<TableCall, 'table'>) => void): void {
  const methods = builder as Record<string, unknown>;
  for (const name of methodNames(builder)) {
    const method = methods[name];
    if (typeof method !== 'function') continue;
    methods[name] = function (this: object, ...args: unknown[]): unknown {
      onCall({ method: name, args, stack: stackHere() });
      return method.apply(this, args);
    };
  }
}

const notOfTheTable = new Set(['constructor', 'toSQL', 'setSchema', 'queryContext']);

function methodNames(builder: object): Set<string> {
  const names = new Set<string>();
  for (let each = builder; each !== Object.prototype; each = Object.getPrototypeOf(each)) {
    for (const name of Object.getOwnPropertyNames(each)) {
      if (!name.startsWith('_') && !notOfTheTable.has(name)) names.add(name);
    }
  }
  return names;
}

function stackHere(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  return stack;
}
