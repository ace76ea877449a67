import { numbered } from './source-text.ts';

/** A piece of an expression of JavaScript, which is laid out as Biome and Prettier would. */
export type Code =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly Code[] }
  | {
      readonly kind: 'object';
      readonly entries: readonly (readonly [key: string, value: Code])[];
      /** One entry a line, though it would fit on one. */
      readonly open?: boolean;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Code[] };

export const word = (text: string): Code => ({ kind: 'word', text });
export const text = (value: string): Code => ({ kind: 'string', value });
export const list = (items: readonly Code[]): Code => ({ kind: 'list', items });
export const call = (name: string, ...args: readonly Code[]): Code => ({ kind: 'call', name, args });

/** Plain data as code. */
export function dataCode(value: unknown): Code {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return list(value.map(dataCode));
  if (typeof value !== 'object' || value === null) return word(String(value));
  return { kind: 'object', entries: Object.entries(value).map(([key, each]) => [key, dataCode(each)]) };
}

export const LINE_WIDTH = 110;
const STEP = 2;

/**
 * @param column where on its line the code begins
 * @param after how many characters follow on its last line
 */
export function print(code: Code, indent: number, column: number, after: number): string {
  if (!isOpen(code)) {
    const line = onOneLine(code);
    if (column + widthOf(line) + after <= LINE_WIDTH) return line;
  }
  const inner = indent + STEP;
  const block = (opening: string, lines: readonly string[], closing: string) =>
    `${opening}\n${lines.map((line) => `${' '.repeat(inner)}${line},\n`).join('')}${' '.repeat(indent)}${closing}`;
  switch (code.kind) {
    case 'word':
    case 'string':
      return onOneLine(code);
    case 'list':
      return code.items.length === 0
        ? '[]'
        : block(
            '[',
            code.items.map((item) => print(item, inner, inner, 1)),
            ']',
          );
    case 'object':
      return code.entries.length === 0
        ? '{}'
        : block(
            '{',
            code.entries.map(([key, value]) => property(key, value, inner)),
            '}',
          );
    case 'call': {
      const hugged = hug(code, indent, column, after);
      if (hugged !== undefined) return hugged;
      return block(
        `${code.name}(`,
        code.args.map((arg) => print(arg, inner, inner, 1)),
        ')',
      );
    }
  }
}

function property(key: string, value: Code, indent: number): string {
  const name = propertyKey(key);
  const column = indent + widthOf(name) + 2;
  // A string that does not fit stands on a line of its own.
  if (value.kind === 'string' && column + widthOf(onOneLine(value)) + 1 > LINE_WIDTH)
    return `${name}:\n${' '.repeat(indent + STEP)}${onOneLine(value)}`;
  return `${name}: ${print(value, indent, column, 1)}`;
}

/** A call whose last argument is a list or an object keeps its parentheses beside it, if the arguments before fit. */
function hug(
  { name, args }: Extract<Code, { kind: 'call' }>,
  indent: number,
  column: number,
  after: number,
): string | undefined {
  const last = args.at(-1);
  if (last === undefined || (last.kind !== 'list' && last.kind !== 'object')) return undefined;
  const before = args.slice(0, -1).map((arg) => `${onOneLine(arg)}, `);
  const head = `${name}(${before.join('')}`;
  const start = column + widthOf(head);
  return start + 1 > LINE_WIDTH ? undefined : `${head}${print(last, indent, start, after + 1)})`;
}

/** Whether it has several lines however short it is: a list of objects that have several properties each is one. */
function isOpen(code: Code): boolean {
  switch (code.kind) {
    case 'list': {
      const sizes = code.items.map((item) => (item.kind === 'object' ? item.entries.length : 0));
      return (code.items.length > 1 && sizes.every((size) => size > 1)) || code.items.some(isOpen);
    }
    case 'object':
      return code.open === true || code.entries.some(([, value]) => isOpen(value));
    case 'call':
      return code.args.some(isOpen);
    default:
      return false;
  }
}

/** Every level asks whether what is below it fits. */
const lines = new WeakMap<Code, string>();

function onOneLine(code: Code): string {
  const known = lines.get(code);
  if (known !== undefined) return known;
  const line = written(code);
  lines.set(code, line);
  return line;
}

function written(code: Code): string {
  switch (code.kind) {
    case 'word':
      return code.text;
    case 'string':
      return quoted(code.value);
    case 'list':
      return `[${code.items.map(onOneLine).join(', ')}]`;
    case 'object': {
      const entries = code.entries.map(([key, value]) => `${propertyKey(key)}: ${onOneLine(value)}`);
      return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
    }
    case 'call':
      return `${code.name}(${code.args.map(onOneLine).join(', ')})`;
  }
}

/** Quoted where it must be. `__proto__:` would set the prototype, and not make a property. */
function propertyKey(key: string): string {
  if (key === '__proto__') return "['__proto__']";
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : quoted(key);
}

/** In single quotes, or in double ones where that saves escapes. */
export function quoted(value: string): string {
  if (/^[ -&(-[\]-~]*$/.test(value)) return `'${value}'`;
  const singles = value.split("'").length;
  const quote = singles > value.split('"').length ? '"' : "'";
  // What cannot be seen, or turns the direction of text around, is written by its number.
  const body = value.replaceAll(/[\\'"\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (found) => {
    if (found === "'" || found === '"') return found === quote ? `\\${found}` : found;
    return shortEscapes.get(found) ?? numbered(found);
  });
  return `${quote}${body}${quote}`;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns that the text takes: two for a character of East Asia. */
function widthOf(line: string): number {
  if (/^[ -~]*$/.test(line)) return line.length;
  let width = 0;
  for (const character of line) width += /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}
