import type { Connection, Request } from 'tedious';
import { loadTedious } from './mssql-connect.ts';

/** Runs a batch on a connection of tedious, beside Knex, and resolves to its rows; `limit`: see {@link limitTime}. */
export async function runBatch(
  connection: Connection,
  sql: string,
  limit = 0,
): Promise<Record<string, unknown>[]> {
  const tedious = await loadTedious();
  return new Promise((resolve, reject) => {
    const rows: Record<string, unknown>[] = [];
    const request = new tedious.Request(sql, (error) => (error ? reject(error) : resolve(rows)));
    request.on('row', (columns: { metadata: { colName: string }; value: unknown }[]) => {
      rows.push(Object.fromEntries(columns.map((column) => [column.metadata.colName, column.value])));
    });
    limitTime(request, connection, limit);
    connection.execSqlBatch(request);
  });
}

/**
 * Gives a request so many milliseconds; 0 is without limit.
 * tedious stops its own clock at the first packet of an answer, which a loop sends long before its last.
 */
export function limitTime(request: Request, connection: Connection, limit: number): void {
  request.setTimeout(limit);
  if (limit === 0) return;
  const timer = setTimeout(() => {
    const { canceled } = request as unknown as { canceled: boolean };
    if (!canceled) (connection as unknown as { requestTimeout(): void }).requestTimeout();
  }, limit);
  request.once('requestCompleted', () => clearTimeout(timer));
}
