import { Chalk, supportsColor, supportsColorStderr } from 'chalk';
import { visibleLine } from '../report/visible.ts';

/** How text looks on one stream: with colours on a terminal that has them, without elsewhere. */
export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** --no-color above FORCE_COLOR above NO_COLOR, of which only a value counts (https://no-color.org). */
export function wantsColor(flag: boolean, { NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv): boolean {
  return flag && (FORCE_COLOR !== undefined || !NO_COLOR);
}

/** chalk itself heeds FORCE_COLOR and whether the stream is a terminal, and what colours that has. */
export function styleFor(stream: 'stdout' | 'stderr', wanted: boolean): Style {
  const support = stream === 'stdout' ? supportsColor : supportsColorStderr;
  const level = wanted && support ? support.level : 0;
  if (level === 0) return plain;
  const chalk = new Chalk({ level });
  return { good: chalk.green, bad: chalk.red, warn: chalk.yellow, dim: chalk.dim, bold: chalk.bold };
}

export const plain: Style = {
  good: (text) => text,
  bad: (text) => text,
  warn: (text) => text,
  dim: (text) => text,
  bold: (text) => text,
};

/** Columns side by side, each as wide as its widest cell, which is one line; `paint` colours a cell after it was measured. */
export function columns(
  rows: readonly (readonly string[])[],
  paint: (text: string, row: number, column: number) => string = (text) => text,
): string {
  const widths: number[] = [];
  const cells = rows.map((row) => row.map(visibleLine));
  for (const row of cells) {
    for (let index = 0; index < row.length; index += 1) {
      const { length } = row[index] ?? '';
      if (length > (widths[index] ?? -1)) widths[index] = length;
    }
  }
  const lines = cells.map((row, at) => {
    let line = '';
    for (let index = 0; index < row.length; index += 1) {
      const cell = row[index] ?? '';
      line += `  ${paint(cell, at, index)}${' '.repeat((widths[index] ?? 0) - cell.length)}`;
    }
    return line.trimEnd();
  });
  return lines.join('\n');
}

/** `1 migration`, `2 migrations`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `31 ms`, `4.2 s`, `3 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `2026-01-31 10:00:00Z`. */
export function moment(date: Date): string {
  return date.toISOString().replace('T', ' ').replace(/\.\d+/, '');
}
