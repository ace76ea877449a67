import { i64, longBytes, longText, shortBytes, shortText, u8, u16, u32 } from './bytes.ts';
import { COLLATION } from './columns.ts';

/** An error of the server, or a message that is none. */
export interface ServerMessage {
  readonly number: number;
  readonly message: string;
  /** Severity; from 11 it is an error, from 20 the server ends the connection. */
  readonly severity: number;
  readonly state: number;
  readonly line: number;
}

export function errorToken({ number, message, severity, state, line }: ServerMessage): Buffer {
  const body = Buffer.concat([
    u32(number),
    u8(state),
    u8(severity),
    longText(message),
    shortText('stand-in'),
    shortText(''),
    u32(line),
  ]);
  return Buffer.concat([u8(severity > 10 ? 0xaa : 0xab), longBytes(body)]);
}

export interface Done {
  /** Another one follows in the same message. */
  readonly more?: boolean;
  readonly error?: boolean;
  readonly attention?: boolean;
  readonly rows?: number;
  /** Of a statement within a procedure, or of the procedure itself. */
  readonly of?: 'batch' | 'statement' | 'procedure';
}

const doneTokens = { batch: 0xfd, statement: 0xff, procedure: 0xfe } as const;

export function doneToken({ more, error, attention, rows, of = 'batch' }: Done = {}): Buffer {
  const status =
    (more ? 0x01 : 0) | (error ? 0x02 : 0) | (rows === undefined ? 0 : 0x10) | (attention ? 0x20 : 0);
  return Buffer.concat([u8(doneTokens[of]), u16(status), u16(0), i64(BigInt(rows ?? 0))]);
}

export const returnStatus = (status: number): Buffer => Buffer.concat([u8(0x79), u32(status)]);

function environmentChange(type: number, now: Buffer, before: Buffer): Buffer {
  return Buffer.concat([u8(0xe3), longBytes(Buffer.concat([u8(type), now, before]))]);
}

const NOTHING = shortBytes(Buffer.alloc(0));

/** By the number (descriptor) that the client has to name in what it asks for within the transaction. */
export const transactionBegun = (descriptor: Buffer): Buffer =>
  environmentChange(8, shortBytes(descriptor), NOTHING);
export const transactionCommitted = (descriptor: Buffer): Buffer =>
  environmentChange(9, NOTHING, shortBytes(descriptor));
export const transactionRolledBack = (descriptor: Buffer): Buffer =>
  environmentChange(10, NOTHING, shortBytes(descriptor));
export const packetSize = (size: string): Buffer => environmentChange(4, shortText(size), shortText('4096'));
export const sessionReset = (): Buffer => environmentChange(18, NOTHING, NOTHING);

/** "Ask there": the client has to connect to another server. */
export function routing(server: string, port: number): Buffer {
  const where = Buffer.concat([u8(0), u16(port), longText(server)]);
  return environmentChange(20, longBytes(where), u16(0));
}

/** What a login is answered with when it is accepted, without the final DONE. */
export function loginAccepted(database: string): Buffer {
  const acknowledgement = Buffer.concat([
    u8(1),
    Buffer.from([0x74, 0x00, 0x00, 0x04]),
    shortText('Microsoft SQL Server'),
    Buffer.from([16, 0, 0x10, 0x27]),
  ]);
  return Buffer.concat([
    environmentChange(1, shortText(database), shortText('master')),
    environmentChange(7, shortBytes(COLLATION), NOTHING),
    errorToken({
      number: 5701,
      message: `Changed database context to '${database}'.`,
      severity: 0,
      state: 2,
      line: 0,
    }),
    u8(0xad),
    longBytes(acknowledgement),
    packetSize('4096'),
    // UTF-8 is understood.
    Buffer.from([0xae, 0x0a, 1, 0, 0, 0, 1, 0xff]),
  ]);
}
