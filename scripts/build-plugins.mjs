// Plugins for the bundler that change single modules.
import { join, resolve } from 'node:path';

/** Rewrites one line of a module, which has to be there. */
export function rewriting(name, filter, line, replacement) {
  return {
    name,
    transform: {
      filter: { id: filter },
      handler(code, id) {
        if (!code.includes(line)) throw new Error(`${id} has no line ${line}`);
        return { code: code.replace(line, () => replacement), map: null };
      },
    },
  };
}

/** Node's own modules are loaded when they are first used: some take as long as a chunk. */
export const withNodeWhenUsed = {
  name: 'with-node-when-used',
  renderChunk(code) {
    let text = code;
    for (const [line, name, module] of code.matchAll(/^let (node_\w+) = require\("(node:[\w/]+)"\);$/gm)) {
      const [, ...uses] = text.matchAll(new RegExp(`\\b${name}\\b(.?)`, 'g'));
      // Of a default import the whole module is asked for at once.
      if (uses.some(([, next]) => next !== '.')) continue;
      text = text
        .replace(line, `let ${name};`)
        .replaceAll(new RegExp(`\\b${name}\\.`, 'g'), `(${name} ??= require("${module}")).`);
    }
    return { code: text, map: null };
  },
};

/** Puts another text in the place of a module where certain modules ask for it. */
export function replacing(name, filter, askedBy, text) {
  const prefix = `\0${name}:`;
  return {
    name,
    resolveId: {
      filter: { id: filter },
      handler: (id, importer) =>
        importer !== undefined && askedBy.test(importer) ? `${prefix}${id}.cjs` : undefined,
    },
    load: (id) =>
      id.startsWith(prefix) ? { code: text(id.slice(prefix.length, -4)), moduleType: 'js' } : undefined,
  };
}

/** A module of that name, in CommonJS, that asks for others as if it lay in the folder. */
export function moduleOf(name, text, folder) {
  const path = join(folder, `${name}.cjs`);
  return {
    name,
    resolveId: (id) => (id === name ? path : undefined),
    load: (id) => (id === path ? { code: text, moduleType: 'js' } : undefined),
  };
}

/**
 * A chunk of some modules with all that they import, but not what they import only when it is needed. The plugin finds out, the
 * group is the bundler's.
 */
export function staticImports(name, paths) {
  const found = new Set();
  return {
    plugin: {
      name: `static-imports-${name}`,
      async buildEnd(error) {
        if (error) return;
        const queue = [];
        for (const path of paths) queue.push((await this.resolve(resolve(path))).id);
        for (const id of queue) {
          if (found.has(id)) continue;
          found.add(id);
          queue.push(...(this.getModuleInfo(id)?.importedIds ?? []));
        }
      },
    },
    group: { name, test: (id) => found.has(id) },
  };
}
