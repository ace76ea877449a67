import { readFileSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { locateError } from '../error-location.ts';
import { QuodsiDbError } from '../errors.ts';
import { configError } from './config-error.ts';
import { jsonErrorPosition } from './json-position.ts';
import { printable } from './label.ts';
import { projectModules } from './project-modules.ts';
import { redact } from './redact.ts';

const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * The config file: the given one, or the one named `quodsi-db.config.*` in `cwd`.
 *
 * @returns an absolute path, or null when none is given and none is there
 * @throws CONFIG_NOT_FOUND, AMBIGUOUS_CONFIG
 */
export function findConfigFile(cwd: string, configPath: string | undefined): string | null {
  if (configPath !== undefined) {
    const file = resolve(cwd, configPath);
    if (isFile(file) && extensions.includes(extname(file))) return file;
    throw configError(
      'CONFIG_NOT_FOUND',
      isFile(file)
        ? `the config file ${printable(configPath)} has no known extension`
        : `there is no config file ${printable(configPath)}`,
      `give the path of a file that ends in ${extensions.join(', ')}`,
    );
  }
  const found = extensions.map((extension) => join(cwd, `quodsi-db.config${extension}`)).filter(isFile);
  const [file, ...others] = found;
  if (others.length > 0) {
    throw configError(
      'AMBIGUOUS_CONFIG',
      `there is more than one config file: ${found.map((path) => basename(path)).join(', ')}`,
      'remove all but one, or pick one with --config <file>',
    );
  }
  return file ?? null;
}

/**
 * What a config file exports, promises awaited and functions called; not checked.
 *
 * @param aliases specifier to absolute path, for modules that need not be installed beside the file
 * @throws CONFIG_SYNTAX, CONFIG_FAILED, CONFIG_EMPTY
 */
export async function readConfigFile(
  file: string,
  aliases: Readonly<Record<string, string>>,
): Promise<unknown> {
  if (extname(file) === '.json') return readJson(file);
  let exported: unknown;
  try {
    const load = projectModules(file, { aliases, cached: false });
    exported = defaultOf(await load(file), basename(file));
    if (typeof exported === 'function') exported = exported();
    exported = await exported;
  } catch (error) {
    throw error instanceof QuodsiDbError ? error : configFailure(error, file);
  }
  if (exported !== undefined && exported !== null) return exported;
  throw empty(basename(file), 'gives no config');
}

function defaultOf(namespace: unknown, name: string): unknown {
  if (typeof namespace !== 'object' || namespace === null) return namespace;
  if ('default' in namespace) return namespace.default;
  // What is left is CommonJS, whose module.exports is the config itself, or a module without a default export.
  if (!('__esModule' in namespace) && Object.keys(namespace).length > 0) return namespace;
  throw empty(name, 'has no default export');
}

function empty(name: string, what: string): QuodsiDbError {
  return configError('CONFIG_EMPTY', `${name} ${what}`, 'write export default defineConfig({ … })');
}

function readJson(file: string): unknown {
  const name = basename(file);
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw configFailure(error, file);
  }
  if (text.trim() === '') throw empty(name, 'is empty');
  try {
    return JSON.parse(text);
  } catch {
    // The error itself quotes the file, which may hold a password.
    const at = jsonErrorPosition(text);
    throw configError(
      'CONFIG_SYNTAX',
      `${name} is not JSON${at === null ? '' : `: line ${at.line}, column ${at.column} cannot be read`}`,
      'JSON has no comments, no commas before } and ], and every key and text stands in double quotes',
    );
  }
}

/** What went wrong in the code of a config file. */
export function configFailure(error: unknown, file: string): QuodsiDbError {
  const { message, place, syntax } = locateError(error, file);
  const at = place ?? basename(file);
  const text = printable(redact(message, []));
  return syntax
    ? configError('CONFIG_SYNTAX', `${at}: ${text}`, 'correct the syntax of the config file')
    : configError('CONFIG_FAILED', `${at}: the config file failed: ${text}`, 'correct the config file', {
        cause: error,
      });
}
