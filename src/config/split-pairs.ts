import { configError } from './config-error.ts';

/** One `key=value` of a connection string. */
export interface Pair {
  /** As written, trimmed. */
  readonly key: string;
  readonly value: string;
  /** As written, quotes included. */
  readonly written: string;
}

/** Which quotes a value may stand in. ADO.NET knows "…" and '…'; ODBC and JDBC only {…}. */
export type Quoting = 'ado' | 'braces';

/**
 * Splits `Key=value;Key="quoted; value"`. A quote inside quotes is doubled; empty entries are skipped; an empty value
 * is an empty value.
 *
 * Not by `@tediousjs/connection-string`: it reads `Password=;Encrypt=true` as a password `;Encrypt=true`, and
 * `Server=a;;Database=b` as a server `a;Database=b`.
 *
 * @throws BAD_URL for an entry without `=`, a quote left open, or text behind a closing quote
 */
export function splitPairs(text: string, quoting: Quoting): Pair[] {
  const pairs: Pair[] = [];
  let rest = text.replace(/^[\s;]+/, '');
  while (rest !== '') {
    const head = /^([^=;]*)=\s*/.exec(rest);
    if (head === null) throw withoutSign();
    const body = rest.slice(head[0].length);
    const [value, length] = readValue(body, quoting, head[1]?.trim() ?? '');
    pairs.push({ key: head[1]?.trim() ?? '', value, written: body.slice(0, length).trim() });
    rest = body.slice(length).replace(/^[\s;]+/, '');
  }
  return pairs;
}

/** The value at the start of the text and how much of the text it takes. */
function readValue(text: string, quoting: Quoting, key: string): [value: string, length: number] {
  const quote = text[0];
  if (quoting === 'ado' && (quote === '"' || quote === "'")) {
    const match = (quote === '"' ? /^"((?:[^"]|"")*)"\s*/ : /^'((?:[^']|'')*)'\s*/).exec(text);
    if (match === null) throw quoteLeftOpen(key, quote);
    if (!/^(?:;|$)/.test(text.slice(match[0].length))) throw textBehindQuote(key, quote);
    return [(match[1] ?? '').replaceAll(quote + quote, quote), match[0].length];
  }
  // ADO.NET itself takes braces literally, so they quote only where the closing one ends the value.
  const braced = /^\{((?:[^}]|\}\})*)\}\s*(?=;|$)/.exec(text);
  if (braced) return [(braced[1] ?? '').replaceAll('}}', '}'), braced[0].length];
  const plain = /^[^;]*/.exec(text)?.[0] ?? '';
  return [plain.trim(), plain.length];
}

function withoutSign(): Error {
  return configError(
    'BAD_URL',
    'the connection string has an entry without =; perhaps a value contains a ; and is not quoted',
    'quote a value that contains ; or quotes: Password="<password>"; a quote inside is doubled',
  );
}

function quoteLeftOpen(key: string, quote: string): Error {
  return configError(
    'BAD_URL',
    `the value of ${nameOf(key)} in the connection string begins with ${quote}, which is never closed`,
    `close it, or put the value into the other quotes; a ${quote} inside ${quote}…${quote} is doubled`,
  );
}

function textBehindQuote(key: string, quote: string): Error {
  return configError(
    'BAD_URL',
    `the value of ${nameOf(key)} in the connection string goes on behind its closing ${quote}`,
    `double a ${quote} inside the value, or put the value into the other quotes`,
  );
}

/** Keys that are not plain words may be the rest of a password. */
function nameOf(key: string): string {
  return /^(?:password|pwd|user id|uid|user|server|data source|database|initial catalog)$/i.test(key)
    ? key
    : 'an entry';
}
