import { lineIn } from '../error-location.ts';
import type { Origin } from '../migrate/script/origins.ts';
import type { Dialect } from '../schema/model.ts';
import type { BuilderCall, Place } from './rule.ts';
import { placedTokens } from './token.ts';

/** The place of what starts at an offset of a statement's text, or that a builder was told of by one of the names. */
export type Locate = (offset: number, names: readonly (string | undefined)[]) => Place;

/** In an SQL file; `line` is that of the first word. */
export function sqlPlaces(sql: string, dialect: Dialect, line: number): (start: number) => Locate {
  const first = placedTokens(sql, dialect)[0]?.start ?? 0;
  const lineAt = (offset: number) => line + countLines(sql.slice(first, Math.max(first, offset)));
  return (start) => (offset) => ({ line: lineAt(offset), outer: [lineAt(start)] });
}

export interface BuiltStatement {
  readonly sql: string;
  readonly origin: Origin;
  readonly calls: readonly BuilderCall[];
  readonly path: string;
  readonly source: string;
}

/** In code: the line of the call that names the thing, or of the text where the migration has it written out. */
export function builderPlaces({
  sql,
  origin,
  calls,
  path,
  source,
}: BuiltStatement): (start: number) => Locate {
  const lines = source.split(/\r?\n/);
  const called = lineIn(origin.stack, path);
  const first = called === undefined ? undefined : chainStart(lines, called);
  const written = (offset: number): number | undefined =>
    called === undefined || origin.builder !== 'raw'
      ? first
      : (lineOfText(sql, offset, lines, called) ?? first);
  return (start) => {
    const statement = written(start);
    return (offset, names) => {
      const call = callNaming(calls, names);
      const line = call?.place.line ?? written(offset);
      const outer = [...(call?.place.outer ?? []), ...(statement === undefined ? [] : [statement])];
      return { outer, ...(line === undefined ? {} : { line }) };
    };
  };
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

/** The place of a call that a stack leads through. */
export function placeOfCall(stack: string, path: string, lines: readonly string[]): Place {
  const line = lineIn(stack, path);
  return line === undefined ? {} : { line, outer: [chainStart(lines, line)] };
}

/** The line where a chain of calls begins: `await knex`, with `.schema` on the next line. */
function chainStart(lines: readonly string[], called: number): number {
  let line = called;
  while (line > 1 && /^\s*\./.test(lines[line - 1] ?? '')) line -= 1;
  return line;
}

/** Lines of code that a text may take. */
const longestText = 500;

/** Where the source has the line of SQL that an offset lies in. */
function lineOfText(sql: string, offset: number, lines: readonly string[], from: number): number | undefined {
  const start = sql.lastIndexOf('\n', offset - 1) + 1;
  const end = sql.indexOf('\n', offset);
  const text = sql.slice(start, end < 0 ? undefined : end).trim();
  if (text === '') return undefined;
  const index = lines.slice(from - 1, from - 1 + longestText).findIndex((line) => line.includes(text));
  return index < 0 ? undefined : from + index;
}

/** The names come best first; a call that is about a name comes before one that mentions it. */
function callNaming(
  calls: readonly BuilderCall[],
  names: readonly (string | undefined)[],
): BuilderCall | undefined {
  for (const name of names) {
    if (name === undefined) continue;
    const found =
      calls.find(({ args }) => mentions(args.slice(1), name)) ??
      calls.find(({ args }) => mentions(args, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

function mentions(value: unknown, name: string): boolean {
  if (typeof value === 'string') return value.toLowerCase() === name.toLowerCase();
  if (Array.isArray(value)) return value.some((item) => mentions(item, name));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return false;
  return Object.values(value).some((item) => mentions(item, name));
}
