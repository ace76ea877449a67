import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TYPES } from 'tedious';
import { describe, expect, it } from 'vitest';
import { certificate } from '../support/certificate.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { connectTo, everyTypeAnswer, everyTypeRows, query } from '../support/tds/driver.ts';
import { on, rewrites } from '../support/tds/script.ts';
import { standIn } from '../support/tds/stand-in.ts';

describe('the stand-in for SQL Server', () => {
  it('speaks with the real driver: every type, with and without TLS', async () => {
    const server = await standIn([
      on(
        /^SELECT 1$/,
        rewrites(() => everyTypeAnswer),
      ),
    ]);
    for (const options of ['encrypt=false', 'trustServerCertificate=true']) {
      const { rows, count } = await query(await connectTo(server.url({ options })), 'SELECT 1');
      expect(rows).toEqual(everyTypeRows);
      expect(count).toBe(3);
    }
  });

  it('keeps what is committed, and forgets what is not', async () => {
    const server = await standIn();
    const connection = await connectTo(server.url());
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
    const connection = await connectTo(server.url());
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
    for (const encrypt of ['true', 'strict']) {
      const waited = await cli(['wait', '--url', server.url({ options: `encrypt=${encrypt}` })], {
        cwd,
        env,
      });
      expect(waited).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('SQL Server 16.0.4135.4'),
      });
    }
  });
});
