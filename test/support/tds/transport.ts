import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { certificate } from '../certificate.ts';
import { type Cut, cutUp, type Message, messageReader, packetType, toPackets } from './packets.ts';

/** How an answer comes: whole, where nothing is said. */
export interface Delivery {
  /** The message is cut into packets. */
  readonly packets?: Cut;
  /** What goes to the network is cut into segments. */
  readonly segments?: Cut;
  /** Milliseconds between two segments. */
  readonly pause?: number;
  /** The end of the connection comes with it. */
  readonly isLast?: boolean;
}

/** The bytes below a session, encrypted or not. */
export interface Transport {
  readonly send: (bytes: Buffer, delivery: Delivery) => Promise<void>;
  /** From here on the client speaks TLS: first within PRELOGIN packets, then plainly. */
  readonly startTls: () => void;
  readonly end: () => void;
  readonly reset: () => void;
  /** Resolves when the connection is gone, on both sides. */
  readonly closed: Promise<void>;
}

const TLS_HANDSHAKE = 0x16;

export function openTransport(socket: Socket, onMessage: (message: Message) => void): Transport {
  socket.setNoDelay(true);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // The client breaks off, as it may.
  socket.on('error', () => undefined);
  let sending = Promise.resolve();
  const write = (bytes: Buffer, delivery: Delivery): Promise<void> => {
    sending = sending.then(() => writePieces(socket, bytes, delivery));
    return sending;
  };
  const messages = messageReader(onMessage);
  let tls: TlsLayer | undefined;

  socket.on('data', (chunk: Buffer) => {
    try {
      if (tls === undefined && chunk[0] === TLS_HANDSHAKE && messages.isIdle()) {
        // TDS 8: TLS before anything else.
        tls = tlsLayer(write, { wrapped: false });
        tls.cleartext.on('data', messages.push);
      }
      (tls ?? messages).push(chunk);
    } catch {
      socket.destroy();
    }
  });

  return {
    async send(bytes, delivery) {
      if (tls === undefined) return write(bytes, delivery);
      tls.deliver(delivery);
      await new Promise<void>((resolve) => tls?.cleartext.write(bytes, () => resolve()));
    },
    startTls() {
      tls = tlsLayer(write, { wrapped: true });
      tls.cleartext.on('data', messages.push);
    },
    end: () => void sending.then(() => socket.end()),
    reset: () => void sending.then(() => socket.resetAndDestroy()),
    closed,
  };
}

async function writePieces(
  socket: Socket,
  bytes: Buffer,
  { segments, pause, isLast }: Delivery,
): Promise<void> {
  const pieces = segments === undefined ? [bytes] : cutUp(bytes, segments);
  for (const [index, piece] of pieces.entries()) {
    if (!socket.writable) return;
    const method = isLast && index === pieces.length - 1 ? 'end' : 'write';
    await new Promise<void>((resolve) => socket[method](piece, () => resolve()));
    if (pause !== undefined) await sleep(pause);
    else if (segments !== undefined) await nextTurn();
  }
}

interface TlsLayer {
  readonly cleartext: TLSSocket;
  readonly push: (chunk: Buffer) => void;
  readonly deliver: (delivery: Delivery) => void;
}

/**
 * A TLS server between a client and `write`. Wrapped, it speaks within PRELOGIN packets until the handshake is over: the
 * client sends one message, and waits for one message.
 */
function tlsLayer(
  write: (bytes: Buffer, delivery: Delivery) => Promise<void>,
  { wrapped }: { readonly wrapped: boolean },
): TlsLayer {
  let inPackets = wrapped;
  let owed = false;
  let delivery: Delivery = {};
  const encrypted = new Duplex({
    read() {},
    writev(chunks, callback) {
      const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer));
      const sent = owed ? toPackets(packetType.prelogin, bytes) : bytes;
      owed = false;
      write(sent, delivery).then(() => callback(), callback);
    },
  });
  const handshake = messageReader(({ payload }) => {
    owed = true;
    encrypted.push(payload);
  });
  const cleartext = new TLSSocket(encrypted, {
    isServer: true,
    ALPNProtocols: wrapped ? [] : ['tds/8.0'],
    ...certificate,
  });
  cleartext.on('error', () => undefined);
  return {
    cleartext,
    push(chunk) {
      if (inPackets && handshake.isIdle() && chunk[0] !== packetType.prelogin) inPackets = false;
      if (inPackets) handshake.push(chunk);
      else encrypted.push(chunk);
    },
    deliver(how) {
      delivery = how;
    },
  };
}
