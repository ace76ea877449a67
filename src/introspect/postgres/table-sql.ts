// https://www.postgresql.org/docs/current/catalogs.html

const PG_CLASS = `'pg_catalog.pg_class'::pg_catalog.regclass`;

/** The statements about tables; they use what catalog-sql.ts puts before them. */
export function tableSelects(major: number): readonly (readonly [string, string])[] {
  const since = (version: number, expression: string): string => (major >= version ? expression : 'false');
  // NOT NULL … NOT VALID lets the nulls of before be.
  const notNull =
    major >= 18
      ? `a.attnotnull AND (a.attrelid, a.attnum) NOT IN (
    SELECT v.conrelid, v.conkey[1] FROM pg_catalog.pg_constraint AS v WHERE v.contype = 'n' AND NOT v.convalidated
  )`
      : 'a.attnotnull';
  return [
    [
      'database',
      `SELECT current_schema() AS default_schema, datcollate AS collation
FROM pg_catalog.pg_database WHERE datname = current_database()`,
    ],
    [
      'schemas',
      `SELECT s.nspname AS name FROM spaces AS s
WHERE NOT EXISTS (
  SELECT FROM extended AS e WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = s.oid
)`,
    ],
    ['tables', `SELECT r.oid, r.nspname AS schema_name, r.relname AS name FROM tables AS r`],
    [
      'descriptions',
      `SELECT d.objoid AS table_oid, d.objsubid AS number, d.description
FROM tables AS r
JOIN pg_catalog.pg_description AS d ON d.objoid = r.oid AND d.classoid = ${PG_CLASS}`,
    ],
    // A type, like any name, is qualified where the search path does not lead to it.
    [
      'columns',
      `SELECT a.attrelid AS table_oid, a.attnum AS number, a.attname AS name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
  CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS base_type,
  ${notNull} AS not_null, a.attidentity AS identity, a.attgenerated AS generated,
  q.seqstart::text AS seed, q.seqincrement::text AS increment,
  pg_catalog.pg_get_expr(f.adbin, f.adrelid) AS expression, o.collname AS collation
FROM tables AS r
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef AS f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation AS o ON o.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_catalog.pg_depend AS p ON a.attidentity <> '' AND p.refclassid = ${PG_CLASS}
  AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.classid = ${PG_CLASS} AND p.deptype = 'i'
LEFT JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = p.objid`,
    ],
    // Keys (p, u), foreign keys (f), checks (c) and exclusion constraints (x). NOT NULL (n, since 18) is a fact of the
    // column. DISABLE TRIGGER ALL (D, or R where only replication fires them) takes a foreign key out of force, too: triggers of
    // the system's own, on both tables, are what enforces it. A foreign key to a partitioned table has a constraint for each partition too, below the one that was made.
    [
      'constraints',
      `SELECT c.conrelid AS table_oid, c.conname AS name, c.contype AS type, c.conindid AS index_oid,
  c.conkey AS column_numbers, c.condeferrable AS is_deferrable, c.condeferred AS is_deferred,
  c.convalidated AS is_validated, (${since(18, 'NOT c.conenforced')} OR c.oid IN (
    SELECT g.tgconstraint FROM pg_catalog.pg_trigger AS g WHERE g.tgisinternal AND g.tgenabled IN ('D', 'R')
  )) AS is_not_enforced,
  ${since(18, 'c.conperiod')} AS has_period, c.confupdtype AS on_update, c.confdeltype AS on_delete,
  CASE WHEN c.contype = 'f' THEN n.nspname END AS target_schema,
  CASE WHEN c.contype = 'f' THEN g.relname END AS target_table,
  CASE WHEN c.contype = 'f' THEN (
    SELECT json_agg(a.attname ORDER BY k.position)
    FROM unnest(c.confkey) WITH ORDINALITY AS k (number, position)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.confrelid AND a.attnum = k.number
  ) END AS target_columns,
  CASE WHEN c.contype = 'c' THEN pg_catalog.pg_get_expr(c.conbin, c.conrelid) END AS expression,
  CASE WHEN c.contype = 'x'${major >= 18 ? ' OR c.conperiod' : ''} THEN pg_catalog.pg_get_constraintdef(c.oid) END AS definition
FROM tables AS r
JOIN pg_catalog.pg_constraint AS c ON c.conrelid = r.oid
LEFT JOIN pg_catalog.pg_class AS g ON g.oid = c.confrelid
LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = g.relnamespace
WHERE c.contype IN ('p', 'u', 'f', 'c', 'x') AND c.conparentid = 0`,
    ],
    [
      'indexes',
      `SELECT i.indexrelid AS oid, i.indrelid AS table_oid, c.relname AS name, m.amname AS method, i.indisunique AS is_unique,
  i.indisvalid AS is_valid, i.indnkeyatts AS key_count, i.indkey::text AS columns, i.indoption::text AS options,
  i.indclass::text AS operator_classes, i.indcollation::text AS collations,
  ${since(15, 'i.indnullsnotdistinct')} AS nulls_not_distinct, c.reloptions AS options_of_storage,
  pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS filter,
  CASE WHEN i.indexprs IS NOT NULL THEN (
    SELECT json_agg(pg_catalog.pg_get_indexdef(i.indexrelid, n, false) ORDER BY n) FROM generate_series(1, i.indnkeyatts) AS n
  ) END AS expressions
FROM tables AS r
JOIN pg_catalog.pg_index AS i ON i.indrelid = r.oid
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am AS m ON m.oid = c.relam`,
    ],
    ['operator_classes', `SELECT oid, opcname AS name FROM pg_catalog.pg_opclass WHERE NOT opcdefault`],
    [
      'collations',
      `SELECT o.oid, o.collname AS name FROM pg_catalog.pg_collation AS o
WHERE o.oid IN (
  SELECT k.collation_oid FROM tables AS r JOIN pg_catalog.pg_index AS i ON i.indrelid = r.oid
  CROSS JOIN LATERAL unnest(i.indcollation) AS k (collation_oid)
)`,
    ],
  ];
}
