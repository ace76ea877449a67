import type { Database } from '../../database/database.ts';
import { mssqlFault } from '../../database/dialects/mssql-errors.ts';
import { postgresFault } from '../../database/dialects/postgres-errors.ts';
import { quoteTable } from '../../ddl/name.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { MigrationFile } from '../source/migration-file.ts';

/** Where other tools keep their history, unless told otherwise. */
export const foreignTables = { knex: 'knex_migrations', alembic: 'alembic_version' } as const;

/** The names in a table of Knex, without extension. Throws FOREIGN_HISTORY when it is not there or does not fit. */
export async function readKnexHistory(
  database: Database,
  files: readonly MigrationFile[],
): Promise<Set<string>> {
  const rows = await readTable<{ name: string }>(
    database,
    foreignTables.knex,
    'SELECT name FROM :table ORDER BY id',
  );
  const names = rows.map(({ name }) => name.replace(/\.(?:[cm]?[jt]s|sql)$/i, ''));
  const known = new Set(files.map((file) => file.name));
  const strangers = names.filter((name) => !known.has(name));
  if (strangers.length > 0) {
    throw new QuodsiDbError(
      'FOREIGN_HISTORY',
      `${foreignTables.knex} names ${strangers.length} migrations without a file here`,
      {
        details: strangers,
        hint: 'Point migrations.directory at the folder that Knex used, with all of its files. Nothing was recorded.',
        exitCode: exitCodes.history,
      },
    );
  }
  return new Set(names);
}

/**
 * The migration that stands for Alembic's current revision: the one with the revision in its file name, or in a line
 * `alembic: <revision>` in its text. Throws FOREIGN_HISTORY when there is none.
 */
export async function readAlembicHead(
  database: Database,
  files: readonly MigrationFile[],
): Promise<{ readonly revision: string; readonly migration: string | null }> {
  const rows = await readTable<{ version_num: string }>(
    database,
    foreignTables.alembic,
    'SELECT version_num FROM :table',
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    throw new QuodsiDbError(
      'FOREIGN_HISTORY',
      row === undefined
        ? `${foreignTables.alembic} is empty: Alembic has applied nothing`
        : `${foreignTables.alembic} names ${rows.length} heads: ${rows.map((each) => each.version_num).join(', ')}`,
      {
        hint: 'Bring Alembic to one head first (alembic merge heads, alembic upgrade head). Nothing was recorded.',
        exitCode: exitCodes.history,
      },
    );
  }
  const revision = row.version_num;
  const mention = new RegExp(`\\balembic\\s*:\\s*${revision.replace(/\W/g, '\\$&')}\\b`, 'i');
  const file = files.find(({ name, source }) => name.includes(revision) || mention.test(source));
  return { revision, migration: file?.name ?? null };
}

async function readTable<Row>(database: Database, table: string, select: string): Promise<Row[]> {
  const { knex, dialect } = database;
  try {
    const result = (await knex.raw(select.replace(':table', quoteTable(dialect, table)))) as
      | Row[]
      | { rows: Row[] };
    return Array.isArray(result) ? result : result.rows;
  } catch (error) {
    const fault = dialect === 'mssql' ? mssqlFault(error) : postgresFault(error);
    throw new QuodsiDbError(
      'FOREIGN_HISTORY',
      `${table} cannot be read: ${fault.message} (${fault.number})`,
      {
        hint: 'Is this the database that the other tool migrated, and may the login read that table? Nothing was recorded.',
        exitCode: exitCodes.history,
        cause: error,
      },
    );
  }
}
