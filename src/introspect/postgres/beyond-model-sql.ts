import { catalogSelects } from './catalog-sql.ts';

/** Rows of what, schema, table and name; see beyondModel. */
export function beyondModelStatement(major: number): string {
  const { relations } = catalogSelects(major);
  const setColumns = major >= 15 ? 'c.confdelsetcols IS NOT NULL' : 'false';
  return `${relations}
SELECT concat('partitioning (', pg_catalog.pg_get_partkeydef(r.oid), ', ',
  (SELECT count(*) FROM pg_catalog.pg_inherits AS i WHERE i.inhparent = r.oid), ' partitions) of the table') AS what,
  r.nspname AS schema_name, r.relname AS table_name, NULL::text AS name
FROM tables AS r WHERE r.relkind = 'p'
UNION ALL
SELECT concat('inheritance from ', i.inhparent::pg_catalog.regclass, ' of the table'), r.nspname, r.relname, NULL
FROM tables AS r JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = r.oid
UNION ALL
SELECT 'UNLOGGED of the table', r.nspname, r.relname, NULL
FROM tables AS r JOIN pg_catalog.pg_class AS c ON c.oid = r.oid WHERE c.relpersistence = 'u'
UNION ALL
SELECT concat('storage parameters (', array_to_string(r.reloptions, ', '), ') of the table'), r.nspname, r.relname, NULL
FROM tables AS r WHERE r.reloptions IS NOT NULL
UNION ALL
SELECT 'row level security of the table', r.nspname, r.relname, NULL
FROM tables AS r WHERE r.relrowsecurity
UNION ALL
SELECT 'rule', r.nspname, r.relname, w.rulename
FROM tables AS r JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = r.oid
UNION ALL
SELECT 'MATCH FULL of the foreign key', r.nspname, r.relname, c.conname
FROM tables AS r JOIN pg_catalog.pg_constraint AS c ON c.conrelid = r.oid WHERE c.contype = 'f' AND c.confmatchtype = 'f'
UNION ALL
SELECT 'columns of ON DELETE SET of the foreign key', r.nspname, r.relname, c.conname
FROM tables AS r JOIN pg_catalog.pg_constraint AS c ON c.conrelid = r.oid WHERE c.contype = 'f' AND ${setColumns}
UNION ALL
SELECT 'range of the identity', r.nspname, r.relname, a.attname
FROM tables AS r
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attidentity <> ''
JOIN pg_catalog.pg_depend AS d ON d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
  AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = d.objid
WHERE q.seqcycle OR q.seqincrement > 0 AND (q.seqmin <> 1 OR q.seqmax <> CASE q.seqtypid
  WHEN 'pg_catalog.int2'::pg_catalog.regtype THEN 32767 WHEN 'pg_catalog.int4'::pg_catalog.regtype THEN 2147483647
  ELSE 9223372036854775807 END)
UNION ALL
SELECT 'description of the constraint', r.nspname, r.relname, c.conname
FROM tables AS r JOIN pg_catalog.pg_constraint AS c ON c.conrelid = r.oid
JOIN pg_catalog.pg_description AS d ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
UNION ALL
SELECT 'description of the index', r.nspname, r.relname, c.relname
FROM tables AS r JOIN pg_catalog.pg_index AS i ON i.indrelid = r.oid JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_description AS d ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
UNION ALL
SELECT 'statistics', r.nspname, r.relname, e.stxname
FROM tables AS r JOIN pg_catalog.pg_statistic_ext AS e ON e.stxrelid = r.oid
UNION ALL
SELECT 'foreign table', s.nspname, c.relname, NULL
FROM spaces AS s JOIN pg_catalog.pg_class AS c ON c.relnamespace = s.oid WHERE c.relkind = 'f'
UNION ALL
SELECT 'collation', s.nspname, NULL, o.collname
FROM spaces AS s JOIN pg_catalog.pg_collation AS o ON o.collnamespace = s.oid
UNION ALL
SELECT 'event trigger', NULL, NULL, t.evtname FROM pg_catalog.pg_event_trigger AS t
UNION ALL
SELECT 'extension', NULL, NULL, e.extname FROM pg_catalog.pg_extension AS e WHERE e.extname <> 'plpgsql'`;
}
