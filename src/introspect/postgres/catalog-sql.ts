import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { objectSelects } from './object-sql.ts';
import { tableSelects } from './table-sql.ts';

// Everything comes from pg_catalog, which shows every login the same. INFORMATION_SCHEMA does not: its views leave out
// tables and columns that the login has no privilege on, and defaults and checks of what it does not own; and reading
// the columns of 500 tables from it takes three times as long.
// https://www.postgresql.org/docs/current/information-schema.html

/** What the statements begin with, and the statements, one for each kind of row whatever the number of tables. */
export interface CatalogSelects {
  readonly relations: string;
  readonly selects: ReadonlyMap<string, string>;
}

/**
 * @param major version of PostgreSQL; 14 and later
 * @param schemas limits the statements to those SQL schemas
 */
export function catalogSelects(major: number, schemas?: readonly string[]): CatalogSelects {
  return {
    relations: relations(schemas),
    selects: new Map([...tableSelects(major), ...objectSelects()]),
  };
}

/** The statements as one, which every driver sends in one round trip; its only row has a JSON array for each of them. */
export function catalogStatement(major: number, schemas?: readonly string[]): string {
  const { relations, selects } = catalogSelects(major, schemas);
  const arrays = [...selects].map(
    ([name, select]) => `(SELECT json_agg(x) FROM (\n${select}\n) AS x) AS ${name}`,
  );
  return escapeQuestionMarks(`${relations}\nSELECT ${arrays.join(',\n')}`);
}

/**
 * `spaces`: SQL schemas. `extended`: what belongs to an extension. `relations`: tables, views and sequences that do not,
 * without the partitions of a table, which share its definition.
 */
function relations(schemas: readonly string[] | undefined): string {
  const names = schemas?.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ');
  const within = names === undefined ? '' : ` AND nspname IN (${names === '' ? 'NULL' : names})`;
  return `WITH spaces AS MATERIALIZED (
  SELECT oid, nspname FROM pg_catalog.pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'${within}
), extended AS MATERIALIZED (
  SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
), relations AS MATERIALIZED (
  SELECT c.oid, s.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions
  FROM pg_catalog.pg_class AS c
  JOIN spaces AS s ON s.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND NOT c.relispartition
    AND NOT EXISTS (
      SELECT FROM extended AS e WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
    )
), tables AS MATERIALIZED (
  SELECT * FROM relations WHERE relkind IN ('r', 'p')
)`;
}
