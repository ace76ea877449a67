import { nationalSql, stringSql } from '../ddl/literal.ts';
import type { Dialect } from '../target.ts';

const COMMON = String.raw`"(?:[^"]|"")*"|--[^\n]*|/\*[\s\S]*?\*/`;
const STRING = `'(?:[^']|'')*'`;
// A dollar or an E inside a name (a$1, name'…') starts nothing.
const NO_NAME_BEFORE = String.raw`(?<![\w$\u{80}-\u{10ffff}])`;

/** Texts that hold no parameters, and then a parameter with its number. */
const TOKENS: Readonly<Record<Dialect, RegExp>> = {
  mssql: new RegExp(String.raw`${STRING}|${COMMON}|\[(?:[^\]]|\]\])*\]|@p(?<index>\d+)`, 'gu'),
  // A bracket is an array or a subscript here, with parameters in it.
  postgres: new RegExp(
    [
      String.raw`${NO_NAME_BEFORE}[eE]'(?:[^'\\]|\\[\s\S]|'')*'`,
      String.raw`${NO_NAME_BEFORE}\$(?<tag>(?:[A-Za-z_\u{80}-\u{10ffff}][\w\u{80}-\u{10ffff}]*)?)\$[\s\S]*?\$\k<tag>\$`,
      STRING,
      COMMON,
      String.raw`${NO_NAME_BEFORE}\$(?<index>\d+)`,
    ].join('|'),
    'gu',
  ),
};

/** Puts values in the place of `$1` or `@p0`, outside of strings, names and comments. */
export function inlineBindings(dialect: Dialect, sql: string, bindings: readonly unknown[]): string {
  if (bindings.length === 0) return sql;
  const offset = dialect === 'mssql' ? 0 : 1;
  let text = '';
  let end = 0;
  for (const match of sql.matchAll(TOKENS[dialect])) {
    const index = match.groups?.index;
    if (index === undefined) continue;
    text += sql.slice(end, match.index);
    const value = valueSql(dialect, bindings[Number(index) - offset]);
    // Two minus signs would start a comment.
    text += value.startsWith('-') && text.endsWith('-') ? ` ${value}` : value;
    end = match.index + match[0].length;
  }
  return text + sql.slice(end);
}

/** A value as SQL. */
export function valueSql(dialect: Dialect, value: unknown): string {
  const mssql = dialect === 'mssql';
  const text = (content: string): string => (mssql ? nationalSql(content) : stringSql(dialect, content));
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return mssql ? String(Number(value)) : String(value);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return text(mssql ? value.toISOString().replace('Z', '') : value.toISOString());
  if (Buffer.isBuffer(value))
    return mssql ? `0x${value.toString('hex')}` : `'\\x${value.toString('hex')}'::bytea`;
  if (!mssql && Array.isArray(value)) return text(arrayLiteral(value));
  return text(typeof value === 'string' ? value : JSON.stringify(value));
}

/** An array as pg sends it: every element quoted but NULL, which would be the text. */
function arrayLiteral(values: readonly unknown[]): string {
  const elements = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    if (Array.isArray(value)) return arrayLiteral(value);
    return `"${elementText(value).replace(/["\\]/g, String.raw`\$&`)}"`;
  });
  return `{${elements.join(',')}}`;
}

function elementText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
