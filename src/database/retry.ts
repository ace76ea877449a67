import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenOptions } from './database.ts';
import { connectError, type Fault } from './fault.ts';

/** Long enough for a start-up or a fail-over, short enough for a wrong host name. Milliseconds. */
export const CONNECT_RETRY = 10_000;

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5_000;

/**
 * Connects, again after a growing pause while the reason is one that passes by itself (start-up, fail-over,
 * throttling) and the time for it lasts. Only ever used before anything has run.
 */
export async function connectWithRetry<T>(
  connect: () => Promise<T>,
  explain: (error: unknown) => Fault,
  where: string,
  options: Pick<OpenOptions, 'retryFor' | 'retryAll' | 'signal' | 'onWait'>,
): Promise<T> {
  const deadline = Date.now() + options.retryFor;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    options.signal.throwIfAborted();
    try {
      return await connect();
    } catch (error) {
      options.signal.throwIfAborted();
      const fault = explain(error);
      const worthIt = fault.transient || (options.retryAll && fault.code !== 'LOGIN_FAILED');
      if (!worthIt || Date.now() + pause > deadline) throw connectError(fault, where, error);
      options.onWait(`${fault.message} (${fault.number}); trying again in ${pause / 1000} s`);
      await sleep(pause, undefined, { signal: options.signal });
    }
  }
}
