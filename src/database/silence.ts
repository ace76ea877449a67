/** How long a server may leave a request unanswered once a run was told to stop. Milliseconds. */
const PATIENCE = 8_000;

export interface Listening {
  /** What the server is to answer now. */
  readonly running: () => object | null | undefined;
  /** Ends the connection, and with it whatever waits for an answer. `error` says why. */
  readonly end: (error: Error) => void;
}

/**
 * Looks after `signal` now and then whether a connection waits for the same answer as before, and ends it then: a server
 * that has fallen silent keeps nobody from stopping. Returns what ends the looking.
 */
export function endIfSilent(signal: AbortSignal, { running, end }: Listening): () => void {
  let seen: object | null | undefined;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = running();
    if (now && now === seen) {
      const message = `no answer within ${PATIENCE / 1000} s`;
      end(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
    }
    seen = now;
  };
  const watch = (): void => {
    look();
    timer = setInterval(look, PATIENCE).unref();
  };
  if (signal.aborted) watch();
  else signal.addEventListener('abort', watch, { once: true });
  return () => {
    signal.removeEventListener('abort', watch);
    clearInterval(timer);
  };
}
