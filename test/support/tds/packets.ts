import { u16be } from './bytes.ts';

/** What the first byte of a packet says. */
export const packetType = {
  batch: 0x01,
  rpc: 0x03,
  reply: 0x04,
  attention: 0x06,
  transaction: 0x0e,
  login: 0x10,
  prelogin: 0x12,
} as const;

const HEADER = 8;
const LAST = 0x01;
const IGNORE = 0x02;
const RESET = 0x08;
/** What the driver asks for, and a server agrees to. */
const USUAL_PAYLOAD = 4096 - HEADER;

/** What a client has sent, put together from its packets. */
export interface Message {
  readonly type: number;
  readonly payload: Buffer;
  /** The client gave it up in the middle: it is to be answered, and not to be done. */
  readonly ignored: boolean;
  /** The session is to be as new before it is done. */
  readonly reset: boolean;
}

export interface MessageReader {
  readonly push: (chunk: Buffer) => void;
  /** Nothing of a message has come that is not complete. */
  readonly isIdle: () => boolean;
}

/** Takes bytes as they come, and tells of each message that is complete. */
export function messageReader(onMessage: (message: Message) => void): MessageReader {
  let waiting = Buffer.alloc(0);
  let parts: Buffer[] = [];
  const push = (chunk: Buffer): void => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= HEADER && waiting.length >= waiting.readUInt16BE(2)) {
      const [type, status] = [waiting.readUInt8(0), waiting.readUInt8(1)];
      const length = waiting.readUInt16BE(2);
      if (length < HEADER) throw new Error(`a packet of ${length} bytes`);
      parts.push(waiting.subarray(HEADER, length));
      waiting = waiting.subarray(length);
      if ((status & LAST) === 0) continue;
      const payload = Buffer.concat(parts);
      parts = [];
      onMessage({ type, payload, ignored: (status & IGNORE) !== 0, reset: (status & RESET) !== 0 });
    }
  };
  return { push, isIdle: () => waiting.length === 0 && parts.length === 0 };
}

/** How something is cut: into pieces of a length, or once, after so many bytes. */
export type Cut = number | { readonly after: number };

export function cutUp(bytes: Buffer, cut: Cut): Buffer[] {
  if (typeof cut === 'object') return [bytes.subarray(0, cut.after), bytes.subarray(cut.after)];
  const pieces: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += cut) pieces.push(bytes.subarray(start, start + cut));
  return pieces.length === 0 ? [bytes] : pieces;
}

/** A message as packets, one after the other. */
export function toPackets(type: number, payload: Buffer, cut: Cut = USUAL_PAYLOAD): Buffer {
  const pieces = cutUp(payload, cut);
  return Buffer.concat(
    pieces.flatMap((piece, index) => [
      Buffer.from([type, index === pieces.length - 1 ? LAST : 0]),
      u16be(piece.length + HEADER),
      Buffer.from([0, 0, (index + 1) % 256, 0]),
      piece,
    ]),
  );
}
