import { createServer, connect as dial, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Stands between a client and PostgreSQL, and sees the client's messages. */
export interface MessageRelay {
  readonly url: string;
  /** Messages that the server has to answer, of all connections so far, the login left out. */
  readonly messages: () => number;
}

/** Relays to the server of that URL, which has to be reached without TLS. */
export async function relayTo(url: string): Promise<MessageRelay> {
  const target = new URL(url);
  const { hostname } = target;
  const port = Number(target.port);
  let messages = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = dial(port, hostname);
    const count = answeredMessages(() => {
      messages += 1;
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', count);
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  target.port = String((server.address() as { port: number }).port);
  target.hostname = '127.0.0.1';
  return { url: target.href, messages: () => messages };
}

/**
 * Splits what a client sends into messages: a first one without a type, then type, length, content. Query and Sync are
 * what the server answers to.
 */
function answeredMessages(onMessage: () => void): (data: Buffer) => void {
  const SSL_REQUEST = 80_877_103;
  let rest = Buffer.alloc(0);
  let started = false;
  return (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      const type = started ? String.fromCharCode(rest[0] ?? 0) : '';
      if (!started) started = rest.readUInt32BE(4) !== SSL_REQUEST;
      rest = rest.subarray(length);
      if (type === 'Q' || type === 'S') onMessage();
    }
  };
}
