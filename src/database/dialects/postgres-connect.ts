import type { Socket } from 'node:net';
import pg from 'pg';
import type { PostgresTarget } from '../../target.ts';
import { applicationName } from '../application-name.ts';

/** pg's connection below a client; its stream is another one once TLS is up. */
interface Wire {
  readonly ssl: unknown;
  readonly stream: Socket & { readonly encrypted?: boolean };
}

/** Opens one connection of pg. Rejects with pg's error, which has a code where pg itself gives none. */
export async function connectPostgres(target: PostgresTarget, command: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: target.connectionString,
    // PostgreSQL cuts it at 63 bytes by itself, with a notice.
    application_name: applicationName(command).slice(0, 63),
    keepAlive: true,
  });
  // Without a handler an error on an idle connection would end the process.
  client.on('error', () => undefined);
  const { connection: wire } = client as unknown as { connection: Wire };
  const timer = setTimeout(() => {
    const message = `no answer within ${target.connectTimeout / 1000} s`;
    wire.stream.destroy(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
  }, target.connectTimeout);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    if (!refusedTls(wire)) throw error;
    throw Object.assign(new Error('the server offers no encryption'), { code: 'EENCRYPT' });
  } finally {
    clearTimeout(timer);
  }
}

/** PostgreSQL answers the request for TLS with one byte, and goes on as it was when that is no yes. */
function refusedTls({ ssl, stream }: Wire): boolean {
  return Boolean(ssl) && stream.encrypted !== true && stream.bytesRead === 1;
}
