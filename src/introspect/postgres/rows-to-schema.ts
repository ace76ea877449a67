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

/** The schema that the catalog of a PostgreSQL or PGlite describes, without the migration history. */
export function rowsToSchema(catalog: Catalog, { historyTable }: { readonly historyTable: string }): Schema {
  const server = serverOf(catalog);
  const isOwn = ownTables(historyTable, server);
  const own = new Set(catalog.tables.filter((row) => isOwn(row.schema_name, row.name)).map((row) => row.oid));
  const tables = byQualifiedName(tablesOf(catalog, server, (row) => !own.has(row.oid)));
  return {
    dialect: 'postgres',
    origin: 'database',
    server,
    schemas: emptySchemas(catalog.schemas, tables, server),
    tables,
    sequences: sequencesOf(catalog, server),
    opaques: opaquesOf(catalog, server, (table) => own.has(table)),
  };
}

function serverOf({ database }: Catalog): Server {
  const { collation, default_schema } = database[0] ?? {};
  return {
    engine: 'postgres',
    defaultSchema: default_schema ?? 'public',
    ...(collation === undefined ? {} : { collation }),
    caseSensitive: true,
  };
}

function tablesOf(catalog: Catalog, server: Server, isPart: (table: TableRow) => boolean): Table[] {
  const columns = columnsOf(catalog, server);
  const keys = keysOf(catalog, server);
  const foreignKeys = foreignKeysOf(catalog, server);
  const checks = checksOf(catalog);
  const descriptions = new Map(
    catalog.descriptions.flatMap((row) => (row.number === 0 ? [[row.table_oid, row.description]] : [])),
  );
  return catalog.tables.filter(isPart).map((row) => {
    const description = descriptions.get(row.oid);
    return {
      ...when(row.schema_name !== server.defaultSchema, { schema: row.schema_name }),
      name: row.name,
      ...(description === undefined ? {} : { description }),
      columns: columns(row),
      ...keys(row),
      foreignKeys: foreignKeys(row),
      checks: checks(row),
    };
  });
}
