import type { Database } from '../../database/database.ts';

/**
 * Runs `work`, and makes the server give it up when it has not ended `patience` milliseconds after the signal. Then throws
 * the signal's reason: what a driver says of work that was told to end is no news.
 */
export async function givingUp<T>(
  database: Database,
  signal: AbortSignal,
  patience: number,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => void database.cancelRunning().catch(() => undefined), patience);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}
