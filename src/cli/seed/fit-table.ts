import stringWidth from 'string-width';
import { visibleLine } from '../../report/visible.ts';

/** A column is not cut below so many cells to make room for one behind the second; below so few it says nothing. */
const COMFORTABLE = 24;
const NARROWEST = 6;
const GAP = 2;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Columns side by side that fit into `width` cells of a terminal. Where there is no room for all, the last are left
 * out, and then the widest are cut; the first one stays.
 *
 * @param rows cells; each becomes one line
 * @returns a line for the head and one for each row
 */
export function fitTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map(visibleLine));
  const natural = head.map((_, column) => Math.max(...cells.map((row) => stringWidth(row[column] ?? ''))));
  const widths = fitWidths(natural, width - GAP);
  return cells.map((row) =>
    `${' '.repeat(GAP)}${widths
      .map((columnWidth, column) => padded(cut(row[column] ?? '', columnWidth), columnWidth))
      .join(' '.repeat(GAP))}`.trimEnd(),
  );
}

/** The text, or as much of it as fits with an ellipsis; a character of several code points is never split. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += stringWidth(segment);
    // The ellipsis takes one.
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

function fitWidths(natural: readonly number[], available: number): readonly number[] {
  let widths = [...natural];
  const total = (): number => widths.reduce((sum, each) => sum + each, 0) + GAP * (widths.length - 1);
  const least = (floor: number): number =>
    widths.reduce((sum, each) => sum + Math.min(each, floor), 0) + GAP * (widths.length - 1);
  while (widths.length > 2 && least(COMFORTABLE) > available) widths = widths.slice(0, -1);
  if (least(NARROWEST) > available) widths = widths.slice(0, 1);
  while (total() > available) {
    const widest = Math.max(...widths);
    if (widest <= 1) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}
