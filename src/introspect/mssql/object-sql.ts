import type { Within } from './table-sql.ts';

/** The statements for what stands beside tables, or is known by name and definition only. */
export function objectSelects(within: Within, babelfish: boolean): readonly (readonly [string, string])[] {
  const selects: readonly (readonly [string, string])[] = [
    // sys.sql_modules leaves out what the login may not read, so the objects lead.
    [
      'module',
      `o.type, SCHEMA_NAME(o.schema_id) AS schema_name, o.name, o.parent_object_id,
  OBJECT_NAME(NULLIF(o.parent_object_id, 0)) AS parent_name, m.definition, g.is_disabled,
  OBJECTPROPERTY(o.object_id, 'IsEncrypted') AS is_encrypted
FROM sys.objects AS o
LEFT JOIN sys.sql_modules AS m ON m.object_id = o.object_id
LEFT JOIN sys.triggers AS g ON g.object_id = o.object_id
LEFT JOIN sys.extended_properties AS e
  ON e.class = 1 AND e.major_id = o.object_id AND e.minor_id = 0 AND e.name = N'microsoft_database_tools_support'
WHERE o.type IN ('V', 'TR', 'P', 'FN', 'IF', 'TF') AND o.is_ms_shipped = 0 AND e.major_id IS NULL${within('SCHEMA_NAME(o.schema_id)')}`,
    ],
    // Triggers on the database itself are in no schema.
    [
      'database-trigger',
      `g.name, m.definition, g.is_disabled
FROM sys.triggers AS g
LEFT JOIN sys.sql_modules AS m ON m.object_id = g.object_id
WHERE g.parent_class = 0 AND g.is_ms_shipped = 0`,
    ],
    [
      'type',
      `SCHEMA_NAME(y.schema_id) AS schema_name, y.name, TYPE_NAME(y.system_type_id) AS base_type, y.max_length,
  y.precision, y.scale, y.is_nullable, y.is_table_type
FROM sys.types AS y
WHERE y.is_user_defined = 1${within('SCHEMA_NAME(y.schema_id)')}`,
    ],
    [
      'sequence',
      `SCHEMA_NAME(s.schema_id) AS schema_name, s.name, TYPE_NAME(s.system_type_id) AS data_type, s.precision,
  CONVERT(varchar(40), s.start_value) AS start, CONVERT(varchar(40), s.increment) AS increment,
  CONVERT(varchar(40), s.minimum_value) AS minimum, CONVERT(varchar(40), s.maximum_value) AS maximum, s.is_cycling
FROM sys.sequences AS s
WHERE s.is_ms_shipped = 0${within('SCHEMA_NAME(s.schema_id)')}`,
    ],
  ];
  if (babelfish) return selects;
  return [
    ...selects,
    [
      'security-predicate',
      `SCHEMA_NAME(s.schema_id) AS schema_name, s.name, s.is_enabled, p.predicate_type_desc AS type,
  p.operation_desc AS operation, p.predicate_definition AS definition,
  OBJECT_SCHEMA_NAME(p.target_object_id) AS target_schema, OBJECT_NAME(p.target_object_id) AS target_table
FROM sys.security_policies AS s
LEFT JOIN sys.security_predicates AS p ON p.object_id = s.object_id
WHERE s.is_ms_shipped = 0${within('SCHEMA_NAME(s.schema_id)')}`,
    ],
  ];
}
