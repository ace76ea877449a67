import type { Connection } from 'tedious';
import { messageOf } from '../../errors.ts';

/** Code of our own error for an answer that is not what SQL Server sends. */
export const GARBLED = 'EGARBLED';

/** What tedious reads answers with, as far as it is watched here. */
interface Reading {
  readonly socket?: { destroy(error: Error): void };
  inTransaction: boolean;
  readonly transactionDescriptors: Buffer[];
  createTokenStreamParser(message: unknown, handler: object): TokenStream;
  dispatchEvent(event: 'socketError', error: unknown): void;
}

interface TokenStream {
  readonly parser: { on(event: 'error', listener: (error: Error) => void): void };
  emit(event: string, ...args: unknown[]): boolean;
}

/**
 * Has an answer that tedious cannot read fail what waits for it. By itself tedious throws such an error where nobody can
 * catch it, and whoever asked waits for ever. `whileConnecting` is told of it until the login is done; afterwards the
 * connection ends with it.
 */
export function watchAnswers(connection: Connection, whileConnecting: (error: Error) => void): void {
  const reading = connection as unknown as Reading;
  const give = (cause: unknown): void => {
    const error = garbled(cause);
    whileConnecting(error);
    reading.socket?.destroy(error);
  };
  const create = reading.createTokenStreamParser.bind(connection);
  reading.createTokenStreamParser = (message, handler) => {
    let broken = false;
    const onError = (error: unknown): void => {
      broken = true;
      give(error);
    };
    const acknowledges = 'attentionReceived' in handler;
    const created = create(message, acknowledges ? discarding(handler, reading) : catching(handler, onError));
    created.parser.on('error', give);
    const emit = created.emit.bind(created);
    // Half of an answer is none.
    created.emit = (event, ...args) => !broken && emit(event, ...args);
    return created;
  };
  const dispatch = reading.dispatchEvent.bind(connection);
  reading.dispatchEvent = (event, error) => {
    // What the network does has a code.
    const unreadable = (error as { code?: string } | undefined)?.code === undefined;
    dispatch(event, unreadable ? garbled(error) : error);
  };
}

/** An answer that cannot be read, as an error with a code. */
export function garbled(cause: unknown): Error {
  return Object.assign(new Error(`the answer cannot be read (${messageOf(cause)})`), { code: GARBLED });
}

/** The same handler of tokens, none of whose methods throws. */
function catching(handler: object, onError: (error: unknown) => void): object {
  return new Proxy(handler, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        try {
          if (name === 'onPacketSizeChange') requirePacketSize(args[0]);
          member.apply(target, args);
        } catch (error) {
          onError(error);
        }
      };
    },
  });
}

/** tedious takes any; with one that has no room for a byte it cuts what it sends without end. */
function requirePacketSize(token: unknown): void {
  const { newValue: size } = token as { newValue: number };
  // https://learn.microsoft.com/en-us/sql/database-engine/configure-windows/configure-the-network-packet-size-server-configuration-option
  if (!(size >= 512 && size <= 32_767)) throw new Error(`a packet size of ${size}`);
}

/** What comes before the acknowledgement of an attention is to be discarded, but for the end of the transaction. */
function discarding(handler: object, reading: Reading): object {
  return new Proxy(handler, {
    get(target, name) {
      if (name === 'onDone') return Reflect.get(target, name).bind(target);
      return () => {
        if (name !== 'onRollbackTransaction') return;
        reading.transactionDescriptors.length = 1;
        reading.inTransaction = false;
      };
    },
  });
}
