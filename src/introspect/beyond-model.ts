import type { Database } from '../database/database.ts';
import { escapeQuestionMarks } from '../database/question-marks.ts';
import { assertNever } from '../errors.ts';
import { beyondModelStatement as mssqlStatement } from './mssql/beyond-model-sql.ts';
import { ownTables } from './own-tables.ts';
import { beyondModelStatement as postgresStatement } from './postgres/beyond-model-sql.ts';

interface BeyondRow {
  readonly what: string;
  readonly schema_name: string | null;
  readonly table_name: string | null;
  readonly name: string | null;
}

/**
 * What the database has and the model of a schema knows nothing of, a line each, sorted: partitioning, inheritance, rules,
 * extensions … None on Babelfish, whose catalog lacks most of it.
 */
export async function beyondModel(
  database: Database,
  { historyTable }: { readonly historyTable: string },
): Promise<string[]> {
  const rows = await rowsOf(database);
  const isOwn =
    database.dialect === 'mssql'
      ? ownTables(historyTable, { defaultSchema: 'dbo', caseSensitive: false })
      : ownTables(historyTable, { defaultSchema: 'public', caseSensitive: true });
  return rows
    .filter(({ schema_name, table_name }) => !isOwn(schema_name ?? '', table_name ?? ''))
    .map(({ what, schema_name, table_name, name }) => {
      const path = [schema_name, table_name, name].filter((part) => part !== null).join('.');
      return `${what} ${path}`;
    })
    .sort();
}

async function rowsOf(database: Database): Promise<readonly BeyondRow[]> {
  switch (database.dialect) {
    case 'mssql':
      if (database.server.product === 'Babelfish') return [];
      return (await database.knex.raw(mssqlStatement)) as readonly BeyondRow[];
    case 'postgres': {
      const major = Number.parseInt(database.server.version, 10);
      const { rows }: { rows: readonly BeyondRow[] } = await database.knex.raw(
        escapeQuestionMarks(postgresStatement(major)),
      );
      return rows;
    }
    default:
      return assertNever(database.dialect);
  }
}
