import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package: the nearest one above this file with a package.json. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('package.json of quodsi-db not found');
    folder = above;
  }
  return folder;
}

/** The name of this package, which is also what its own migrations belong to. */
export function packageName(): string {
  return manifest().name;
}

export function packageVersion(): string {
  return manifest().version;
}

/** The oldest Node.js that the tool runs on: `>=20.19`. */
export function nodeFloor(): string {
  return manifest().engines.node;
}

function manifest(): {
  readonly name: string;
  readonly version: string;
  readonly engines: { readonly node: string };
} {
  return JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
}

/** The tool's own modules, for config files and migrations that import them where the package is not installed. */
export function packageAliases(): Readonly<Record<string, string>> {
  const dist = join(packageRoot(), 'dist');
  return {
    'quodsi-db/ddl': join(dist, 'ddl.cjs'),
    'quodsi-db/config': join(dist, 'config.cjs'),
    'quodsi-db': join(dist, 'index.cjs'),
  };
}
