import { messageOf, NOT_AWAITED, QuodsiDbError } from '../errors.ts';

/** How long a command may take to end after such an error, before the run ends without it. Milliseconds. */
const PATIENCE = 20_000;

/**
 * Catches what a migration, or a config file, may let loose: errors of promises and timers that nobody waits for, which
 * would end the process in the middle, and process.exit, which would even look like success.
 */
export function watchStrays(): {
  /** Aborts at the first such error; its reason has the code NOT_AWAITED, and the error as its cause. */
  readonly signal: AbortSignal;
  /** Rejects with that reason when the command has not ended by itself some time later. */
  readonly overdue: Promise<never>;
  readonly stop: () => void;
} {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let giveUp: (reason: unknown) => void = () => undefined;
  const overdue = new Promise<never>((_resolve, reject) => {
    giveUp = reject;
  });
  overdue.catch(() => undefined);
  const onStray = (error: unknown): void => {
    if (controller.signal.aborted) return;
    controller.abort(strayError(error));
    timer = setTimeout(() => giveUp(controller.signal.reason), PATIENCE);
  };
  process.on('unhandledRejection', onStray);
  process.on('uncaughtException', onStray);
  const { exit } = process;
  process.exit = (code) => {
    throw new Error(`process.exit(${code ?? ''}) was called, which would end the run in the middle`);
  };
  return {
    signal: controller.signal,
    overdue,
    stop() {
      clearTimeout(timer);
      process.removeListener('unhandledRejection', onStray);
      process.removeListener('uncaughtException', onStray);
      process.exit = exit;
    },
  };
}

function strayError(cause: unknown): QuodsiDbError {
  return new QuodsiDbError(NOT_AWAITED, `something failed that nobody had waited for: ${messageOf(cause)}`, {
    hint: 'Put "await" before every statement and promise of the migrations. --verbose shows where it came from.',
    cause,
  });
}
