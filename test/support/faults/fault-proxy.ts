import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Framing } from './framing.ts';

/** What happens to one request of a client. */
export type FaultKind =
  /** The connection breaks before the server has seen it. */
  | 'cut before'
  /** The server does it, and the connection breaks before its answer arrives. */
  | 'cut after'
  /** The server sees half of it, and then the end of the connection. */
  | 'torn'
  /** Every connection breaks before the server has seen it, and no new one is taken until the run has ended. */
  | 'outage before'
  /** The same, once the server has done it. */
  | 'outage after'
  | 'delay'
  /** From then on the connection is silent: the server has not seen it, or has done it. */
  | 'hang before'
  | 'hang after'
  /** The client is killed: before the server has seen it, or while it is on its way. */
  | 'kill before'
  | 'kill after';

export interface Fault {
  readonly kind: FaultKind;
  /** Which request of the run it happens to, counted from 1 over all of its connections. */
  readonly at: number;
  /** How a connection breaks: in order, as a proxy or a server that ends does it, or by a reset. */
  readonly how: 'end' | 'reset';
}

/** What the test does to the client's process at a fault. */
export interface Meanwhile {
  /** Resolves when the process is dead. */
  readonly kill?: () => Promise<void>;
  /** Called when the connection has fallen silent. */
  readonly onHang?: () => void;
}

/** What went through since `begin`. */
export interface Passed {
  readonly requests: readonly Buffer[];
  readonly injected: boolean;
}

export interface FaultProxy {
  readonly port: number;
  /** Begins to count anew, with that fault ahead, or none. */
  readonly begin: (fault?: Fault, meanwhile?: Meanwhile) => Promise<void>;
  /** Ends the connections that the run has left, and waits for them. */
  readonly end: () => Promise<Passed>;
  readonly close: () => Promise<void>;
}

interface Session {
  readonly client: Socket;
  readonly upstream: Socket;
  /** Requests that the server has, and has not answered. */
  open: number;
  /** Whether the server's answers still go to the client. */
  isHeard: boolean;
  /** Resolves when every request is answered, or the server has gone. */
  answered: () => Promise<void>;
}

/** Long enough for a client to do something else meanwhile. Milliseconds. */
const DELAY = 120;

/** Stands between clients and a server that is reached without TLS. */
export async function faultProxy(host: string, port: number, framing: Framing): Promise<FaultProxy> {
  let fault: Fault | undefined;
  let meanwhile: Meanwhile = {};
  let requests: Buffer[] = [];
  let injected = false;
  const sessions = new Set<Session>();
  const ended = new Set<Promise<unknown>>();

  // Who has sent its end is not answered with one where the connection has fallen silent.
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const upstream = dial({ port, host, noDelay: true });
    const session = relay(client, upstream, framing, (request) => onRequest(session, request));
    sessions.add(session);
    const over = Promise.all([closed(client), closed(upstream)]).then(() => {
      sessions.delete(session);
      ended.delete(over);
    });
    ended.add(over);
  });

  const onRequest = async (session: Session, request: Buffer): Promise<void> => {
    requests.push(request);
    if (fault === undefined || requests.length !== fault.at) return deliver(session, request);
    injected = true;
    await inject(session, request, fault);
  };

  const inject = async (session: Session, request: Buffer, { kind, how }: Fault): Promise<void> => {
    switch (kind) {
      case 'delay':
        await sleep(DELAY);
        return deliver(session, request);
      case 'cut before':
        return cut(session, how);
      case 'torn':
        session.upstream.write(request.subarray(0, Math.ceil(request.length / 2)));
        return cut(session, how);
      case 'cut after':
        await deliverUnheard(session, request);
        return cut(session, how);
      case 'outage before':
      case 'outage after':
        if (kind === 'outage after') await deliverUnheard(session, request);
        server.close();
        for (const each of sessions) cut(each, how);
        return;
      case 'hang before':
      case 'hang after':
        session.isHeard = false;
        if (kind === 'hang after') await deliverUnheard(session, request);
        meanwhile.onHang?.();
        // What the client sends from here on goes nowhere.
        await closed(session.client);
        return;
      case 'kill before':
        await meanwhile.kill?.();
        return cut(session, how);
      case 'kill after':
        session.isHeard = false;
        await meanwhile.kill?.();
        await deliverUnheard(session, request);
        return cut(session, how);
    }
  };

  const listen = async (at: number): Promise<void> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const own = (server.address() as { port: number }).port;
  const end = async (): Promise<void> => {
    for (const session of sessions) cut(session, 'end');
    await Promise.all(ended);
  };

  return {
    port: own,
    async begin(next, during = {}) {
      if (!server.listening) await listen(own);
      fault = next;
      meanwhile = during;
      requests = [];
      injected = false;
    },
    async end() {
      await end();
      return { requests, injected };
    },
    async close() {
      await end();
      server.close();
    },
  };
}

/** Sends a client's requests through one after the other, each when the one before has been dealt with. */
function relay(
  client: Socket,
  upstream: Socket,
  framing: Framing,
  onRequest: (request: Buffer) => Promise<void>,
): Session {
  const divide = framing.requests();
  const count = framing.answers();
  const waiting: (() => void)[] = [];
  const session: Session = {
    client,
    upstream,
    open: 0,
    isHeard: true,
    answered: () =>
      session.open === 0 || upstream.destroyed
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push(resolve)),
  };
  const wake = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  let turn = Promise.resolve();
  const inTurn = (work: () => Promise<void> | void): void => {
    turn = turn.then(work);
  };
  client.on('data', (data: Buffer) => {
    for (const request of divide(data)) inTurn(() => onRequest(request));
  });
  upstream.on('data', (data: Buffer) => {
    session.open = Math.max(0, session.open - count(data));
    if (session.isHeard) client.write(data);
    if (session.open === 0) wake();
  });
  for (const socket of [client, upstream]) socket.on('error', () => undefined);
  // Behind what was sent before.
  for (const event of ['end', 'close']) client.on(event, () => inTurn(() => void upstream.end()));
  upstream.on('close', () => {
    wake();
    if (session.isHeard) client.end();
  });
  return session;
}

function deliver(session: Session, request: Buffer): Promise<void> {
  session.open += 1;
  session.upstream.write(request);
  return Promise.resolve();
}

async function deliverUnheard(session: Session, request: Buffer): Promise<void> {
  session.isHeard = false;
  await deliver(session, request);
  await session.answered();
}

function cut({ client, upstream }: Session, how: Fault['how']): void {
  if (how === 'end') client.end();
  else client.resetAndDestroy();
  // The server learns of it in any case.
  upstream.end();
}

function closed(socket: Socket): Promise<void> {
  return socket.closed ? Promise.resolve() : new Promise((resolve) => socket.once('close', () => resolve()));
}
