import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { parseTarget } from '../../src/config/target.ts';
import { mssqlConnectFault } from '../../src/database/dialects/mssql.ts';
import { connectTedious } from '../../src/database/dialects/mssql-connect.ts';
import type { MssqlTarget } from '../../src/target.ts';

const PRELOGIN = 0x12;
const LOGIN7 = 0x10;

/** A server that answers PRELOGIN with "encryption not supported" (2), and keeps the types of the packets it gets. */
async function serverWithoutEncryption(): Promise<{ port: number; packets: number[] }> {
  const packets: number[] = [];
  const options = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff]);
  const body = Buffer.concat([options, Buffer.from([16, 0, 0, 0, 0, 0]), Buffer.from([2])]);
  const header = Buffer.from([4, 1, 0, 8 + body.length, 0, 0, 1, 0]);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      packets.push(data[0] ?? -1);
      if (data[0] === PRELOGIN) socket.write(Buffer.concat([header, body]));
      else socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, packets };
}

const connect = async (port: number, options: string): Promise<unknown> => {
  const url = `mssql://app:pa55word@127.0.0.1:${port}/db?${options}`;
  const target = parseTarget(url, { cwd: process.cwd() }) as MssqlTarget;
  return connectTedious(target, 'test', new AbortController().signal).then(
    () => undefined,
    (error: unknown) => error,
  );
};

it('sends no password to a server that cannot encrypt, unless the URL allows it', async () => {
  const { port, packets } = await serverWithoutEncryption();
  expect(mssqlConnectFault(await connect(port, 'trustServerCertificate=true'))).toMatchObject({
    code: 'TLS_FAILED',
    message: 'the server offers no encryption',
    hint: expect.stringContaining('encrypt=false'),
  });
  expect(packets).toEqual([PRELOGIN]);

  await connect(port, 'encrypt=false');
  expect(packets).toEqual([PRELOGIN, PRELOGIN, LOGIN7]);
});
