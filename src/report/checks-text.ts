import type { CheckResult, CheckStatus } from '../doctor/check.ts';
import type { FindingsStyle } from './findings-text.ts';
import { visible, visibleLine } from './visible.ts';

const symbols: Readonly<Record<CheckStatus, string>> = { ok: '✔', warning: '!', problem: '✖', skipped: '-' };
const words: Readonly<Record<CheckStatus, readonly [one: string, more: string]>> = {
  problem: ['problem', 'problems'],
  warning: ['warning', 'warnings'],
  ok: ['ok', 'ok'],
  skipped: ['skipped', 'skipped'],
};

/** A line for each check, what to do below it, and a line that counts. */
export function checksText(results: readonly CheckResult[], style: FindingsStyle): string {
  const paint: Readonly<Record<CheckStatus, (text: string) => string>> = {
    ok: style.good,
    warning: style.warn,
    problem: style.bad,
    skipped: style.dim,
  };
  const width = Math.max(...results.map(({ id }) => id.length));
  const lines = results.flatMap(({ id, status, message, advice }) => {
    const text = visibleLine(status === 'skipped' ? `skipped (${message})` : message);
    const first = `  ${paint[status](symbols[status])} ${id.padEnd(width)}  ${status === 'skipped' ? style.dim(text) : text}`;
    if (advice === undefined) return [first];
    return [
      first,
      ...visible(advice)
        .split('\n')
        .map((line) => `${' '.repeat(width + 6)}${line}`),
    ];
  });
  const counts = (Object.keys(words) as CheckStatus[]).flatMap((status) => {
    const number = results.filter((result) => result.status === status).length;
    return number === 0 ? [] : [`${number} ${words[status][number === 1 ? 0 : 1]}`];
  });
  return [...lines, '', `${counts.join(', ')}.`].join('\n');
}
