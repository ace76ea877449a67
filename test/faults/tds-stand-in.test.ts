import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, Request, TYPES } from 'tedious';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseTarget } from '../../src/config/target.ts';
import { connectTedious } from '../../src/database/dialects/mssql-connect.ts';
import type { MssqlTarget } from '../../src/target.ts';
import { certificate } from '../support/certificate.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { type ResultSet, resultSet } from '../support/tds/columns.ts';
import { on, rewrites } from '../support/tds/script.ts';
import { standIn } from '../support/tds/stand-in.ts';
import { doneToken } from '../support/tds/tokens.ts';

async function connect(url: string): Promise<Connection> {
  const connection = await connectTedious(parseTarget(url, { cwd: '.' }) as MssqlTarget, 'test');
  onTestFinished(() => connection.close());
  return connection;
}

/** Rows by name, and the counts that came with each statement. */
function query(
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

const everyType: ResultSet = {
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

describe('the stand-in for SQL Server', () => {
  it('speaks with the real driver: every type, with and without TLS', async () => {
    const rule = on(
      /^SELECT 1$/,
      rewrites(() => Buffer.concat([resultSet(everyType), doneToken({ rows: 3 })])),
    );
    const server = await standIn([rule]);
    for (const options of [
      'encrypt=false',
      'trustServerCertificate=true',
      'encrypt=strict&trustServerCertificate=true',
    ]) {
      const { rows, count } = await query(await connect(server.url({ options })), 'SELECT 1');
      expect(rows).toEqual(
        everyType.rows.map((row) => ({ ...row, ...(row.big === null ? {} : { big: String(row.big) }) })),
      );
      expect(count).toBe(3);
    }
  });

  it('keeps what is committed, and forgets what is not', async () => {
    const server = await standIn();
    const connection = await connect(server.url());
    const transaction =
      (end: 'commitTransaction' | 'rollbackTransaction') => async (work: () => Promise<unknown>) => {
        const call = (name: 'beginTransaction' | typeof end) =>
          new Promise<void>((resolve, reject) =>
            connection[name]((error) => (error ? reject(error) : resolve())),
          );
        await call('beginTransaction');
        await work();
        await call(end);
      };
    await transaction('rollbackTransaction')(() => query(connection, 'CREATE TABLE [dbo].[lost] ([id] int)'));
    await transaction('commitTransaction')(async () => {
      await query(connection, 'CREATE TABLE kept (id int, name nvarchar(100));\nSELECT @@TRANCOUNT AS depth');
      const insert = 'INSERT INTO kept (name, state) VALUES (@p0, @p1)';
      const long = 'x'.repeat(5000);
      expect(
        await query(connection, insert, [
          ['p0', TYPES.NVarChar, long],
          ['p1', TYPES.NVarChar, null],
        ]),
      ).toMatchObject({ count: 1 });
      expect(server.database.tables.has('kept')).toBe(false);
    });
    expect([...server.database.tables.keys()]).toEqual(['kept']);
    expect(server.database.tables.get('kept')).toMatchObject([
      { id: 1, name: 'x'.repeat(5000), state: null },
    ]);
  });

  it('ends the transaction at the first error, and names a statement that it does not know', async () => {
    const server = await standIn();
    const connection = await connect(server.url());
    await new Promise<void>((resolve) => connection.beginTransaction(() => resolve()));
    await query(connection, 'CREATE TABLE lost (id int)');
    const odd = query(connection, 'SELECT @@TRANCOUNT AS depth\n\nSELECT something_else FROM nowhere');
    await expect(odd).rejects.toMatchObject({
      number: 59_999,
      lineNumber: 3,
      message: 'the stand-in does not know the statement: SELECT something_else FROM nowhere',
    });
    expect((await query(connection, 'SELECT @@TRANCOUNT AS depth')).rows).toEqual([{ depth: 0 }]);
    await expect(query(connection, 'DROP TABLE lost')).rejects.toMatchObject({ number: 208 });
  });

  it('is trusted where its certificate is, and otherwise not', async () => {
    const server = await standIn();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'stand-in.pem'), certificate.cert);
    const url = server.url({ options: 'encrypt=true' });
    const refused = await cli(['wait', '--timeout', '1ms', '--url', url, '--json'], { cwd });
    expect(refused.json().error).toMatchObject({ code: 'TLS_FAILED' });
    expect(server.heard.map(({ text }) => text)).toEqual(['PRELOGIN']);
    const env = { NODE_EXTRA_CA_CERTS: join(cwd, 'stand-in.pem') };
    const waited = await cli(['wait', '--url', url], { cwd, env });
    expect(waited).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('SQL Server 16.0.4135.4') });
  });
});
