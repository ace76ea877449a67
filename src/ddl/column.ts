import type { Knex } from 'knex';
import { addDefault, type ColumnDefault, clearDefault } from './default.ts';
import { dialectOf } from './dialect.ts';
import { nationalSql, stringSql } from './literal.ts';
import { collationSql, quoteName, quoteTable, type TableName } from './name.ts';
import { run } from './statement.ts';

export interface ColumnChange {
  /** The engine's own text, as in `nvarchar(100)`; see `perEngine` where the engines' texts differ. */
  readonly type: string;
  /** Always said, because SQL Server makes a column nullable when ALTER COLUMN does not say. */
  readonly nullable: boolean;
  /** Where it is not the database's, to which ALTER COLUMN returns a column that it is not said of. */
  readonly collation?: string;
  /**
   * The default afterwards. It is dropped first and added last, as a change of type needs. Left out, the default stays: right
   * for another length or nullability, refused by SQL Server for another type.
   */
  readonly default?: ColumnDefault;
  /** PostgreSQL: how to convert the rows; without it, a cast to the new type. */
  readonly using?: string;
}

export interface ComputedColumn {
  /** Type of the result, which PostgreSQL must be told: `perEngine` text or the like. SQL Server derives it. */
  readonly type: string;
  readonly expression: string;
  /** Keep the result in the row. PostgreSQL always does (it had nothing else before version 18). Default: true. */
  readonly stored?: boolean;
}

/** Changes type, length or nullability in place; indexes, keys and checks on the column may have to go first. */
export async function alterColumn(
  knex: Knex,
  table: TableName,
  column: string,
  change: ColumnChange,
): Promise<void> {
  const dialect = dialectOf(knex);
  const quoted = quoteName(dialect, column);
  const alter = `ALTER TABLE ${quoteTable(dialect, table)} ALTER COLUMN ${quoted}`;
  if (change.default !== undefined) await clearDefault(knex, table, column);
  const collate = collationSql(dialect, change.collation);
  if (dialect === 'mssql') {
    await run(knex, `${alter} ${change.type}${collate} ${change.nullable ? 'NULL' : 'NOT NULL'}`);
  } else {
    const using = change.using ?? `CAST(${quoted} AS ${change.type})`;
    await run(knex, `${alter} TYPE ${change.type}${collate} USING ${using}`);
    await run(knex, `${alter} ${change.nullable ? 'DROP' : 'SET'} NOT NULL`);
  }
  if (change.default !== undefined) await addDefault(knex, table, column, change.default);
}

/**
 * Drops a column and its default. Fails, naming them, while indexes, keys or foreign keys use it: SQL Server refuses by itself,
 * PostgreSQL would drop them in silence (https://www.postgresql.org/docs/current/sql-altertable.html), and a `down` could not
 * know what to bring back.
 */
export async function dropColumn(knex: Knex, table: TableName, column: string): Promise<void> {
  const dialect = dialectOf(knex);
  await run(knex, dialect === 'mssql' ? refuseUsedMssql(table, column) : refuseUsedPostgres(table, column));
  if (dialect === 'mssql') await clearDefault(knex, table, column);
  await run(knex, `ALTER TABLE ${quoteTable(dialect, table)} DROP COLUMN ${quoteName(dialect, column)}`);
}

/**
 * Whether an INSERT may give an identity column a number of its own (`always: false`), on PostgreSQL. On SQL Server that is a
 * setting of the session, IDENTITY_INSERT, and nothing happens here.
 */
export async function alterIdentity(
  knex: Knex,
  table: TableName,
  column: string,
  options: { readonly always: boolean },
): Promise<void> {
  const dialect = dialectOf(knex);
  if (dialect === 'mssql') return;
  const generated = options.always ? 'ALWAYS' : 'BY DEFAULT';
  await run(
    knex,
    `ALTER TABLE ${quoteTable(dialect, table)} ALTER COLUMN ${quoteName(dialect, column)} SET GENERATED ${generated}`,
  );
}

