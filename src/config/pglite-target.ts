import { homedir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { EmbeddedTarget } from '../target.ts';
import { configError } from './config-error.ts';
import { printable } from './label.ts';
import { hasControl } from './split-url.ts';

/**
 * `pglite:<folder>` or `pglite:memory`, with or without `//`. The folder is taken as it stands (nothing is decoded);
 * `~/` is the home folder. A folder named memory is written `pglite:./memory`.
 */
export function parsePglite(url: string, cwd: string): EmbeddedTarget {
  const place = url
    .slice(url.indexOf(':') + 1)
    .replace(/^\/\/(?!\/)/, '')
    .replace(/^\/\/\//, '/');
  if (/^:?memory:?(?:\/\/)?$/.test(place)) return embedded(null, 'pglite:memory');
  if (place.trim() === '' || hasControl(place)) {
    throw configError(
      'BAD_URL',
      'the connection URL of the embedded database names no folder',
      'write it as pglite:<folder> or pglite:memory',
    );
  }
  const folder = /^~[\\/]/.test(place) ? join(homedir(), place.slice(2)) : resolve(cwd, place);
  return embedded(folder, `pglite:${shown(folder, cwd)}`);
}

/** The embedded database in this folder. */
export function embeddedTarget(folder: string, cwd: string): EmbeddedTarget {
  return embedded(folder, `pglite:${shown(folder, cwd)}`);
}

function embedded(folder: string | null, label: string): EmbeddedTarget {
  return { kind: 'pglite', dialect: 'postgres', folder, label: printable(label), secrets: [] };
}

/** Short where the folder lies under the working folder, and the same on Windows as elsewhere. */
function shown(folder: string, cwd: string): string {
  const inside = relative(cwd, folder);
  const isInside = inside !== '' && !inside.startsWith('..') && !isAbsolute(inside);
  return isInside ? inside.split(sep).join('/') : folder;
}
