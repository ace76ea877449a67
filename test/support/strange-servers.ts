import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { certificate } from './certificate.ts';

/** A server that answers each connection in its own way; resolves to its port on 127.0.0.1. */
export async function strangeServer(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // The client breaks off, as it should.
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  const port = await listen(server);
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return port;
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** Answers with TLS and a certificate that nobody trusts. */
export function answerWithTls(socket: Socket): void {
  new TLSSocket(socket, { isServer: true, ...certificate }).on('error', () => undefined);
}

/** What PostgreSQL does when it is asked for TLS: one byte that says yes, then TLS. */
export function postgresWithTls(socket: Socket): void {
  socket.once('data', () => {
    socket.write('S');
    answerWithTls(socket);
  });
}
