import type { SeedProgress } from '../../seed/run-options.ts';
import type { Context } from '../context.ts';
import { duration } from '../style.ts';

/** How often a bar is drawn on a terminal, and a line printed elsewhere. Milliseconds. */
const DRAWN_EVERY = 100;
const PRINTED_EVERY = 5_000;

/** Before so long, a rate says more about the start than about the rest. Milliseconds. */
const RATE_AFTER = 500;

/**
 * Shows progress: a bar with rate and time left on a terminal, a line every few seconds elsewhere.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function showSeedProgress(
  { live, progress, streams }: Pick<Context, 'live' | 'progress' | 'streams'>,
  now: () => number = () => performance.now(),
): (state: SeedProgress) => void {
  let table = '';
  let start = { at: 0, done: 0 };
  let shownAt = Number.NEGATIVE_INFINITY;
  return (state) => {
    const at = now();
    if (state.table !== table) {
      table = state.table;
      // A run that goes on where it stopped has not written in no time what was there before.
      start = { at, done: state.done };
      shownAt = live ? Number.NEGATIVE_INFINITY : at;
    }
    const isLast = live && state.done === state.total;
    if (!isLast && at - shownAt < (live ? DRAWN_EVERY : PRINTED_EVERY)) return;
    shownAt = at;
    const elapsed = at - start.at;
    const rate = elapsed < RATE_AFTER ? null : ((state.done - start.done) * 1_000) / elapsed;
    progress(live ? barText(state, rate, (streams.stderr.columns ?? 80) - 1) : lineText(state, rate));
  };
}

/** `users  620,000 of 1,000,000 (62%), 81,234/s, 5 s left`. */
export function lineText({ table, done, total }: SeedProgress, rate: number | null): string {
  const share = total === null ? '' : ` of ${number(total)} (${percent(done, total)})`;
  return [`${table}: ${number(done)}${share}`, ...paceOf({ table, done, total }, rate)].join(', ');
}

/**
 * `users  ███████░░░  62%  620,000 of 1,000,000  81,234/s  5 s left`, with less of it where the terminal is narrow.
 *
 * @param rate rows a second; null where it is not known yet
 */
export function barText(state: SeedProgress, rate: number | null, width: number): string {
  const { table, done, total } = state;
  const pace = paceOf(state, rate);
  if (total === null) return joined([table, number(done), ...pace], width);
  const share = percent(done, total).padStart(4);
  const counts = `${number(done)} of ${number(total)}`;
  // What can be left out, the last first.
  for (const rest of [[counts, ...pace], [...pace], pace.slice(-1), []]) {
    const others = [table, share, ...rest].join('  ').length + 2;
    const room = Math.min(30, width - others);
    if (room >= 10 || (rest.length === 0 && room > 0)) {
      return [table, bar(done, total, room), share, ...rest].join('  ');
    }
  }
  return joined([table, share.trim()], width);
}

function bar(done: number, total: number, width: number): string {
  const filled = total === 0 ? width : Math.min(width, Math.floor((done / total) * width));
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

function paceOf({ done, total }: SeedProgress, rate: number | null): string[] {
  if (rate === null || rate <= 0) return [];
  const speed = `${number(Math.round(rate))}/s`;
  if (total === null || done >= total) return [speed];
  return [speed, `${timeLeft((total - done) / rate)} left`];
}

const timeLeft = (seconds: number): string =>
  seconds < 60 ? `${Math.ceil(seconds)} s` : duration(seconds * 1_000);

const percent = (done: number, total: number): string =>
  `${total === 0 ? 100 : Math.floor((done / total) * 100)}%`;

const joined = (parts: readonly string[], width: number): string => parts.join('  ').slice(0, width);

/** `1,000,000`: the same on every machine, whatever its language. */
export const number = (value: number): string => value.toLocaleString('en-US');
