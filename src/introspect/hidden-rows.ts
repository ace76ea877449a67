import type { Database } from '../database/database.ts';

interface TableName {
  readonly schema_name: string;
  readonly name: string;
}

/**
 * Whether rows of a table may be hidden from this login by row-level security. What a policy lets through nobody can tell
 * without reading past it.
 */
export async function rowHiding(database: Database): Promise<(schema: string, table: string) => boolean> {
  const tables = new Set(
    (await hidingTables(database)).map((row) => JSON.stringify([row.schema_name, row.name])),
  );
  return (schema, table) => tables.has(JSON.stringify([schema, table]));
}

async function hidingTables({ dialect, knex, server }: Database): Promise<readonly TableName[]> {
  // Babelfish has no security policies.
  if (server.product === 'Babelfish') return [];
  if (dialect === 'mssql') {
    // A filter holds for every login, the owner's and sysadmins included.
    return knex.raw(`SELECT OBJECT_SCHEMA_NAME(p.target_object_id) AS schema_name, OBJECT_NAME(p.target_object_id) AS name
FROM sys.security_predicates AS p
JOIN sys.security_policies AS s ON s.object_id = p.object_id
WHERE s.is_enabled = 1 AND p.predicate_type_desc = N'FILTER'`);
  }
  const { rows }: { rows: readonly TableName[] } =
    await knex.raw(`SELECT n.nspname AS schema_name, c.relname AS name
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND pg_catalog.row_security_active(c.oid)`);
  return rows;
}
