/** Longest name of an object on SQL Server; PostgreSQL silently cuts names after 63 bytes. */
export const maxNameLength = 128;

const join = (prefix: string, table: string, parts: readonly string[]) => [prefix, table, ...parts].join('_');

export const primaryKeyName = (table: string) => join('pk', table, []);
export const foreignKeyName = (table: string, columns: readonly string[]) => join('fk', table, columns);
export const uniqueName = (table: string, columns: readonly string[]) => join('uq', table, columns);
export const indexName = (table: string, columns: readonly string[]) => join('ix', table, columns);
export const checkName = (table: string, columns: readonly string[]) => join('ck', table, columns);
export const defaultName = (table: string, column: string) => join('df', table, [column]);
