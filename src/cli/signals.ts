import { exitCodes, QuodsiDbError } from '../errors.ts';

// SIGBREAK is Ctrl-Break on Windows, where SIGTERM is never delivered; SIGHUP is a closed terminal or console window.
const codes = {
  SIGINT: exitCodes.sigint,
  SIGBREAK: exitCodes.sigint,
  SIGTERM: exitCodes.sigterm,
  SIGHUP: exitCodes.sigterm,
} as const;

/** Code of the error that says: the process was told to stop. */
export const INTERRUPTED = 'INTERRUPTED';

/**
 * Aborts the returned signal when the process is told to stop; the work then rolls back and frees what it holds.
 * A second request ends the process at once, and leaves the rolling back to the server.
 */
export function watchSignals(onFirst: () => void): {
  readonly signal: AbortSignal;
  readonly stop: () => void;
} {
  const controller = new AbortController();
  const { exit } = process;
  const listeners = Object.entries(codes).map(([name, exitCode]) => {
    const listener = (): void => {
      if (controller.signal.aborted) exit(exitCode);
      controller.abort(interrupted(name, exitCode));
      onFirst();
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    stop() {
      for (const { name, listener } of listeners) process.removeListener(name, listener);
    },
  };
}

export function interrupted(
  name: string,
  exitCode: (typeof codes)[keyof typeof codes],
  hint = 'What had not been committed was rolled back, and the lock freed. See "quodsi-db migrate status".',
): QuodsiDbError {
  return new QuodsiDbError(INTERRUPTED, `interrupted by ${name}`, {
    hint,
    exitCode,
  });
}
