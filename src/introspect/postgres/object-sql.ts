/** The statements for what stands beside tables, or is known by name and definition only. */
export function objectSelects(): readonly (readonly [string, string])[] {
  const notExtended = (catalog: string, oid: string): string =>
    `NOT EXISTS (
  SELECT FROM extended AS e WHERE e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND e.objid = ${oid}
)`;
  return [
    // Those behind an identity column depend on it internally (i); those of a serial column do so automatically (a).
    [
      'sequences',
      `SELECT r.nspname AS schema_name, r.relname AS name, pg_catalog.format_type(q.seqtypid, NULL) AS type,
  q.seqstart::text AS start, q.seqincrement::text AS increment, q.seqmin::text AS minimum, q.seqmax::text AS maximum,
  q.seqcycle AS cycle
FROM relations AS r
JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = r.oid
WHERE NOT EXISTS (
  SELECT FROM pg_catalog.pg_depend AS p
  WHERE p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.objid = r.oid AND p.deptype = 'i'
)`,
    ],
    [
      'views',
      `SELECT r.nspname AS schema_name, r.relname AS name, r.relkind = 'm' AS is_materialized,
  concat_ws(' ', r.reloptions::text, pg_catalog.pg_get_viewdef(r.oid)) AS definition
FROM relations AS r WHERE r.relkind IN ('v', 'm')`,
    ],
    [
      'triggers',
      `SELECT r.oid AS table_oid, r.nspname AS schema_name, r.relname AS table_name, g.tgname AS name,
  g.tgenabled = 'D' AS is_disabled, pg_catalog.pg_get_triggerdef(g.oid) AS definition
FROM relations AS r
JOIN pg_catalog.pg_trigger AS g ON g.tgrelid = r.oid
WHERE NOT g.tgisinternal AND ${notExtended('pg_trigger', 'g.oid')}`,
    ],
    [
      'policies',
      `SELECT r.oid AS table_oid, r.nspname AS schema_name, r.relname AS table_name, p.polname AS name,
  NOT r.relrowsecurity AS is_disabled, r.relforcerowsecurity AS is_forced, p.polpermissive AS is_permissive,
  p.polcmd AS command,
  (SELECT json_agg(CASE WHEN o = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(o) END) FROM unnest(p.polroles) AS o) AS roles,
  pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using_expression,
  pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression
FROM relations AS r
JOIN pg_catalog.pg_policy AS p ON p.polrelid = r.oid`,
    ],
    // The definition of an aggregate (a) cannot be asked for.
    [
      'routines',
      `SELECT s.nspname AS schema_name, p.proname AS name, pg_catalog.pg_get_function_identity_arguments(p.oid) AS arguments,
  CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef(p.oid) END AS definition
FROM spaces AS s
JOIN pg_catalog.pg_proc AS p ON p.pronamespace = s.oid
WHERE ${notExtended('pg_proc', 'p.oid')}`,
    ],
    // Enums (e), domains (d), ranges (r) and composite types (c), of which every table has one too.
    [
      'types',
      `SELECT s.nspname AS schema_name, t.typname AS name, t.typtype AS kind,
  CASE t.typtype
    WHEN 'e' THEN (
      SELECT string_agg(quote_literal(v.enumlabel), ', ' ORDER BY v.enumsortorder) FROM pg_catalog.pg_enum AS v WHERE v.enumtypid = t.oid
    )
    WHEN 'd' THEN concat_ws(' ', pg_catalog.format_type(t.typbasetype, t.typtypmod),
      CASE WHEN t.typnotnull THEN 'NOT NULL' END, 'DEFAULT ' || t.typdefault,
      (SELECT string_agg(pg_catalog.pg_get_constraintdef(c.oid), ' ' ORDER BY c.conname)
       FROM pg_catalog.pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c'))
    WHEN 'c' THEN (
      SELECT string_agg(quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    )
    WHEN 'r' THEN (
      SELECT pg_catalog.format_type(g.rngsubtype, NULL) FROM pg_catalog.pg_range AS g WHERE g.rngtypid = t.oid
    )
  END AS definition
FROM spaces AS s
JOIN pg_catalog.pg_type AS t ON t.typnamespace = s.oid
LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
WHERE t.typtype IN ('e', 'd', 'r', 'c') AND (c.oid IS NULL OR c.relkind = 'c') AND ${notExtended('pg_type', 't.oid')}`,
    ],
  ];
}
