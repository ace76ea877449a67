import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { configError } from './config-error.ts';

/** Variables by name; absent ones are undefined. */
export type Variables = Record<string, string | undefined>;

/**
 * The variables of the process and, where it lacks one, of the file `.env` in `cwd`. Neither is changed; a missing
 * file is an empty one.
 *
 * @throws BAD_ENV_FILE when there is something named .env that cannot be read
 */
export function readEnvironment(cwd: string, processEnv: NodeJS.ProcessEnv): Variables {
  return { ...readEnvFile(cwd), ...processEnv };
}

/** The variables of the file `.env` alone. */
export function readEnvFile(cwd: string): Variables {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(cwd, '.env'));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    throw configError(
      'BAD_ENV_FILE',
      `.env cannot be read${code === 'EISDIR' ? ': it is a folder' : code === '' ? '' : ` (${code})`}`,
      'make it a readable text file of NAME=value lines, or remove it',
      { cause },
    );
  }
  // PowerShell's > writes UTF-16, and editors on Windows a byte order mark.
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return { ...parseEnv(bytes.toString(utf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '')) };
}

/**
 * Runs `action` while the process also has the given variables that it lacks, so that a config file finds those of
 * `.env` in `process.env`; takes them away afterwards.
 */
export async function withVariables<T>(variables: Variables, action: () => Promise<T>): Promise<T> {
  const added = Object.entries(variables).filter(([name]) => process.env[name] === undefined);
  for (const [name, value] of added) {
    if (value !== undefined) process.env[name] = value;
  }
  try {
    return await action();
  } finally {
    for (const [name] of added) delete process.env[name];
  }
}
