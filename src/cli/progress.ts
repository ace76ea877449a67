import type { GlobalOptions, Streams } from './context.ts';

/** Milliseconds after which something is long work. */
const LONG = 100;
/** Milliseconds after which a person wants to know that something is going on. */
const SILENCE = 1_000;

/** What goes on, on stderr. */
export interface Progress {
  readonly show: (message: string) => void;
  /**
   * The same for one of many steps, most of which are done at once: it is shown when it takes longer. To print a line for each
   * can take as long as the steps do, since whoever reads it has to be woken.
   */
  readonly showSoon: (message: string) => void;
  /** Makes place for a line that is about what goes on now. */
  readonly settle: () => void;
  /** Makes place for what follows the work. */
  readonly clear: () => void;
  readonly live: boolean;
}

/** A line that the next one replaces on a terminal; elsewhere a line each. `err` writes to stderr what has no power over it. */
export function progressOn(streams: Streams, global: GlobalOptions, err: (text: string) => void): Progress {
  const live = Boolean(streams.stderr.isTTY) && !global.verbose;
  let shown = false;
  let last = Date.now();
  let waiting: { readonly message: string; readonly timer: NodeJS.Timeout } | undefined;
  const forget = (): void => {
    clearTimeout(waiting?.timer);
    waiting = undefined;
  };
  const clear = (): void => {
    forget();
    if (shown) streams.stderr.write('\r\u001b[2K');
    shown = false;
  };
  const show = (message: string): void => {
    if (global.quiet) return;
    clear();
    last = Date.now();
    if (live) err(message.slice(0, Math.max(20, (streams.stderr.columns ?? 80) - 1)));
    else err(`${message}\n`);
    shown = live;
  };
  return {
    show,
    showSoon(message) {
      if (global.verbose || Date.now() - last > SILENCE) return show(message);
      forget();
      waiting = { message, timer: setTimeout(() => show(message), LONG).unref() };
    },
    settle() {
      if (waiting !== undefined) show(waiting.message);
      clear();
    },
    clear,
    live,
  };
}
