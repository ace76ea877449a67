import { exitCodes, messageOf, NOT_AWAITED, QuodsiDbError } from '../errors.ts';

/** How long a command may take to end after such an error, before the run ends without it. Milliseconds. */
const PATIENCE = 20_000;

/**
 * Catches what a migration, or a config file, may let loose: errors of promises and timers that nobody waits for, which
 * would end the process in the middle, process.exit, which would even look like success, and the wait for a promise that
 * nothing can settle any more, at which Node ends without a word.
 */
export function watchStrays(): {
  /** Aborts at the first such error; its reason has the code NOT_AWAITED, and the error as its cause. */
  readonly signal: AbortSignal;
  /** Rejects with that reason when the command has not ended by itself some time later, or cannot end at all. */
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
  // The timer keeps the process until the error is told.
  const onNothingLeft = (): void => {
    timer = setTimeout(() => giveUp(neverSettledError()), 0);
  };
  process.once('beforeExit', onNothingLeft);
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
      process.removeListener('beforeExit', onNothingLeft);
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

function neverSettledError(): QuodsiDbError {
  return new QuodsiDbError('NEVER_SETTLED', 'the run waits for a promise that nothing can settle any more', {
    hint: 'Look for one in the config file and in the migrations: an "await" of what never resolves.',
    exitCode: exitCodes.config,
  });
}
