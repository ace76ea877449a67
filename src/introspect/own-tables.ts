import type { Server } from '../schema/model.ts';

/**
 * Whether a table is the migration history or its log, which are no part of the schema. `historyTable` is `table` or
 * `schema.table`; without a schema it is in the default one.
 */
export function ownTables(
  historyTable: string,
  server: Pick<Server, 'defaultSchema' | 'caseSensitive'>,
): (schema: string, table: string) => boolean {
  const fold = (name: string): string => (server.caseSensitive ? name : name.toLowerCase());
  const dot = historyTable.indexOf('.');
  const schema = fold(dot < 0 ? server.defaultSchema : historyTable.slice(0, dot));
  const history = fold(historyTable.slice(dot + 1));
  const own = new Set([history, `${history}_log`]);
  return (tableSchema, table) => fold(tableSchema) === schema && own.has(fold(table));
}
