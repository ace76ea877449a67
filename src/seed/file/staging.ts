import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { quoteName, quoteNames, quoteTable } from '../../ddl/name.ts';
import { columnTypes } from '../../schema/column-type.ts';
import type { Dialect } from '../../target.ts';
import { type SeedColumn, tenantsTable, usersTable } from '../seed-table.ts';
import { type SeedTableName, tenantSlug } from './columns.ts';

/** What becomes of a row on the way from the file into its table; null while nothing speaks against it. */
export const states = {
  /** The table has it: left alone, and counted. */
  exists: 1,
  /** Refused by a check among the rows, or against the database. */
  refused: 2,
  /** A user whose tenant was refused, which was told there. */
  withoutTenant: 3,
  /** Refused while it was read. */
  unreadable: 4,
} as const;

/** A temporary table that holds rows of the file, with their places, until all are known to be good. */
export interface Staging {
  readonly table: SeedTableName;
  /** Its name, unquoted. */
  readonly name: string;
  /** Its name in SQL, and that of the table that the rows are meant for. */
  readonly sql: string;
  readonly target: string;
  /** Columns that rows may be loaded with. */
  readonly columns: readonly SeedColumn[];
}

const about: readonly SeedColumn[] = [
  { name: 'row_no', type: columnTypes.bigint, nullable: false },
  { name: 'place', type: columnTypes.string(60), nullable: true },
  { name: 'state', type: columnTypes.int, nullable: true },
  { name: 'reason', type: columnTypes.text, nullable: true },
  { name: 'source', type: columnTypes.text, nullable: true },
];

export function stagingOf(dialect: Dialect, table: SeedTableName): Staging {
  const name = `${dialect === 'mssql' ? '#' : ''}quodsi_seed_${table}`;
  const { columns } = table === 'tenants' ? tenantsTable : usersTable;
  const slug = { name: tenantSlug, type: columnTypes.string(100), nullable: true };
  return {
    table,
    name,
    sql: quoteTable(dialect, { name }),
    target: quoteTable(dialect, { name: table }),
    columns: [
      ...about,
      ...columns.map((column) => ({ ...column, nullable: true })),
      ...(table === 'users' ? [slug] : []),
    ],
  };
}

/**
 * Makes the temporary table, for the session. Its columns are copies of the live ones, so that text is compared by their
 * collation; the join, which finds nothing, makes all of them nullable and none an identity.
 */
export async function createStaging(knex: Knex, dialect: Dialect, staging: Staging): Promise<void> {
  const isMssql = dialect === 'mssql';
  const { columns } = staging.table === 'tenants' ? tenantsTable : usersTable;
  const empty = (name: string, type: string) => `CAST(NULL AS ${type}) AS ${name}`;
  const text = isMssql ? 'nvarchar(max)' : 'text';
  const own = [
    empty('row_no', 'bigint'),
    empty('place', 'varchar(60)'),
    empty('state', 'int'),
    empty('field', 'varchar(100)'),
    empty('reason', text),
    empty('source', text),
    ...columns.map(({ name }) => `r.${quoteName(dialect, name)}`),
    ...(staging.table === 'users' ? [`t.slug AS ${tenantSlug}`] : []),
  ].join(', ');
  const from = [
    `FROM (SELECT 1 AS one) AS d LEFT JOIN ${staging.target} AS r ON 1 = 0`,
    ...(staging.table === 'users' ? [`LEFT JOIN ${quoteTable(dialect, 'tenants')} AS t ON 1 = 0`] : []),
    'WHERE 1 = 0',
  ].join(' ');
  await dropStaging(knex, dialect, staging);
  await knex.raw(
    isMssql
      ? `SELECT ${own} INTO ${staging.sql} ${from}`
      : `CREATE TEMPORARY TABLE ${staging.sql} AS SELECT ${own} ${from}`,
  );
}

export async function dropStaging(knex: Knex, dialect: Dialect, { name, sql }: Staging): Promise<void> {
  await knex.raw(
    dialect === 'mssql'
      ? `IF OBJECT_ID(N'tempdb..${name}') IS NOT NULL DROP TABLE ${sql}`
      : `DROP TABLE IF EXISTS pg_temp.${sql}`,
  );
}

/** Lets the planner know how many rows there are, and finds them by their number. */
export async function indexStaging(knex: Knex, dialect: Dialect, { name, sql }: Staging): Promise<void> {
  // Babelfish keeps the name of an index whose table was dropped in the same transaction.
  const unique = randomBytes(4).toString('hex');
  const index = quoteName(dialect, `ix_${name.replace('#', '')}_${unique}`);
  await knex.raw(`CREATE UNIQUE INDEX ${index} ON ${sql} (${quoteNames(dialect, ['row_no'])})`);
  if (dialect === 'postgres') await knex.raw(`ANALYZE ${sql}`);
}

/** The rows of a SELECT. */
export async function select<Row>(knex: Knex, sql: string): Promise<readonly Row[]> {
  const result = (await knex.raw(sql)) as Row[] | { rows: Row[] };
  return Array.isArray(result) ? result : result.rows;
}
