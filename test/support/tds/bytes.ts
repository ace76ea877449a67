// Numbers and texts as TDS writes them: little-endian and UTF-16, unless the name says otherwise.
// https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-tds

export const u8 = (value: number): Buffer => Buffer.from([value]);

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

export function u16be(value: number): Buffer {
  return u16(value).swap16();
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function i64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}

export const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** A text after its length in characters, in one byte. */
export const shortText = (text: string): Buffer => Buffer.concat([u8(text.length), utf16(text)]);

/** A text after its length in characters, in two bytes. */
export const longText = (text: string): Buffer => Buffer.concat([u16(text.length), utf16(text)]);

/** Bytes after their number, in one byte. */
export const shortBytes = (bytes: Buffer): Buffer => Buffer.concat([u8(bytes.length), bytes]);

/** Bytes after their number, in two bytes. */
export const longBytes = (bytes: Buffer): Buffer => Buffer.concat([u16(bytes.length), bytes]);

/** Reads one thing after the other. */
export interface Reader {
  readonly u8: () => number;
  readonly u16: () => number;
  readonly u32: () => number;
  readonly bytes: (length: number) => Buffer;
  /** `length` in characters. */
  readonly text: (length: number) => string;
  readonly left: () => number;
}

export function reader(data: Buffer): Reader {
  let position = 0;
  const bytes = (length: number): Buffer => {
    if (position + length > data.length) throw new Error(`a message ends ${length} bytes too early`);
    position += length;
    return data.subarray(position - length, position);
  };
  return {
    u8: () => bytes(1).readUInt8(),
    u16: () => bytes(2).readUInt16LE(),
    u32: () => bytes(4).readUInt32LE(),
    bytes,
    text: (length) => bytes(length * 2).toString('utf16le'),
    left: () => data.length - position,
  };
}
