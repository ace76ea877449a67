import type { Database } from '../../database/database.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import type { RightsQuestion } from '../rights-question.ts';

/** A table of the SQL schemas that migrations work in. */
export interface TableRights {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  /** Whether that role may do everything. */
  readonly ownedBySuperuser: boolean;
  /** Whether the login owns it, by itself or as a member of the owner: nobody else may alter a table. */
  readonly isOwn: boolean;
  readonly mayReference: boolean;
  /** Of SELECT, INSERT, UPDATE, DELETE. */
  readonly missing: readonly string[];
}

/** What the login may do in a database of PostgreSQL. */
export interface PostgresRights {
  readonly role: string;
  /** By name; a schema that is not there is not in it. */
  readonly schemas: ReadonlyMap<string, { readonly mayUse: boolean; readonly mayCreate: boolean }>;
  readonly tables: readonly TableRights[];
  /** Whether the server tells of other roles' sessions. */
  readonly seesSessions: boolean;
}

// https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-ACCESS
function rightsSql({ schema, historySchema }: RightsQuestion): string {
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const spaces = `(${text(schema)}, ${text(historySchema)})`;
  const missing = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].map(
    (right) => `CASE WHEN pg_catalog.has_table_privilege(c.oid, '${right}') THEN '' ELSE '${right},' END`,
  );
  return `SELECT current_user AS role, pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') AS sees,
(SELECT json_agg(x) FROM (
  SELECT n.nspname AS name, pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS use,
    pg_catalog.has_schema_privilege(n.oid, 'CREATE') AS create
  FROM pg_catalog.pg_namespace AS n WHERE n.nspname IN ${spaces}
) AS x) AS schemas,
(SELECT json_agg(x) FROM (
  SELECT n.nspname AS schema, c.relname AS name, pg_catalog.pg_get_userbyid(c.relowner) AS owner,
    (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.oid = c.relowner) AS super,
    pg_catalog.pg_has_role(c.relowner, 'USAGE') AS own,
    pg_catalog.has_table_privilege(c.oid, 'REFERENCES') AS reference, ${missing.join(' || ')} AS missing
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname IN ${spaces} AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend AS d
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e'
  )
  ORDER BY n.nspname, c.relname
) AS x) AS tables`;
}

interface Row {
  readonly role: string;
  readonly sees: boolean;
  readonly schemas: readonly { name: string; use: boolean; create: boolean }[] | null;
  readonly tables:
    | readonly {
        schema: string;
        name: string;
        owner: string;
        super: boolean | null;
        own: boolean;
        reference: boolean;
        missing: string;
      }[]
    | null;
}

export async function readPostgresRights(
  { knex }: Database,
  question: RightsQuestion,
): Promise<PostgresRights> {
  const { rows } = (await knex.raw(escapeQuestionMarks(rightsSql(question)))) as { rows: readonly Row[] };
  const [row] = rows;
  return {
    role: row?.role ?? '',
    schemas: new Map(
      (row?.schemas ?? []).map(({ name, use, create }) => [name, { mayUse: use, mayCreate: create }]),
    ),
    tables: (row?.tables ?? []).map(({ own, super: ofSuperuser, reference, missing, ...table }) => ({
      ...table,
      ownedBySuperuser: ofSuperuser === true,
      isOwn: own,
      mayReference: reference,
      missing: missing.split(',').filter((right) => right !== ''),
    })),
    seesSessions: row?.sees ?? false,
  };
}
