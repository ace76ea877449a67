/** A command line as bash would split it, as far as it is typed. */
export interface BashLine {
  /** Without their quotes; the name of the program is not among them. */
  readonly words: readonly string[];
  /** The word at the end, without its quotes; empty after a space. */
  readonly current: string;
  /**
   * What of `current` bash leaves as it is: it replaces what comes after the last of its break characters (`=` and `:` among
   * them), or after a quote that is still open.
   */
  readonly kept: string;
  /** The quote that is still open. */
  readonly quote: Quote | null;
}

type Quote = '"' | "'";

/**
 * Splits a line at spaces, with quotes and backslashes as bash has them. Nothing is expanded, and so nothing is run: what
 * would be a variable or a command stays text.
 *
 * @param breaks bash's COMP_WORDBREAKS
 */
export function splitBashLine(line: string, breaks: string): BashLine {
  const words: string[] = [];
  let current: string | null = null;
  let kept = 0;
  let quote: Quote | null = null;
  let openedAt = 0;
  for (let index = 0; index < line.length; index += 1) {
    const char = line[index] ?? '';
    const next = line[index + 1];
    if (quote !== null) {
      if (char === quote) {
        quote = null;
      } else if (quote === '"' && char === '\\' && next !== undefined && '$`"\\'.includes(next)) {
        current += next;
        index += 1;
      } else {
        current += char;
      }
    } else if (' \t\n'.includes(char)) {
      if (current !== null) words.push(current);
      current = null;
      kept = 0;
    } else if (char === '"' || char === "'") {
      quote = char;
      current ??= '';
      // Counts only if it is still open in the end.
      openedAt = current.length;
    } else if (char === '\\') {
      current = (current ?? '') + (next ?? '');
      index += 1;
    } else {
      current = (current ?? '') + char;
      if (breaks.includes(char)) kept = current.length;
    }
  }
  const text = current ?? '';
  return {
    words: words.slice(1),
    current: text,
    kept: text.slice(0, quote === null ? kept : openedAt),
    quote,
  };
}

/**
 * A text as bash reads it back, to be put behind a quote that is open, which bash closes by itself. (Readline's quoting of
 * file names leaves `$` and `)` as they are.)
 */
export function quoteForBash(text: string, quote: Quote | null): string {
  switch (quote) {
    case "'":
      return text.replaceAll("'", `'\\''`);
    case '"':
      // A backslash before ! would stay.
      return text.replace(/["$`\\]/g, '\\$&').replaceAll('!', `"'!'"`);
    default:
      return text.replace(/[^\w./:=@%+,\u0080-\uffff-]/g, '\\$&');
  }
}
