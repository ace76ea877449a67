import { isBuiltin } from 'node:module';
import { dirname, extname } from 'node:path';
import { compileFunction } from 'node:vm';

/** Where a module finds those that it imports. */
export interface Imports {
  /** Specifier to absolute path. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Loads a module of Node or an alias. */
  readonly load: NodeJS.Require;
}

const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.cjs'];
/** What only a loader of modules can tell. */
const NEEDS_LOADER = /\bimport\s*\.\s*meta\b/;
const REQUIRE = /\brequire\s*(\.|\(\s*(?:(['"])(?<name>[^'"]+)\2\s*\))?)/g;

/**
 * Runs TypeScript, modules in a .js file and CommonJS, where they import nothing but types, Node's own modules and aliases: most
 * configs and migrations are such, and a whole translator would take longer to load than all that a command does. Resolves to
 * their exports, and to null for any other file. Throws what the file throws, and where its syntax is wrong.
 */
export async function runQuickly(
  path: string,
  text: string,
  { aliases, load }: Imports,
): Promise<Record<string, unknown> | null> {
  if (!EXTENSIONS.includes(extname(path)) || NEEDS_LOADER.test(text)) return null;
  const { transform } = await import('sucrase');
  const { code } = transform(text, {
    transforms: /ts$/.test(path) ? ['typescript', 'imports'] : ['imports'],
    // Node knows what is newer than what that translator writes.
    disableESTransforms: true,
    // import() is written with require() too: as it stands it would find no alias.
    preserveDynamicImport: false,
  });
  for (const { groups } of code.matchAll(REQUIRE)) {
    const name = groups?.name;
    if (name === undefined || !(isBuiltin(name) || Object.hasOwn(aliases, name))) return null;
  }
  const run = compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename: path,
  });
  const module = { exports: {} };
  const require = (name: string): unknown => load(aliases[name] ?? name);
  run.call(module.exports, module.exports, require, module, path, dirname(path));
  return module.exports;
}
