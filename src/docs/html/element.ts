import { escapeLines, escapeMarkup } from '../escape.ts';

// Markup is put together from parts that are markup already; text goes through text() or lines() on its way in.

/** Text of the schema, on one line. */
export const text = escapeMarkup;
/** Text of the schema whose line ends are kept. */
export const lines = escapeLines;

/** SQL: a name, a type, an expression. */
export const code = (sql: string) => `<code>${escapeLines(sql)}</code>`;
export const codes = (names: readonly string[]) => names.map(code).join(', ');

export const chip = (kind: string, content: string) => `<span class="chip ${kind}">${content}</span>`;

/** `1 table`, `2 tables`. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** A link to a table of the page; the plain name where the table is not in it. */
export function tableLink(id: string, label: string): string {
  return id === '' ? `<code>${text(label)}</code>` : `<a href="#${id}"><code>${text(label)}</code></a>`;
}
