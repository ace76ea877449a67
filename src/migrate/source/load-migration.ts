import { dirname, resolve } from 'node:path';
import type { Knex } from 'knex';
import { escapeQuestionMarks } from '../../database/clients.ts';
import { DeferredError } from '../../database/deferral.ts';
import { locateError } from '../../error-location.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { Dialect } from '../../target.ts';
import { isSql, type MigrationFile } from './migration-file.ts';
import { type MigrationConfig, parseSqlMigration } from './sql-file.ts';
import type { SqlPart } from './sql-text.ts';

export type Direction = 'up' | 'down';

/** A migration ready to run. */
export interface Migration {
  readonly file: MigrationFile;
  /** False: it runs outside a transaction, and may be left half done. */
  readonly transaction: boolean;
  /** Whether it says that it loses rows on purpose. */
  readonly destructive: boolean;
  /** Whether statements that nobody waits for may be sent together. */
  readonly batch: boolean;
  readonly up: (knex: Knex) => unknown;
  /** Null where the migration cannot be taken back. */
  readonly down: ((knex: Knex) => unknown) | null;
}

/** Loads a module; given in, since a bundler, a test and the command line each have their own way. */
export type ImportModule = (path: string) => Promise<Record<string, unknown>>;

/** Loads migrations without running anything of them. Throws BAD_MIGRATION, exit code 78. */
export async function loadMigrations(
  files: readonly MigrationFile[],
  dialect: Dialect,
  importModule: ImportModule,
): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const file of files) {
    migrations.push(isSql(file) ? fromSql(file, dialect) : await fromModule(file, importModule));
  }
  return migrations;
}

function fromSql(file: MigrationFile, dialect: Dialect): Migration {
  const { up, down, config } = parseSqlMigration(file, dialect);
  const run = (parts: readonly SqlPart[]) => (knex: Knex) => runParts(knex, parts, file.path);
  return { file, ...config, up: run(up), down: down === null ? null : run(down) };
}

async function runParts(knex: Knex, parts: readonly SqlPart[], path: string): Promise<void> {
  for (const part of parts) {
    for (let round = 0; round < part.repeat; round += 1) {
      const position = { migrationPosition: { path, line: part.line } };
      try {
        // It may be kept back, and fail when it is sent with a later one.
        await Object.assign(knex.raw(escapeQuestionMarks(part.sql)), position);
      } catch (error) {
        if (error instanceof Error && !(error instanceof DeferredError)) Object.assign(error, position);
        throw error;
      }
    }
  }
}

async function fromModule(file: MigrationFile, importModule: ImportModule): Promise<Migration> {
  const exported = await importModule(file.path).catch((error: unknown) => {
    throw loadError(file, error);
  });
  const { module, up, down } = findDirections(exported);
  const bad = (problem: string, hint: string): QuodsiDbError =>
    new QuodsiDbError('BAD_MIGRATION', `${file.path} ${problem}`, { hint, exitCode: exitCodes.config });
  if (typeof up !== 'function') {
    throw bad(
      up === undefined ? 'exports no up' : 'exports an up that is not a function',
      'A migration exports "async function up(knex)", and "async function down(knex)" that takes it back.',
    );
  }
  if (down !== undefined && down !== null && typeof down !== 'function') {
    throw bad(
      'exports a down that is not a function',
      'Export "async function down(knex)", or leave it out.',
    );
  }
  return {
    file,
    ...readConfig(module.config, bad),
    up: up as Migration['up'],
    down: (down as Migration['up'] | undefined | null) ?? null,
  };
}

/** Named exports, or the same as one default export (CommonJS looks like both). */
function findDirections(exported: Record<string, unknown>): {
  module: Record<string, unknown>;
  up: unknown;
  down: unknown;
} {
  const inner = exported.default;
  const module =
    exported.up === undefined && typeof inner === 'object' && inner !== null
      ? (inner as Record<string, unknown>)
      : exported;
  return { module, up: module.up, down: module.down };
}

/** What a migration says of itself, and what holds where it says nothing. */
const usualConfig: MigrationConfig = { transaction: true, destructive: false, batch: true };

function readConfig(config: unknown, bad: (problem: string, hint: string) => QuodsiDbError): MigrationConfig {
  if (config === undefined) return usualConfig;
  if (typeof config !== 'object' || config === null) {
    throw bad(
      'exports a config that is not an object',
      'Write "export const config = { transaction: false };".',
    );
  }
  const known = Object.keys(usualConfig);
  for (const [key, value] of Object.entries(config)) {
    if (!known.includes(key)) {
      throw bad(
        `exports a config with the unknown key "${key}"`,
        `The keys known here are ${known
          .slice(0, -1)
          .map((name) => `"${name}"`)
          .join(', ')} and "${known.at(-1)}".`,
      );
    }
    if (typeof value !== 'boolean') {
      const other = !usualConfig[key as keyof MigrationConfig];
      throw bad(`exports a config whose ${key} is neither true nor false`, `Write "${key}: ${other}".`);
    }
  }
  return { ...usualConfig, ...(config as Partial<MigrationConfig>) };
}

function loadError(file: MigrationFile, error: unknown): QuodsiDbError {
  const { message, syntax } = locateError(error, file.path);
  const at = placeOf(error, file.path);
  return new QuodsiDbError(
    'BAD_MIGRATION',
    syntax ? `${at} has a syntax error: ${message}` : `${at} cannot be loaded: ${message}`,
    {
      hint: syntax
        ? 'Correct the file; nothing was run.'
        : 'The file failed before its up or down was called: check its imports and top-level code. Nothing was run.',
      exitCode: exitCodes.config,
      cause: error,
    },
  );
}

/** Where an error came up: `path:line:column` in the migration or in a module of the user's, or the path alone. */
export function placeOf(error: unknown, path: string): string {
  const { place } = locateError(error, path);
  return place === undefined ? path : resolve(dirname(path), place);
}
