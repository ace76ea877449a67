import type { Server } from '../schema/model.ts';

/**
 * Whether a table is the migration history, its log or the record of seeds, which are no part of the schema.
 * `historyTable` is `table` or `schema.table`; without a schema it is in the default one.
 */
export function ownTables(
  historyTable: string,
  server: Pick<Server, 'defaultSchema' | 'caseSensitive'>,
): (schema: string, table: string) => boolean {
  const fold = (name: string): string => (server.caseSensitive ? name : name.toLowerCase());
  const dot = historyTable.indexOf('.');
  const schema = fold(dot < 0 ? server.defaultSchema : historyTable.slice(0, dot));
  const history = fold(historyTable.slice(dot + 1));
  const own = new Set([history, `${history}_log`, `${history}_seed`]);
  return (tableSchema, table) => fold(tableSchema) === schema && own.has(fold(table));
}
