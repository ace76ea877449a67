const table = 'SCHEMA_NAME(t.schema_id) AS schema_name, t.name AS table_name';
const ofTables = (what: string, condition: string) =>
  `SELECT N'${what} table' AS what, ${table}, CAST(NULL AS sysname) AS name FROM sys.tables AS t WHERE ${condition}`;
const ofColumns = (what: string, condition: string) =>
  `SELECT N'${what}' AS what, ${table}, c.name FROM sys.tables AS t JOIN sys.columns AS c ON c.object_id = t.object_id WHERE ${condition}`;

/**
 * Rows of what, schema, table and name; see beyondModel.
 * https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-tables-transact-sql
 */
export const beyondModelStatement = [
  ofTables('memory-optimized', 't.is_memory_optimized = 1'),
  ofTables('external', 't.is_external = 1'),
  ofTables('graph', 't.is_node = 1 OR t.is_edge = 1'),
  ofColumns('mask of the column', 'c.is_masked = 1'),
  ofColumns('SPARSE of the column', 'c.is_sparse = 1'),
  ofColumns('ROWGUIDCOL of the column', 'c.is_rowguidcol = 1'),
  ofColumns('FILESTREAM of the column', 'c.is_filestream = 1'),
  ofColumns('encryption of the column', 'c.encryption_type IS NOT NULL'),
  `SELECT N'NOT FOR REPLICATION of' AS what, ${table}, f.name FROM sys.tables AS t JOIN sys.foreign_keys AS f ON f.parent_object_id = t.object_id WHERE f.is_not_for_replication = 1`,
  `SELECT N'full-text index of the table' AS what, ${table}, NULL FROM sys.tables AS t JOIN sys.fulltext_indexes AS f ON f.object_id = t.object_id`,
  `SELECT N'statistics' AS what, ${table}, s.name FROM sys.tables AS t JOIN sys.stats AS s ON s.object_id = t.object_id WHERE s.user_created = 1`,
  `SELECT N'synonym' AS what, SCHEMA_NAME(s.schema_id), NULL, s.name FROM sys.synonyms AS s`,
  `SELECT N'XML schema collection' AS what, SCHEMA_NAME(x.schema_id), NULL, x.name FROM sys.xml_schema_collections AS x WHERE SCHEMA_NAME(x.schema_id) <> N'sys'`,
].join('\nUNION ALL\n');
