import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// Not imported: Node would first read all of it for the names that it exports, for as long as it takes to run it.
const require = createRequire(import.meta.url);

export interface ModuleOptions {
  /** Specifier to absolute path, for modules that need not be installed beside the file. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Whether a module that two others import is the same for both, and is read only once. */
  readonly cached: boolean;
}

/**
 * Loads modules of a project, TypeScript included, wherever they lie; `base` is a path beside them. There is no cache on disk:
 * its place would be a folder that others may write to. They could change what runs, and read what a config file imports.
 */
export function projectModules(
  base: string,
  { aliases, cached }: ModuleOptions,
): (path: string) => Promise<Record<string, unknown>> {
  const { createJiti } = require('jiti') as typeof import('jiti');
  const jiti = createJiti(pathToFileURL(base).href, {
    alias: { ...aliases },
    interopDefault: false,
    moduleCache: cached,
    fsCache: false,
  });
  return (path) => jiti.import<Record<string, unknown>>(path);
}
