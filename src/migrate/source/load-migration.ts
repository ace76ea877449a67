import type { Knex } from 'knex';
import { DeferredError } from '../../database/deferral.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import type { SqlPart } from '../../database/sql-text.ts';
import {
  type Code,
  type CodeStatement,
  type ImportModule,
  loadExports,
  readConfig,
  refusing,
} from '../../project-code/code.ts';
import type { Dialect } from '../../target.ts';
import { isSql, type MigrationFile } from './migration-file.ts';
import { type MigrationConfig, parseSqlMigration } from './sql-file.ts';

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
  /** What a file of SQL sends, where each of it is sent once. */
  readonly statements?: Readonly<Record<Direction, readonly CodeStatement[] | undefined>>;
}

/** Loads migrations without running anything of them. Throws BAD_MIGRATION, exit code 78. */
export async function loadMigrations(
  files: readonly MigrationFile[],
  dialect: Dialect,
  importModule: ImportModule,
): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const file of files) migrations.push(await loadMigration(file, dialect, importModule));
  return migrations;
}

/** The same for one of them. */
export async function loadMigration(
  file: MigrationFile,
  dialect: Dialect,
  importModule: ImportModule,
): Promise<Migration> {
  return isSql(file) ? fromSql(file, dialect) : fromModule(file, importModule);
}

function fromSql(file: MigrationFile, dialect: Dialect): Migration {
  const { up, down, config } = parseSqlMigration(file, dialect);
  const run = (parts: readonly SqlPart[]) => (knex: Knex) => runParts(knex, parts, file.path);
  const once = (parts: readonly SqlPart[]) => (parts.every(({ repeat }) => repeat === 1) ? parts : undefined);
  const statements = { up: once(up), down: once(down ?? []) };
  return { file, ...config, statements, up: run(up), down: down === null ? null : run(down) };
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
  const { up, down, config } = await loadExports(file, 'migration', 'up', importModule);
  const refuse = refusing('migration', file);
  if (down !== undefined && down !== null && typeof down !== 'function') {
    throw refuse(
      'exports a down that is not a function',
      'Export "async function down(knex)", or leave it out.',
    );
  }
  return {
    file,
    ...usualConfig,
    ...(readConfig(config, configKeys, refuse) as Partial<MigrationConfig>),
    up: up as Migration['up'],
    down: (down as Migration['up'] | undefined | null) ?? null,
  };
}

/** What a migration says of itself, and what holds where it says nothing. */
const usualConfig: MigrationConfig = { transaction: true, destructive: false, batch: true };
const configKeys = { transaction: [true, false], destructive: [false, true], batch: [true, false] };

/** One direction of a migration, to be run. */
export function codeOf(migration: Migration, direction: Direction): Code {
  const { file, batch } = migration;
  return {
    kind: 'migration',
    file,
    name: direction,
    batch,
    call: (knex) => migration[direction]?.(knex),
    statements: migration.statements?.[direction],
  };
}
