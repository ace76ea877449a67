// How wide a text comes out, without a font at hand. The widths are those of wide faces (DejaVu Sans, Verdana), so that no
// face makes a text longer than the room that it gets.

const narrow = new Set('iljI.,:;\'|!()[]{}ft r-/\\`"');
const wide = new Set('mwMW@%—');

/** Pixels of a text in a proportional face of the given size. */
export function textWidth(text: string, size: number, isBold = false): number {
  let ems = 0;
  for (const char of text) ems += emsOf(char);
  return ems * size * (isBold ? 1.08 : 1);
}

function emsOf(char: string): number {
  if (narrow.has(char)) return 0.42;
  if (wide.has(char)) return 0.96;
  if (/[a-z0-9_?]/.test(char)) return 0.62;
  if (/\p{M}|\u200d|\ufe0f/u.test(char)) return 0;
  if (/\p{Extended_Pictographic}/u.test(char)) return 1.4;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(char)) return 1;
  return 0.74;
}

/** Pixels of a text in a face whose characters are all of one width. */
export function monoWidth(text: string, size: number): number {
  let columns = 0;
  for (const char of text) columns += emsOf(char) >= 1 ? 2 : emsOf(char) === 0 ? 0 : 1;
  return columns * size * 0.61;
}

/** The text, cut at its end with an ellipsis where it is wider than there is room for. */
export function fitted(text: string, room: number, width: (text: string) => number): string {
  if (width(text) <= room) return text;
  const chars = [...text];
  while (chars.length > 1 && width(`${chars.join('')}…`) > room) chars.pop();
  return `${chars.join('')}…`;
}
