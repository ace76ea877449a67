import type { Socket } from 'node:net';
import pg from 'pg';
import type { PostgresTarget } from '../../target.ts';
import { applicationName } from '../application-name.ts';
import { endIfSilent } from '../silence.ts';

/** pg's connection below a client; its stream is another one once TLS is up. */
interface Wire {
  readonly ssl: unknown;
  readonly stream: Socket & { readonly encrypted?: boolean };
}

/** What pg's types leave out. */
interface Internals {
  readonly connection: Wire;
  _getActiveQuery(): object | null;
}

/** For the server to close a connection whose client has taken its leave. Milliseconds. */
const FAREWELL = 2_000;

/**
 * Opens one connection of pg. Rejects with pg's error, which has a code where pg itself gives none. Once `signal` has come,
 * a connection ends at whose other end nobody answers any more.
 */
export async function connectPostgres(
  target: PostgresTarget,
  command: string,
  signal: AbortSignal,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: target.connectionString,
    // PostgreSQL cuts it at 63 bytes by itself, with a notice.
    application_name: applicationName(command).slice(0, 63),
    keepAlive: true,
  });
  // Without a handler an error on an idle connection would end the process.
  client.on('error', () => undefined);
  const { connection: wire } = client as unknown as Internals;
  const giveUp = (message: string): void => {
    wire.stream.destroy(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
  };
  const timer = setTimeout(
    giveUp,
    target.connectTimeout,
    `no answer within ${target.connectTimeout / 1000} s`,
  );
  const onAbort = (): void => giveUp('told to stop');
  signal.addEventListener('abort', onAbort, { once: true });
  tellEnd(wire.stream);
  const plain = wire.stream;
  try {
    await client.connect();
    if (wire.stream !== plain) tellEnd(wire.stream);
    const { _getActiveQuery: running } = client as unknown as Internals;
    const stop = endIfSilent(signal, {
      running: () => running.call(client),
      end: (error) => wire.stream.destroy(error),
    });
    client.once('end', stop);
    return client;
  } catch (error) {
    await closePostgres(client);
    if (!refusedTls(wire)) throw error;
    throw Object.assign(new Error('the server offers no encryption'), { code: 'EENCRYPT' });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** PostgreSQL answers the request for TLS with one byte, and goes on as it was when that is no yes. */
function refusedTls({ ssl, stream }: Wire): boolean {
  return Boolean(ssl) && stream.encrypted !== true && stream.bytesRead === 1;
}

/** Closes a connection; resolves when it is closed, which it may be already. */
export async function closePostgres(client: pg.Client): Promise<void> {
  const { connection: wire } = client as unknown as Internals;
  // What is to be known of the run is known by now: nothing waits for a server that has fallen silent.
  const timer = setTimeout(() => wire.stream.destroy(), FAREWELL);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}

/** A server, or a proxy, that ends a connection in the middle: pg has an error for that, and no code. */
function tellEnd(stream: Socket): void {
  stream.once('end', () => {
    const message = 'the connection was closed at the other end';
    stream.destroy(Object.assign(new Error(message), { code: 'ECONNRESET' }));
  });
}
