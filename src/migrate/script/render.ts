import { messageOf, QuodsiDbError } from '../../errors.ts';
import { type ImportModule, placeOf } from '../../project-code/code.ts';
import { callCode } from '../../project-code/run-code.ts';
import { watchStatements } from '../../project-code/statement-watch.ts';
import type { Dialect } from '../../target.ts';
import { codeOf, type Direction, loadMigrations, type Migration } from '../source/load-migration.ts';
import { isSql, type MigrationFile } from '../source/migration-file.ts';
import { parseSqlMigration } from '../source/sql-file.ts';
import { type CapturedStatement, type CaptureOptions, captureStatements } from './capture.ts';

/** A statement of a migration, and as far as it is known, where it stands. */
export interface RenderedStatement extends CapturedStatement {
  /** In an SQL file: 1-based line of the statement's first character that is not white space or comment. */
  readonly line?: number;
}

/** A migration as the statements that it sends. */
export interface RenderedMigration {
  readonly file: MigrationFile;
  readonly transaction: boolean;
  readonly statements: readonly string[];
  /** The same statements, with where they come from. */
  readonly rendered: readonly RenderedStatement[];
  /** It reads from the database, and may send other statements there than here, where every answer was empty. */
  readonly readsData: boolean;
}

/** Runs migrations without a database, and keeps what they would have sent. */
export async function renderMigrations(
  files: readonly MigrationFile[],
  direction: Direction,
  dialect: Dialect,
  importModule: ImportModule,
): Promise<RenderedMigration[]> {
  const rendered: RenderedMigration[] = [];
  for (const migration of await loadMigrations(files, dialect, importModule)) {
    rendered.push(await renderMigration(migration, direction, dialect));
  }
  return rendered;
}

/** Throws NOT_RENDERABLE, or BAD_MIGRATION, exit code 78. */
export async function renderMigration(
  migration: Migration,
  direction: Direction,
  dialect: Dialect,
  options: CaptureOptions = {},
): Promise<RenderedMigration> {
  const { file, transaction } = migration;
  if (isSql(file)) {
    const parts = parseSqlMigration(file, dialect)[direction] ?? [];
    const rendered = parts.flatMap(({ sql, line, repeat }) =>
      Array.from({ length: repeat }, () => ({ sql, line })),
    );
    return { file, transaction, statements: rendered.map(({ sql }) => sql), rendered, readsData: false };
  }
  const capture = captureStatements(dialect, options);
  const watch = watchStatements(capture.knex, { keep: false, before: () => undefined });
  try {
    await callCode({ dialect, code: codeOf(migration, direction), watch }, capture.knex);
  } catch (error) {
    throw error instanceof QuodsiDbError ? error : renderError(file, error);
  } finally {
    watch.stop();
  }
  const { statements, captured } = capture;
  return { file, transaction, statements, rendered: captured, readsData: capture.readData() };
}

function renderError(file: MigrationFile, error: unknown): QuodsiDbError {
  return new QuodsiDbError(
    'NOT_RENDERABLE',
    `the SQL of migration ${file.name} cannot be shown without a database: ${messageOf(error)}`,
    {
      details: [`at ${placeOf(error, file.path)}`],
      hint: 'It needs an answer from the database, where it got none here. "quodsi-db migrate up --dry-run" tries it on the real one.',
      cause: error,
    },
  );
}
