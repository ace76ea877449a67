import type { Connection } from 'tedious';
import { loadTedious } from './mssql-connect.ts';

/** Runs a batch on a connection of tedious, beside Knex, and resolves to its rows. */
export async function runBatch(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  const { Request } = await loadTedious();
  return new Promise((resolve, reject) => {
    const rows: Record<string, unknown>[] = [];
    const request = new Request(sql, (error) => (error ? reject(error) : resolve(rows)));
    request.on('row', (columns: { metadata: { colName: string }; value: unknown }[]) => {
      rows.push(Object.fromEntries(columns.map((column) => [column.metadata.colName, column.value])));
    });
    connection.execSqlBatch(request);
  });
}
