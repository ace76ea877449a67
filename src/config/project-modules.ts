import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runQuickly } from './quick-module.ts';

// Not imported: Node would first read all of it for the names that it exports, for as long as it takes to run it.
const require = createRequire(import.meta.url);

export interface ModuleOptions {
  /** Specifier to absolute path, for modules that need not be installed beside the file. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Whether a module that two others import is the same for both, and is read only once. */
  readonly cached: boolean;
}

type LoadModule = (path: string) => Promise<Record<string, unknown>>;

/**
 * Loads modules of a project, TypeScript included, wherever they lie; `base` is a path beside them. There is no cache on disk:
 * its place would be a folder that others may write to. They could change what runs, and read what a config file imports.
 */
export function projectModules(base: string, { aliases, cached }: ModuleOptions): LoadModule {
  let translating: LoadModule | undefined;
  const translate: LoadModule = (path) => {
    translating ??= translator(base, { aliases, cached });
    return translating(path);
  };
  if (cached) return translate;
  const load = createRequire(base);
  const names = Object.keys(aliases);
  return async (path) => {
    // Each takes a fraction of the time of a translator, which every command feels whose config is in TypeScript.
    try {
      const text = readFileSync(path, 'utf8');
      if (isPlain(path, text, names)) {
        delete load.cache[path];
        const exported = load(path) as object;
        return { default: exported, ...exported };
      }
      const exported = await runQuickly(path, text, { aliases, load });
      if (exported !== null) return exported;
    } catch {
      // In a package that says `"type": "module"`, with an import of TypeScript, or with an error to tell.
    }
    return translate(path);
  };
}

/**
 * What CommonJS does not hold, and modules do: `await` only where no function is around it; and import(), by which Node would
 * find no alias.
 */
const MODULE_SYNTAX = /^(?:\s*(?:import|export)|await)\b|\bimport\s*[.(]/m;

/** Whether a file is JavaScript of CommonJS, as far as its text tells, and needs no module of the tool. */
function isPlain(path: string, text: string, aliases: readonly string[]): boolean {
  return (
    ['.js', '.cjs'].includes(extname(path)) &&
    !MODULE_SYNTAX.test(text) &&
    !aliases.some((name) => text.includes(name))
  );
}

function translator(base: string, { aliases, cached }: ModuleOptions): LoadModule {
  const { createJiti } = require('jiti') as typeof import('jiti');
  const jiti = createJiti(pathToFileURL(base).href, {
    alias: { ...aliases },
    interopDefault: false,
    moduleCache: cached,
    fsCache: false,
  });
  return (path) => jiti.import<Record<string, unknown>>(path);
}
