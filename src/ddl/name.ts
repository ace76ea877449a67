import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Dialect } from '../target.ts';

/**
 * A table: `users`, `sales.orders`, or the object form for names that contain a dot themselves.
 * Without a schema the server resolves it: the login's default schema, or PostgreSQL's search path.
 */
export type TableName = string | { readonly schema?: string | undefined; readonly name: string };

interface TableParts {
  readonly schema: string | undefined;
  readonly name: string;
}

/**
 * A name as an identifier of the engine, always quoted.
 * @throws QuodsiDbError `DDL_NAME` when it is empty or longer than the engine keeps. PostgreSQL would cut it with no more
 *   than a notice (https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS).
 */
export function quoteName(dialect: Dialect, name: string): string {
  const length = dialect === 'mssql' ? name.length : Buffer.byteLength(name);
  const limit = dialect === 'mssql' ? 128 : 63;
  if (length === 0 || name.includes('\0')) throw badName(name, 'it is empty or contains a NUL character');
  if (length > limit) {
    const unit = dialect === 'mssql' ? 'characters' : 'bytes';
    throw badName(name, `it has ${length} ${unit}, and the engine keeps at most ${limit}`);
  }
  return dialect === 'mssql' ? `[${name.replaceAll(']', ']]')}]` : `"${name.replaceAll('"', '""')}"`;
}

export function quoteNames(dialect: Dialect, names: readonly string[]): string {
  if (names.length === 0) throw badName('', 'the list of columns is empty');
  return names.map((name) => quoteName(dialect, name)).join(', ');
}

export function tableParts(table: TableName): TableParts {
  if (typeof table !== 'string') return { schema: table.schema, name: table.name };
  const parts = table.split('.');
  if (parts.length > 2) throw badName(table, 'it has more than one dot; write { schema, name } instead');
  const [first = '', second] = parts;
  return second === undefined ? { schema: undefined, name: first } : { schema: first, name: second };
}

export function quoteTable(dialect: Dialect, table: TableName): string {
  const { schema, name } = tableParts(table);
  return quoteInSchemaOf(dialect, table, name, schema);
}

/** An object that lives in the schema of its table, such as an index on PostgreSQL or a constraint on SQL Server. */
export function quoteInSchemaOf(
  dialect: Dialect,
  table: TableName,
  name: string,
  schema: string | undefined = tableParts(table).schema,
): string {
  const quoted = quoteName(dialect, name);
  return schema === undefined ? quoted : `${quoteName(dialect, schema)}.${quoted}`;
}

/** The name of a collation is a word of T-SQL, and a quoted name on PostgreSQL. */
export function collationSql(dialect: Dialect, collation: string | undefined): string {
  if (collation === undefined) return '';
  if (dialect === 'postgres') return ` COLLATE ${quoteName(dialect, collation)}`;
  if (!/^\w+$/.test(collation)) throw badName(collation, 'it is no word, as a collation of SQL Server is');
  return ` COLLATE ${collation}`;
}

function badName(name: string, why: string): QuodsiDbError {
  return new QuodsiDbError('DDL_NAME', `${JSON.stringify(name)} cannot be a name: ${why}`, {
    hint: 'Correct the name in the migration.',
    exitCode: exitCodes.config,
  });
}
