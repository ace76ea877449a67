import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, stackOf } from './errors.ts';

/** What a module's failure says to a person: no stack, the first line of the message, the place in the user's code. */
export interface LocatedError {
  readonly message: string;
  /** `file:line:column`, the file relative to the folder of the module; undefined where the error does not tell. */
  readonly place: string | undefined;
  readonly syntax: boolean;
}

/** Where the tool's own code lies, in the bundle as in the source. */
const own = dirname(dirname(fileURLToPath(import.meta.url)));

/** jiti puts `ParseError: message` and `file:line:column` into the message; V8 puts `file:line` before the stack. */
const parseError = /^ParseError: (.*?)\s*\n\s*(.+):(\d+):(\d+)/;

/**
 * Finds where a module went wrong.
 *
 * @param file absolute path of the module that was loaded; the place is the innermost in it, or in other code of the project
 */
export function locateError(error: unknown, file: string): LocatedError {
  const text = messageOf(error);
  const parsed = parseError.exec(text);
  if (parsed?.[2] !== undefined) {
    // Babel counts columns from 0.
    const place = `${shown(parsed[2], file)}:${parsed[3]}:${Number(parsed[4]) + 1}`;
    return { message: parsed[1] ?? '', place, syntax: true };
  }
  const message = text.split('\n')[0] ?? '';
  const stack = stackOf(error);
  // Innermost: what the module imports may be what fails.
  const frame = framesOf(stack).find(({ path }) => path === file || isBelow(path, file) || isProjects(path));
  const syntax = error instanceof Error && error.name === 'SyntaxError';
  const head = /^(.+):(\d+)\r?\n/.exec(stack);
  const headPlace =
    syntax && head?.[1] !== undefined ? `${shown(toPath(head[1]), file)}:${head[2]}` : undefined;
  return { message, place: frame ? `${shown(frame.path, file)}:${frame.position}` : headPlace, syntax };
}

/** The line of a module that a stack leads through, the innermost; undefined where it does not. Counts from 1. */
export function lineIn(stack: string, file: string): number | undefined {
  const position = framesOf(stack).find(({ path }) => path === file)?.position;
  return position === undefined ? undefined : Number.parseInt(position, 10);
}

function framesOf(stack: string): { path: string; position: string }[] {
  const frame = /^\s+at (?:.*\()?((?:file:\/\/)?[^()\n]+?):(\d+):(\d+)\)?$/gm;
  return [...stack.matchAll(frame)].map(([, path = '', line = '', column = '']) => ({
    path: toPath(path.replace(/^async /, '')),
    // jiti puts code of its own before the first line, so that columns there mean nothing.
    position: line === '1' ? line : `${line}:${column}`,
  }));
}

function toPath(place: string): string {
  return place.startsWith('file://') ? fileURLToPath(place) : place;
}

function isBelow(path: string, file: string): boolean {
  return path.startsWith(dirname(file) + sep) && !path.includes(`${sep}node_modules${sep}`);
}

/** Code of the project that lies elsewhere, and neither Node's, a package's nor the tool's own. */
function isProjects(path: string): boolean {
  return isAbsolute(path) && !path.includes(`${sep}node_modules${sep}`) && !path.startsWith(own + sep);
}

function shown(path: string, file: string): string {
  return relative(dirname(file), path).split(sep).join('/') || basename(path);
}