export async function addComputedColumn(
  knex: Knex,
  table: TableName,
  column: string,
  computed: ComputedColumn,
): Promise<void> {
  const dialect = dialectOf(knex);
  const add = `ALTER TABLE ${quoteTable(dialect, table)} ADD ${quoteName(dialect, column)}`;
  const { expression, type } = computed;
  await run(
    knex,
    dialect === 'mssql'
      ? `${add} AS (${expression})${computed.stored === false ? '' : ' PERSISTED'}`
      : `${add} ${type} GENERATED ALWAYS AS (${expression}) STORED`,
  );
}

function stillUsed(table: string, column: string): readonly [before: string, after: string] {
  return [`Column ${column} of ${table} cannot be dropped while these use it: `, '. Drop them first.'];
}

/** Covers what has columns of its own in the catalog; the server itself names the filter or check that is left. */
function refuseUsedMssql(table: TableName, column: string): string {
  const quoted = quoteTable('mssql', table);
  const [before, after] = stillUsed(quoted, quoteName('mssql', column));
  const where = (owner: string, columnId: string) => [
    `  WHERE ${owner} = OBJECT_ID(${nationalSql(quoted)})`,
    `    AND COL_NAME(${owner}, ${columnId}) = ${nationalSql(column)}`,
  ];
  return [
    "DECLARE @used nvarchar(max) = (SELECT STRING_AGG(QUOTENAME(u.name), N', ') WITHIN GROUP (ORDER BY u.name) FROM (",
    '  SELECT i.name FROM sys.index_columns AS ic',
    '  JOIN sys.indexes AS i ON i.object_id = ic.object_id AND i.index_id = ic.index_id',
    ...where('ic.object_id', 'ic.column_id'),
    '  UNION',
    '  SELECT f.name FROM sys.foreign_key_columns AS fc',
    '  JOIN sys.foreign_keys AS f ON f.object_id = fc.constraint_object_id',
    ...where('fc.parent_object_id', 'fc.parent_column_id'),
    ') AS u);',
    'IF @used IS NOT NULL',
    'BEGIN',
    `  SET @used = ${nationalSql(before)} + @used + ${nationalSql(after)};`,
    '  THROW 50000, @used, 1;',
    'END;',
  ].join('\n');
}

/** pg_depend also has the filters of indexes and the expressions of checks. */
function refuseUsedPostgres(table: TableName, column: string): string {
  const quoted = quoteTable('postgres', table);
  const [before, after] = stillUsed(quoted, quoteName('postgres', column));
  const body = [
    'DECLARE used text;',
    'BEGIN',
    "  SELECT string_agg(quote_ident(u.name), ', ' ORDER BY u.name) INTO used FROM (",
    '    SELECT COALESCE(i.relname, k.conname) AS name FROM pg_depend AS d',
    '    JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid',
    "    LEFT JOIN pg_class AS i ON d.classid = 'pg_class'::regclass AND i.oid = d.objid AND i.relkind IN ('i', 'I')",
    "    LEFT JOIN pg_constraint AS k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid AND k.contype <> 'n'",
    "    WHERE d.refclassid = 'pg_class'::regclass",
    `      AND d.refobjid = ${stringSql('postgres', quoted)}::regclass AND a.attname = ${stringSql('postgres', column)}`,
    '      AND COALESCE(i.relname, k.conname) IS NOT NULL',
    '  ) AS u;',
    '  IF used IS NOT NULL THEN',
    `    RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',`,
    `      MESSAGE = ${stringSql('postgres', before)} || used || ${stringSql('postgres', after)};`,
    '  END IF;',
    'END',
  ].join('\n');
  return `DO ${dollarQuote(body)}`;
}

function dollarQuote(body: string): string {
  let tag = '$ddl$';
  for (let i = 1; body.includes(tag); i++) tag = `$ddl${i}$`;
  return `${tag}\n${body}\n${tag}`;
}
