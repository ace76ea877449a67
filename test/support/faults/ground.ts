import pg from 'pg';
import { Connection, Request } from 'tedious';
import { parseTarget } from '../../../src/config/target.ts';
import { tediousConfiguration } from '../../../src/database/dialects/mssql-connect.ts';

type Row = Record<string, unknown>;

/** A connection past the tool and past every proxy. */
export interface Ground {
  readonly query: (sql: string) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
}

export async function openGround(url: string): Promise<Ground> {
  return url.startsWith('postgres') ? openPostgres(url) : openMssql(url);
}

async function openPostgres(url: string): Promise<Ground> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    query: async (sql) => (await client.query<Row>(sql)).rows ?? [],
    close: () => client.end(),
  };
}

async function openMssql(url: string): Promise<Ground> {
  const target = parseTarget(url, { cwd: process.cwd() });
  if (target.kind !== 'mssql') throw new Error('not the URL of a SQL Server');
  const connection = new Connection(tediousConfiguration(target, 'tests'));
  await new Promise<void>((resolve, reject) =>
    connection.connect((error) => (error ? reject(error) : resolve())),
  );
  return {
    query: (sql) =>
      new Promise((resolve, reject) => {
        const rows: Row[] = [];
        const request = new Request(sql, (error) => (error ? reject(error) : resolve(rows)));
        request.on('row', (columns: { metadata: { colName: string }; value: unknown }[]) => {
          rows.push(Object.fromEntries(columns.map((column) => [column.metadata.colName, column.value])));
        });
        connection.execSqlBatch(request);
      }),
    close: () =>
      new Promise((resolve) => {
        connection.once('end', resolve);
        connection.close();
      }),
  };
}
