/**
 * The text with everything that cannot be seen made visible: control characters, lone halves of surrogate pairs and turns of
 * the reading direction are written as `\u202e`. What is shown is then what is there, and it is legal in XML.
 */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and quoted attributes of HTML and SVG alike. */
export function escapeMarkup(text: string): string {
  return visible(text).replace(/[&<>"']/g, (char) => entities[char] ?? '');
}

/** The same for text whose lines are kept: descriptions, expressions. */
export function escapeLines(text: string): string {
  return text
    .split(/\r\n|[\n\r]/)
    .map((line) => escapeMarkup(line.replaceAll('\t', '  ')))
    .join('\n');
}
