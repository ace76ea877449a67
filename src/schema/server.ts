import type { Dialect, Schema, Server } from './model.ts';

/** What is usual: a database whose collation ignores case on SQL Server, exact names on PostgreSQL. */
export function usualServer(dialect: Dialect): Server {
  return dialect === 'mssql'
    ? { engine: 'mssql', defaultSchema: 'dbo', caseSensitive: false }
    : { engine: 'postgres', defaultSchema: 'public', caseSensitive: true };
}

export function serverOf(schema: Schema): Server {
  return schema.server ?? usualServer(schema.dialect);
}

/** Text that is the same for two names that the server does not tell apart. */
export function nameKey(name: string, server: Server): string {
  return server.caseSensitive ? name : name.toLowerCase();
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The name as the server keeps it: PostgreSQL cuts names after 63 bytes, at the end of a character.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
 */
export function storedName(name: string, server: Server): string {
  if (server.engine !== 'postgres' || name.length <= 15) return name;
  const bytes = encoder.encode(name);
  if (bytes.length <= 63) return name;
  let end = 63;
  while (((bytes[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end -= 1;
  return decoder.decode(bytes.subarray(0, end));
}

/** Order of names that does not depend on the machine's language. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
