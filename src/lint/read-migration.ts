import { lineIn } from '../error-location.ts';
import { QuodsiDbError, stackOf } from '../errors.ts';
import type { Origin } from '../migrate/script/origins.ts';
import { type RenderedStatement, renderMigration } from '../migrate/script/render.ts';
import type { Direction, Migration } from '../migrate/source/load-migration.ts';
import type { Dialect } from '../schema/model.ts';
import { tableOf } from './added-objects.ts';
import { builderPlaces, type Locate, placeOfCall, sqlPlaces } from './place.ts';
import { readStatements } from './read-statements.ts';
import type { BuilderCall, LintedMigration, LintedStatement, Obstacle } from './rule.ts';

/** Finds out what a migration does on an engine, without a database: what is thrown on the way is told as an obstacle. */
export async function readMigrationFor(migration: Migration, dialect: Dialect): Promise<LintedMigration> {
  const { file, transaction } = migration;
  const base = { name: file.name, path: file.path, source: file.source, dialect, transaction };
  const up = await attempt(migration, 'up', dialect);
  const down = migration.down === null ? null : await attempt(migration, 'down', dialect);
  return {
    ...base,
    up: up.statements,
    downIsEmpty: down !== null && down.obstacle?.kind !== 'unreadable' && down.sent.length === 0,
    isOpaque: up.sent.some((sql) => !READS.test(sql) && readStatements(sql, dialect).length === 0),
    down: down === null ? null : down.obstacle?.kind === 'unreadable' ? 'unknown' : down.statements,
    ...(up.obstacle === undefined ? {} : { obstacle: obstacleOf(up.obstacle, dialect) }),
  };
}

/** What neither changes anything nor has to be taken back. */
const READS = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|set|print|show|use)\b/i;

interface Attempt {
  /** The texts, understood or not. */
  readonly sent: readonly string[];
  readonly statements: readonly LintedStatement[];
  readonly obstacle?: Failure | { readonly kind: 'reads-data' };
}

interface Failure {
  readonly kind: 'unreadable';
  readonly error: QuodsiDbError;
  readonly line?: number;
}

async function attempt(migration: Migration, direction: Direction, dialect: Dialect): Promise<Attempt> {
  const { path, source } = migration.file;
  try {
    const { rendered, readsData } = await renderMigration(migration, direction, dialect, { origins: true });
    const statements = rendered.flatMap((each, batch) =>
      lintedStatements(each, batch, dialect, path, source),
    );
    const sent = rendered.map(({ sql }) => sql);
    return { sent, statements, ...(readsData ? { obstacle: { kind: 'reads-data' } as const } : {}) };
  } catch (error) {
    if (!(error instanceof QuodsiDbError)) throw error;
    const line = lineIn(stackOf(error.cause), path);
    return {
      sent: [],
      statements: [],
      obstacle: { kind: 'unreadable', error, ...(line === undefined ? {} : { line }) },
    };
  }
}

function lintedStatements(
  { sql, line, origin }: RenderedStatement,
  batch: number,
  dialect: Dialect,
  path: string,
  source: string,
): LintedStatement[] {
  const calls = origin === undefined ? [] : callsOf(origin, path, source);
  const places = origin === undefined ? sqlPlaces(sql, dialect, line ?? 1) : undefined;
  return readStatements(sql, dialect).map((statement) => {
    // A chain may build several tables, which have columns of the same name.
    const table = tableOf(statement)?.name.toLowerCase();
    const own = calls.filter((call) => table === undefined || call.table.toLowerCase() === table);
    const locateIn = places ?? (origin && builderPlaces({ sql, origin, calls: own, path, source }));
    const locate: Locate = locateIn?.(statement.start ?? statement.offset) ?? (() => ({}));
    return {
      statement,
      batch,
      calls,
      ...(origin === undefined ? {} : { builder: origin.builder }),
      // The parts of a text within the text have no place of their own.
      locate: (offset = statement.offset, ...names) =>
        locate(statement.nested ? statement.offset : offset, names),
    };
  });
}

/** A schema builder sends several statements: its calls are read once. */
const callsRead = new WeakMap<Origin, readonly BuilderCall[]>();

function callsOf(origin: Origin, path: string, source: string): readonly BuilderCall[] {
  const known = callsRead.get(origin);
  if (known !== undefined) return known;
  const lines = source.split(/\r?\n/);
  const whole = placeOfCall(origin.stack, path, lines);
  const calls = origin.calls.map(({ table, method, args, stack }) => {
    const own = placeOfCall(stack, path, lines);
    return {
      table,
      method,
      args,
      place:
        own.line === undefined ? whole : { ...own, outer: [...(own.outer ?? []), ...(whole.outer ?? [])] },
    };
  });
  callsRead.set(origin, calls);
  return calls;
}

const engines: Readonly<Record<Dialect, string>> = { mssql: 'SQL Server', postgres: 'PostgreSQL' };

function obstacleOf(obstacle: Failure | { readonly kind: 'reads-data' }, dialect: Dialect): Obstacle {
  if (obstacle.kind === 'reads-data') {
    return {
      kind: 'needs-database',
      message:
        'it reads from the database: what it does there was not looked at, only what it does where there is no row',
      advice: 'quodsi-db migrate up --dry-run shows what it sends to a real one.',
    };
  }
  const { error, line } = obstacle;
  const place = line === undefined ? {} : { line };
  const { message, hint = '' } = error;
  return error.code === 'NOT_RENDERABLE'
    ? {
        kind: 'needs-database',
        message: `it was not looked at for ${engines[dialect]}: ${message}`,
        advice: hint,
        ...place,
      }
    : { kind: 'broken-migration', message, advice: hint, ...place };
}
