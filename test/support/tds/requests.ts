import { type Reader, reader, u8, u16be } from './bytes.ts';
import { type Message, packetType } from './packets.ts';

/** What a client wants. Transactions, too, are told in words of SQL. */
export interface Request {
  readonly kind: 'batch' | 'rpc' | 'transaction';
  readonly text: string;
  /** Parameters by name, `@p0`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The transaction that it belongs to, as the client sees it. */
  readonly descriptor: Buffer;
}

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly application: string;
}

const encryption = { on: 1, notSupported: 2 } as const;
const OPTION_ENCRYPTION = 1;

/** Whether the client of a PRELOGIN asks for encryption. */
export function asksForEncryption(payload: Buffer): boolean {
  for (let at = 0; payload[at] !== 0xff; at += 5) {
    if (payload[at] === OPTION_ENCRYPTION) return payload[payload.readUInt16BE(at + 1)] === encryption.on;
  }
  return false;
}

/** The answer to a PRELOGIN: the version, and whether TLS comes next. */
export function preloginAnswer(encrypted: boolean): Buffer {
  const version = Buffer.from([16, 0, 0x10, 0x27, 0, 0]);
  const head = 2 * 5 + 1;
  return Buffer.concat([
    u8(0),
    u16be(head),
    u16be(version.length),
    u8(OPTION_ENCRYPTION),
    u16be(head + version.length),
    u16be(1),
    u8(0xff),
    version,
    u8(encrypted ? encryption.on : encryption.notSupported),
  ]);
}

export function parseLogin(payload: Buffer): Login {
  const field = (at: number): Buffer => {
    const start = payload.readUInt16LE(at);
    return payload.subarray(start, start + payload.readUInt16LE(at + 2) * 2);
  };
  const text = (at: number): string => field(at).toString('utf16le');
  // Each byte was turned by half and mixed with A5, so that nobody reads it in passing.
  const password = Buffer.from(field(44).map((byte) => (((byte ^ 0xa5) << 4) | ((byte ^ 0xa5) >> 4)) & 0xff));
  return {
    user: text(40),
    password: password.toString('utf16le'),
    application: text(48),
    database: text(68),
  };
}

export function parseRequest({ type, payload }: Message): Request {
  const data = reader(payload);
  const descriptor = readHeaders(data);
  switch (type) {
    case packetType.batch:
      return { kind: 'batch', text: data.text(data.left() / 2), values: {}, descriptor };
    case packetType.rpc:
      return { kind: 'rpc', ...readProcedure(data), descriptor };
    case packetType.transaction:
      return { kind: 'transaction', text: readTransaction(data), values: {}, descriptor };
    default:
      throw new Error(`the stand-in does not know messages of type ${type}`);
  }
}

const TRANSACTION_DESCRIPTOR = 2;

function readHeaders(data: Reader): Buffer {
  const headers = reader(data.bytes(data.u32() - 4));
  while (headers.left() > 0) {
    const header = reader(headers.bytes(headers.u32() - 4));
    if (header.u16() === TRANSACTION_DESCRIPTOR) return header.bytes(8);
  }
  throw new Error('a request names no transaction');
}

function readTransaction(data: Reader): string {
  const operations: Readonly<Record<number, string>> = {
    5: 'BEGIN TRANSACTION',
    7: 'COMMIT TRANSACTION',
    8: 'ROLLBACK TRANSACTION',
  };
  const operation = data.u16();
  const text = operations[operation];
  if (text === undefined) throw new Error(`the stand-in does not know transaction request ${operation}`);
  return text;
}

const SP_EXECUTESQL = 10;

function readProcedure(data: Reader): Pick<Request, 'text' | 'values'> {
  const named = data.u16();
  const id = named === 0xffff ? data.u16() : data.text(named);
  data.u16();
  const parameters: [string, unknown][] = [];
  while (data.left() > 0) {
    const name = data.text(data.u8());
    data.u8();
    parameters.push([name, readValue(data)]);
  }
  if (id !== SP_EXECUTESQL) throw new Error(`the stand-in does not know procedure ${id}`);
  const [statement, , ...values] = parameters;
  return { text: String(statement?.[1]), values: Object.fromEntries(values) };
}

function readValue(data: Reader): unknown {
  const type = data.u8();
  switch (type) {
    case 0x26: {
      data.u8();
      const length = data.u8();
      return length === 0 ? null : Number(data.bytes(length).readIntLE(0, Math.min(length, 6)));
    }
    case 0x68: {
      data.u8();
      return data.u8() === 0 ? null : data.u8() === 1;
    }
    case 0xe7: {
      const longest = data.u16();
      data.bytes(5);
      return longest === 0xffff ? readChunks(data) : readText(data);
    }
    default:
      throw new Error(`the stand-in does not know parameters of type ${type}`);
  }
}

function readText(data: Reader): string | null {
  const length = data.u16();
  return length === 0xffff ? null : data.text(length / 2);
}

/** A text of any length comes in chunks, after its length in eight bytes. */
function readChunks(data: Reader): string | null {
  if (data.bytes(8).readBigUInt64LE() === 0xffff_ffff_ffff_ffffn) return null;
  const chunks: Buffer[] = [];
  for (let length = data.u32(); length > 0; length = data.u32()) chunks.push(data.bytes(length));
  return Buffer.concat(chunks).toString('utf16le');
}
