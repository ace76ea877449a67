import { dirname, resolve } from 'node:path';
import type { Knex } from 'knex';
import { locateError } from '../error-location.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { CodeFile } from './code-file.ts';
import { type CodeKind, codeWords } from './words.ts';

/** A function of the project's code, loaded and not yet called. */
export interface Code {
  readonly kind: CodeKind;
  readonly file: CodeFile;
  /** Its name in the file: `up`, `down`, `seed`. */
  readonly name: string;
  /** Whether statements that nobody waits for may be sent together. */
  readonly batch: boolean;
  readonly call: (knex: Knex) => unknown;
  /** What a file of SQL sends, in order; undefined for a function, of which only a call tells. */
  readonly statements?: readonly CodeStatement[] | undefined;
}

/** A statement as it stands in a file of SQL. */
export interface CodeStatement {
  readonly sql: string;
  /** In the file; counted from 1. */
  readonly line: number;
}

/** Loads a module; given in, since a bundler, a test and the command line each have their own way. */
export type ImportModule = (path: string) => Promise<Record<string, unknown>>;

/** Makes the error of a mistake in one file: what it does wrong, and what to do about it. */
export type Refuse = (problem: string, hint: string) => QuodsiDbError;

export function refusing(kind: CodeKind, file: CodeFile): Refuse {
  return (problem, hint) =>
    new QuodsiDbError(codeWords[kind].bad, `${file.path} ${problem}`, { hint, exitCode: exitCodes.config });
}

/**
 * The exports of a file: named ones, or the same as one default export (CommonJS looks like both). `main` is the name of the
 * function that every such file has. Throws BAD_MIGRATION or BAD_SEED, exit code 78.
 */
export async function loadExports(
  file: CodeFile,
  kind: CodeKind,
  main: string,
  importModule: ImportModule,
): Promise<Record<string, unknown>> {
  const exported = await importModule(file.path).catch((error: unknown) => {
    throw loadError(file, kind, main, error);
  });
  const module = exported[main] === undefined ? byDefault(exported, kind, main) : exported;
  if (typeof module[main] === 'function') return module;
  throw refusing(kind, file)(
    module[main] === undefined ? `exports no ${main}` : `exports ${article(main)} that is not a function`,
    codeWords[kind].shape,
  );
}

/** A seed has one function, so that the default export may be that function itself. */
function byDefault(exported: Record<string, unknown>, kind: CodeKind, main: string): Record<string, unknown> {
  const inner = exported.default;
  if (typeof inner === 'object' && inner !== null) return inner as Record<string, unknown>;
  return kind === 'seed' && typeof inner === 'function'
    ? { ...exported, ...(inner as object), [main]: inner }
    : exported;
}

/** `an up`, `a seed`. */
function article(name: string): string {
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

/**
 * What a file says of itself in `config`: for each key its values, the usual one first.
 * What it leaves out is not in the result.
 */
export function readConfig(
  config: unknown,
  keys: Readonly<Record<string, readonly (string | boolean)[]>>,
  refuse: Refuse,
): Record<string, unknown> {
  if (config === undefined) return {};
  if (typeof config !== 'object' || config === null) {
    throw refuse(
      'exports a config that is not an object',
      'Write "export const config = { transaction: false };".',
    );
  }
  for (const [key, value] of Object.entries(config)) {
    const values = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (values === undefined) {
      throw refuse(
        `exports a config with the unknown key "${key}"`,
        `The keys known here are ${listed(Object.keys(keys))}.`,
      );
    }
    if (values.includes(value as string | boolean)) continue;
    throw typeof values[0] === 'boolean'
      ? refuse(
          `exports a config whose ${key} is neither true nor false`,
          `Write "${key}: ${String(values[1])}".`,
        )
      : refuse(
          `exports a config whose ${key} is not one that is known`,
          `The values of ${key} are ${listed(values)}.`,
        );
  }
  return config as Record<string, unknown>;
}

function listed(values: readonly unknown[]): string {
  const quoted = values.map((value) => `"${String(value)}"`);
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

function loadError(file: CodeFile, kind: CodeKind, main: string, error: unknown): QuodsiDbError {
  const { message, syntax } = locateError(error, file.path);
  const at = placeOf(error, file.path);
  const functions = kind === 'migration' ? 'up or down' : main;
  return new QuodsiDbError(
    codeWords[kind].bad,
    syntax ? `${at} has a syntax error: ${message}` : `${at} cannot be loaded: ${message}`,
    {
      hint: syntax
        ? 'Correct the file; nothing was run.'
        : `The file failed before its ${functions} was called: check its imports and top-level code. Nothing was run.`,
      exitCode: exitCodes.config,
      cause: error,
    },
  );
}

/** Where an error came up: `path:line:column` in the file or in a module of the user's, or the path alone. */
export function placeOf(error: unknown, path: string): string {
  const { place } = locateError(error, path);
  return place === undefined ? path : resolve(dirname(path), place);
}
