import type { Connection } from 'tedious';

/** Code of our own error for an answer that is not what a server of SQL Server sends. */
export const GARBLED = 'EGARBLED';

/** What tedious reads answers with, as far as it is watched here. */
interface Reading {
  readonly socket?: { destroy(error: Error): void };
  createTokenStreamParser(
    message: unknown,
    handler: object,
  ): { readonly parser: { on(event: 'error', listener: (error: Error) => void): void } };
  dispatchEvent(event: string, ...args: unknown[]): void;
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
    const created = create(message, catching(handler, give));
    created.parser.on('error', give);
    return created;
  };
  const dispatch = reading.dispatchEvent.bind(connection);
  reading.dispatchEvent = (event, ...args) => {
    const [error] = args;
    // What the network does has a code.
    const unreadable =
      event === 'socketError' && (error as { code?: string } | undefined)?.code === undefined;
    dispatch(event, ...(unreadable ? [garbled(error)] : args));
  };
}

/** The same handler, of whose methods none throws. */
function catching(handler: object, onError: (error: unknown) => void): object {
  return new Proxy(handler, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        try {
          member.apply(target, args);
        } catch (error) {
          onError(error);
        }
      };
    },
  });
}

function garbled(cause: unknown): Error {
  const message = `the answer cannot be read (${cause instanceof Error ? cause.message : String(cause)})`;
  return Object.assign(new Error(message, { cause }), { code: GARBLED });
}
