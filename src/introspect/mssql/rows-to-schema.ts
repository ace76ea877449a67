import type { Schema, Server, Table } from '../../schema/model.ts';
import { emptySchemas } from '../empty-schemas.ts';
import { byQualifiedName } from '../order.ts';
import { ownTables } from '../own-tables.ts';
import { when } from '../when.ts';
import type { Catalog, TableRow } from './catalog-rows.ts';
import { columnsOf } from './columns.ts';
import { checksOf, foreignKeysOf } from './constraints.ts';
import { keysOf } from './keys.ts';
import { opaquesOf, sequencesOf } from './objects.ts';

/** https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-tables-transact-sql */
const temporal = { history: 1, versioned: 2 } as const;

/** The schema that the catalog of a SQL Server or Babelfish describes, without the migration history. */
export function rowsToSchema(
  catalog: Catalog,
  { babelfish, historyTable }: { readonly babelfish: boolean; readonly historyTable: string },
): Schema {
  const server = serverOf(catalog, babelfish);
  const isOwn = ownTables(historyTable, server);
  const isPart = (table: TableRow): boolean =>
    !table.is_ms_shipped &&
    table.is_tool === 0 &&
    table.temporal_type !== temporal.history &&
    !isOwn(table.schema_name, table.name);
  const leftOut = new Set(catalog.table.filter((row) => !isPart(row)).map((row) => row.object_id));
  const tables = byQualifiedName(tablesOf(catalog, server, isPart));
  return {
    dialect: 'mssql',
    origin: 'database',
    server,
    schemas: emptySchemas(catalog.schema, tables, server),
    tables,
    // Babelfish's sys.sequences is always empty.
    ...when(!babelfish, { sequences: sequencesOf(catalog, server) }),
    opaques: opaquesOf(catalog, server, leftOut),
  };
}

function serverOf({ database }: Catalog, babelfish: boolean): Server {
  const { collation = null, default_schema = null } = database[0] ?? {};
  return {
    engine: babelfish ? 'babelfish' : 'mssql',
    // A login that comes by way of a Windows group has none.
    defaultSchema: default_schema ?? 'dbo',
    ...(collation === null ? {} : { collation }),
    caseSensitive: collation !== null && /_(?:CS|BIN2?)(?:_|$)/i.test(collation),
  };
}

function tablesOf(catalog: Catalog, server: Server, isPart: (table: TableRow) => boolean): Table[] {
  const columns = columnsOf(catalog, server);
  const keys = keysOf(catalog, server);
  const foreignKeys = foreignKeysOf(catalog, server);
  const checks = checksOf(catalog, server);
  const descriptions = new Map(
    catalog.description.flatMap(({ object_id, column_name, value }) =>
      column_name === null && value !== null ? [[object_id, value]] : [],
    ),
  );
  return catalog.table.filter(isPart).map((row) => {
    const description = descriptions.get(row.object_id);
    return {
      ...when(row.schema_name !== server.defaultSchema, { schema: row.schema_name }),
      name: row.name,
      ...(description === undefined ? {} : { description }),
      columns: columns(row),
      ...keys(row),
      foreignKeys: foreignKeys(row),
      checks: checks(row),
      ...when(row.temporal_type === temporal.versioned, { temporal: true }),
    };
  });
}
