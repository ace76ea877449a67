import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, stat as statOf } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { exitCodes, messageOf, QuodsiDbError } from '../../errors.ts';

/** A file, or a stream, whose bytes are read once from the beginning. */
export interface Source {
  /** As messages name it: the path as it was given, or `standard input`. */
  readonly name: string;
  /** Bytes; null where it cannot be known. */
  readonly size: number | null;
  /** The first bytes, without a byte order mark; shorter than 64 KiB only where there are no more. */
  readonly head: Buffer;
  readonly hasBom: boolean;
  /** All bytes, the head included, without a byte order mark. To be taken once. */
  readonly chunks: () => AsyncIterable<Buffer>;
  /** How many bytes of it have been taken. */
  readonly taken: () => number;
  /** SHA-256 of all bytes, in hex; null for what can be read once only. Before `chunks`. */
  readonly checksum: () => Promise<string | null>;
}

export interface SourceOptions {
  /** A path, or `-` for `input`. */
  readonly path: string;
  /** What `-` stands for, standard input as a rule. */
  readonly input?: Readable | undefined;
  readonly signal: AbortSignal;
}

const headSize = 64 * 1024;
const chunkSize = 256 * 1024;
const bom = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Opens the file and hands it to `work`; closes it on every path.
 * Throws SEED_FILE (78) where there is none, it cannot be read, is empty, or is plainly no text in UTF-8.
 */
export async function withSource<T>(
  options: SourceOptions,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  if (options.path === '-') {
    if (options.input === undefined) throw fileError('-', 'stands for standard input, and there is none');
    return work(await openStream('standard input', null, options.input, options.signal));
  }
  const isPipe = (await statOf(options.path).catch(() => null))?.isFIFO() === true;
  const { signal } = options;
  const onAbort = (): void => void wakeReader(options.path).catch(() => undefined);
  signal.throwIfAborted();
  if (isPipe) signal.addEventListener('abort', onAbort, { once: true });
  const handle = await openFile(options.path).catch((error: unknown) => {
    signal.removeEventListener('abort', onAbort);
    throw error;
  });
  try {
    signal.throwIfAborted();
    const stat = await handle.stat();
    if (stat.isDirectory()) throw fileError(options.path, 'is a directory', 'Name a file.');
    // A pipe has a path too: <(command) of a shell.
    const size = stat.isFile() ? stat.size : null;
    const read = (start?: number) =>
      handle.createReadStream({
        autoClose: false,
        highWaterMark: chunkSize,
        ...(size === null ? {} : { start }),
      });
    if (size === null) return await work(await openStream(options.path, null, read(), options.signal));
    const source = await openStream(options.path, size, read(0), options.signal);
    return await work({ ...source, checksum: () => checksumOf(read(0), options.signal) });
  } finally {
    signal.removeEventListener('abort', onAbort);
    await handle.close();
  }
}

/** Opening and reading a pipe waits in a thread which nothing ends but something to read, and without which no process ends. */
async function wakeReader(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  try {
    await handle.write('\n');
  } finally {
    await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  return open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    const what: Partial<Record<string, string>> = {
      ENOENT: 'does not exist',
      ENOTDIR: 'does not exist',
      EACCES: 'may not be read',
      EPERM: 'may not be read',
      EISDIR: 'is a directory',
    };
    throw fileError(
      path,
      what[error.code ?? ''] ?? `cannot be opened: ${messageOf(error)}`,
      'Check the path.',
    );
  });
}

async function openStream(
  name: string,
  size: number | null,
  stream: Readable,
  signal: AbortSignal,
): Promise<Source> {
  // Who writes to a stream may take their time; the process that reads it has to end all the same.
  addAbortSignal(signal, stream).on('error', () => undefined);
  const bytes = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  const first: Buffer[] = [];
  let length = 0;
  let isOver = false;
  const next = async (): Promise<Buffer | null> => {
    signal.throwIfAborted();
    const { value, done } = await bytes.next().catch((error: unknown) => {
      signal.throwIfAborted();
      throw fileError(name, `cannot be read: ${messageOf(error)}`);
    });
    return done === true ? null : Buffer.from(value);
  };
  while (length < headSize && !isOver) {
    const chunk = await next();
    isOver = chunk === null;
    if (chunk === null) break;
    first.push(chunk);
    length += chunk.length;
  }
  const begin = Buffer.concat(first);
  refuseOtherThanText(name, begin);
  const hasBom = begin.subarray(0, 3).equals(bom);
  const head = hasBom ? begin.subarray(3) : begin;
  if (head.toString('latin1').trim() === '' && isOver) throw fileError(name, 'is empty');
  let taken = 0;
  return {
    name,
    size,
    head: head.subarray(0, headSize),
    hasBom,
    async *chunks() {
      taken = begin.length;
      yield head;
      for (;;) {
        const chunk = isOver ? null : await next();
        if (chunk === null) return;
        taken += chunk.length;
        yield chunk;
      }
    },
    taken: () => taken,
    checksum: async () => null,
  };
}

async function checksumOf(stream: Readable, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) {
    signal.throwIfAborted();
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

/** UTF-16 is what Excel calls Unicode text; the others are files that people take for a CSV. */
function refuseOtherThanText(name: string, head: Buffer): void {
  const [a = 1, b = 1, c = 1, d = 1] = head;
  const asUtf8 = 'Save it as UTF-8: in Excel as "CSV UTF-8", elsewhere with iconv -f utf-16 -t utf-8.';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) throw fileError(name, 'is UTF-16', asUtf8);
  if ((a === 0) !== (b === 0) && (a === 0) === (c === 0) && (b === 0) === (d === 0)) {
    throw fileError(name, 'looks like UTF-16', asUtf8);
  }
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) {
    throw fileError(name, 'is a ZIP archive, as workbooks of Excel are', 'Save the sheet as "CSV UTF-8".');
  }
  if (a === 0x1f && b === 0x8b) {
    throw fileError(
      name,
      'is compressed',
      'Pass what it holds: gzip -dc <file> | quodsi-db seed run --file -',
    );
  }
}

export function fileError(name: string, what: string, hint?: string): QuodsiDbError {
  return new QuodsiDbError('SEED_FILE', `${name} ${what}`, {
    ...(hint === undefined ? {} : { hint }),
    exitCode: exitCodes.config,
  });
}
