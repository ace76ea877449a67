import type { Code } from './code.ts';
import type { StatementWatch } from './statement-watch.ts';

/** How long nothing may happen before a person is told. Milliseconds. */
const QUIET = 30_000;

/** Whether code has sent nothing since the last look, and waits for no statement: it may wait for what never comes. */
export function quietSinceLastLook(watch: Pick<StatementWatch, 'sent' | 'running'>): () => boolean {
  let seen = -1;
  return () => {
    const isQuiet = watch.running() === 0 && watch.sent() === seen;
    seen = watch.running() === 0 ? watch.sent() : -1;
    return isQuiet;
  };
}

/** Tells once of code that has neither ended nor sent anything for a while; returns what ends the looking. */
export function tellQuiet(
  { kind, file }: Code,
  watch: Pick<StatementWatch, 'sent' | 'running'>,
  onWait: (message: string) => void,
): () => void {
  const isQuiet = quietSinceLastLook(watch);
  isQuiet();
  const timer = setInterval(() => {
    if (!isQuiet()) return;
    clearInterval(timer);
    onWait(
      `${kind} ${file.name} has sent nothing for ${QUIET / 1000} s and has not ended: does it await a promise that never settles? Ctrl-C ends it`,
    );
  }, QUIET).unref();
  return () => clearInterval(timer);
}
