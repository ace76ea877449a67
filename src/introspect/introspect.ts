import type { Database } from '../database/database.ts';
import { assertNever } from '../errors.ts';
import type { Schema } from '../schema/model.ts';
import { toCatalog as toMssqlCatalog } from './mssql/catalog-rows.ts';
import { catalogBatch } from './mssql/catalog-sql.ts';
import { rowsToSchema as mssqlRowsToSchema } from './mssql/rows-to-schema.ts';
import { toCatalog as toPostgresCatalog } from './postgres/catalog-rows.ts';
import { catalogStatement } from './postgres/catalog-sql.ts';
import { rowsToSchema as postgresRowsToSchema } from './postgres/rows-to-schema.ts';

type MssqlRows = Parameters<typeof toMssqlCatalog>[0];
type PostgresRow = Parameters<typeof toPostgresCatalog>[0];

export interface IntrospectOptions {
  /** `table` or `schema.table`; the migration history is no part of the schema, nor is its log. */
  readonly historyTable: string;
  /** The SQL schemas to read; all but the server's own when left out. */
  readonly schemas?: readonly string[];
}

/**
 * The schema that the database has, sorted: the same database gives the same value. One round trip whatever its size.
 * What the login may not see, or the engine does not tell, is marked `Hidden`; see hiddenFacts.
 */
export async function introspect(database: Database, options: IntrospectOptions): Promise<Schema> {
  const { historyTable, schemas } = options;
  switch (database.dialect) {
    case 'mssql': {
      const babelfish = database.server.product === 'Babelfish';
      const rows: MssqlRows = await database.knex.raw(catalogBatch(babelfish, schemas));
      return mssqlRowsToSchema(toMssqlCatalog(rows), { babelfish, historyTable });
    }
    case 'postgres': {
      const { rows }: { rows: readonly [PostgresRow] } = await database.knex.raw(
        catalogStatement(Number.parseInt(database.server.version, 10), schemas),
      );
      return postgresRowsToSchema(toPostgresCatalog(rows[0]), { historyTable });
    }
    default:
      return assertNever(database.dialect);
  }
}
