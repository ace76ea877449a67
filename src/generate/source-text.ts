/** What cannot be seen, ends a line or turns the reading direction. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** `quodsi-disable` would switch a rule of `migrate lint` off, wherever a name of the database has it. */
const directive = /quodsi(?=-disable)/g;

/** The character by its number, as TypeScript writes it. */
export function numbered(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/** A string of TypeScript in which nothing is hidden. Its quotes are the formatter's to choose. */
export const quoted = (text: string) =>
  JSON.stringify(text)
    .replace(unseen, numbered)
    .replace(directive, (word) => `${numbered('q')}${word.slice(1)}`);

/** Text of a `//` comment: one line, in which nothing is hidden, and which says nothing to a tool. */
export function inComment(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(unseen, numbered)
    .replace(directive, (word) => `${numbered('q')}${word.slice(1)}`);
}
