/** Limits a statement to the SQL schemas that are asked for: ` AND <name of the schema> IN (…)`, or nothing. */
export type Within = (schemaName: string) => string;

// INFORMATION_SCHEMA says which tables and columns there are, and their types; sys.* has everything else about them.
// https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/catalog-views-transact-sql

export function tableSelects(within: Within, babelfish: boolean): readonly (readonly [string, string])[] {
  const ofTable: OfTable = (objectId) =>
    `JOIN sys.tables AS t ON t.object_id = ${objectId}${within('SCHEMA_NAME(t.schema_id)')}`;
  return [
    [
      'database',
      `CONVERT(nvarchar(128), DATABASEPROPERTYEX(DB_NAME(), 'Collation')) AS collation,
  SCHEMA_NAME() AS default_schema`,
    ],
    // Fixed roles have schemas of their own, numbered from 16384.
    [
      'schema',
      `s.name
FROM sys.schemas AS s
WHERE s.name NOT IN (N'sys', N'INFORMATION_SCHEMA', N'guest') AND s.schema_id NOT BETWEEN 16384 AND 16399${within('s.name')}`,
    ],
    [
      'table',
      `t.object_id, i.TABLE_SCHEMA AS schema_name, i.TABLE_NAME AS name, t.is_ms_shipped, t.temporal_type,
  CASE WHEN e.major_id IS NULL THEN 0 ELSE 1 END AS is_tool
FROM INFORMATION_SCHEMA.TABLES AS i
JOIN sys.tables AS t ON t.object_id = OBJECT_ID(QUOTENAME(i.TABLE_SCHEMA) + N'.' + QUOTENAME(i.TABLE_NAME))
LEFT JOIN sys.extended_properties AS e
  ON e.class = 1 AND e.major_id = t.object_id AND e.minor_id = 0 AND e.name = N'microsoft_database_tools_support'
WHERE i.TABLE_TYPE = N'BASE TABLE'${within('i.TABLE_SCHEMA')}`,
    ],
    [
      'column',
      `c.TABLE_SCHEMA AS schema_name, c.TABLE_NAME AS table_name, c.COLUMN_NAME AS name, c.ORDINAL_POSITION AS position,
  c.IS_NULLABLE AS is_nullable, c.DATA_TYPE AS data_type, c.CHARACTER_MAXIMUM_LENGTH AS length,
  c.NUMERIC_PRECISION AS numeric_precision, c.NUMERIC_SCALE AS numeric_scale,
  c.DATETIME_PRECISION AS datetime_precision, c.COLLATION_NAME AS collation,
  c.DOMAIN_SCHEMA AS alias_schema, c.DOMAIN_NAME AS alias_name
FROM INFORMATION_SCHEMA.COLUMNS AS c
JOIN INFORMATION_SCHEMA.TABLES AS i ON i.TABLE_SCHEMA = c.TABLE_SCHEMA AND i.TABLE_NAME = c.TABLE_NAME
WHERE i.TABLE_TYPE = N'BASE TABLE'${within('c.TABLE_SCHEMA')}`,
    ],
    // Period columns, and what a ledger adds: written by the server alone.
    [
      'generated',
      `c.object_id, c.name AS column_name
FROM sys.columns AS c ${ofTable('c.object_id')}
WHERE c.generated_always_type <> 0`,
    ],
    [
      'default',
      `d.parent_object_id AS object_id, COL_NAME(d.parent_object_id, d.parent_column_id) AS column_name,
  d.name, d.definition, d.is_system_named
FROM sys.default_constraints AS d ${ofTable('d.parent_object_id')}`,
    ],
    ['identity', babelfish ? babelfishIdentity(ofTable) : identity(ofTable)],
    [
      'computed',
      `c.object_id, c.name AS column_name, c.definition, c.is_persisted
FROM sys.computed_columns AS c ${ofTable('c.object_id')}`,
    ],
    [
      'description',
      `e.major_id AS object_id, COL_NAME(e.major_id, NULLIF(e.minor_id, 0)) AS column_name,
  CONVERT(nvarchar(4000), e.value) AS value
FROM sys.extended_properties AS e ${ofTable('e.major_id')}
WHERE e.class = 1 AND e.name = N'MS_Description'`,
    ],
    // A key has its facts in the index behind it, which always has the same name. Type 0 is a table without a
    // clustered index.
    [
      'index',
      `i.object_id, i.index_id, i.name, i.type, i.is_unique, i.is_primary_key, i.is_unique_constraint,
  k.is_system_named, i.is_disabled, i.is_hypothetical, i.ignore_dup_key, i.fill_factor, i.has_filter,
  i.filter_definition, s.name AS partition_scheme, p.least_compression, p.most_compression
FROM sys.indexes AS i ${ofTable('i.object_id')}
LEFT JOIN sys.key_constraints AS k ON k.parent_object_id = i.object_id AND k.name = i.name
LEFT JOIN sys.partition_schemes AS s ON s.data_space_id = i.data_space_id
LEFT JOIN (
  SELECT object_id, index_id, MIN(data_compression_desc) AS least_compression, MAX(data_compression_desc) AS most_compression
  FROM sys.partitions GROUP BY object_id, index_id
) AS p ON p.object_id = i.object_id AND p.index_id = i.index_id
WHERE i.type <> 0`,
    ],
    [
      'index-column',
      `ic.object_id, ic.index_id, c.name, ic.index_column_id, ic.key_ordinal, ic.is_descending_key,
  ic.is_included_column, ic.partition_ordinal
FROM sys.index_columns AS ic ${ofTable('ic.object_id')}
JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id`,
    ],
    [
      'foreign-key',
      `f.parent_object_id AS object_id, f.object_id AS constraint_id, f.name, f.is_system_named, f.is_disabled,
  f.is_not_trusted, f.delete_referential_action_desc AS on_delete, f.update_referential_action_desc AS on_update,
  k.constraint_column_id AS position, COL_NAME(f.parent_object_id, k.parent_column_id) AS column_name,
  f.referenced_object_id, OBJECT_SCHEMA_NAME(f.referenced_object_id) AS referenced_schema,
  OBJECT_NAME(f.referenced_object_id) AS referenced_table,
  COL_NAME(f.referenced_object_id, k.referenced_column_id) AS referenced_column
FROM sys.foreign_keys AS f ${ofTable('f.parent_object_id')}
JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id`,
    ],
    [
      'check',
      `c.parent_object_id AS object_id, c.name, c.is_system_named, c.definition, c.is_disabled, c.is_not_trusted
FROM sys.check_constraints AS c ${ofTable('c.parent_object_id')}`,
    ],
  ];
}

type OfTable = (objectId: string) => string;

function identity(ofTable: OfTable): string {
  return `c.object_id, c.name AS column_name, CONVERT(varchar(40), c.seed_value) AS seed,
  CONVERT(varchar(40), c.increment_value) AS increment
FROM sys.identity_columns AS c ${ofTable('c.object_id')}`;
}

/**
 * Babelfish's sys.identity_columns and IDENT_SEED give NULL, a wrong number, or end the server process (seen with 4.4);
 * the catalog of the PostgreSQL below is sound, and an object_id is its oid.
 */
function babelfishIdentity(ofTable: OfTable): string {
  return `c.object_id, c.name AS column_name, CONVERT(varchar(40), q.seqstart) AS seed,
  CONVERT(varchar(40), q.seqincrement) AS increment
FROM sys.columns AS c ${ofTable('c.object_id')}
JOIN pg_catalog.pg_depend AS d ON d.refobjid = c.object_id AND d.refobjsubid = c.column_id AND d.deptype = 'i'
JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = d.objid
WHERE c.is_identity = 1`;
}
