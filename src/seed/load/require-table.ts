import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { quoteNames, quoteTable } from '../../ddl/name.ts';
import type { SeedTable } from '../seed-table.ts';
import { loadError } from './load-error.ts';
import { refuseMissing } from './mssql-constraints.ts';

/** Throws NO_SUCH_OBJECT or NO_SUCH_COLUMN where the table, or a column of it, is not there: migrations are missing. */
export async function requireTable(database: Database, knex: Knex, table: SeedTable): Promise<void> {
  const { dialect } = database;
  if (dialect === 'mssql') return refuseMissing(knex, table);
  const columns = quoteNames(
    dialect,
    table.columns.map(({ name }) => name),
  );
  try {
    await knex.raw(escapeQuestionMarks(`SELECT ${columns} FROM ${quoteTable(dialect, table)} LIMIT 0`));
  } catch (error) {
    throw loadError(database, table, error);
  }
}
