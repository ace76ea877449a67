import { type Connection, Request, type TYPES } from 'tedious';
import { onTestFinished } from 'vitest';
import { parseTarget } from '../../../src/config/target.ts';
import { connectTedious } from '../../../src/database/dialects/mssql-connect.ts';
import type { MssqlTarget } from '../../../src/target.ts';
import { type ResultSet, resultSet } from './columns.ts';
import { doneToken } from './tokens.ts';

/** A connection of the driver as the tool opens it, which ends with the test. */
export async function connectTo(url: string): Promise<Connection> {
  const target = parseTarget(url, { cwd: '.' }) as MssqlTarget;
  const connection = await connectTedious(target, 'test', new AbortController().signal);
  onTestFinished(() => connection.close());
  return connection;
}

/** Rows by name, and how many the server counted. */
export function query(
  connection: Connection,
  sql: string,
  parameters: readonly (readonly [string, (typeof TYPES)[keyof typeof TYPES], unknown])[] = [],
): Promise<{ rows: Record<string, unknown>[]; count: number }> {
  return new Promise((resolve, reject) => {
    const rows: Record<string, unknown>[] = [];
    const request = new Request(sql, (error, count) =>
      error ? reject(error) : resolve({ rows, count: count ?? 0 }),
    );
    request.on('row', (columns: { metadata: { colName: string }; value: unknown }[]) => {
      rows.push(Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, value])));
    });
    for (const [name, type, value] of parameters) request.addParameter(name, type, value);
    if (parameters.length === 0) connection.execSqlBatch(request);
    else connection.execSql(request);
  });
}

/** Every type that the stand-in has, with a value of each, an odd one, and none. */
export const everyType: ResultSet = {
  columns: {
    text: 'nvarchar',
    number: 'int',
    flag: 'bit',
    big: 'bigint',
    at: 'datetime2',
    id: 'uniqueidentifier',
  },
  rows: [
    {
      text: 'Łódź 🚀',
      number: -7,
      flag: true,
      big: 9_007_199_254_740_993n,
      at: new Date('2026-02-28T23:59:59.999Z'),
      id: '01234567-89AB-CDEF-0123-456789ABCDEF',
    },
    { text: '', number: 0, flag: false, big: 0n, at: new Date('0001-01-01T00:00:00Z'), id: null },
    { text: null, number: null, flag: null, big: null, at: null, id: null },
  ],
};

/** The same as an answer, and as the driver has it: a bigint is a text. */
export const everyTypeAnswer: Buffer = Buffer.concat([resultSet(everyType), doneToken({ rows: 3 })]);
export const everyTypeRows = everyType.rows.map((row) => ({
  ...row,
  ...(row.big === null ? {} : { big: String(row.big) }),
}));
