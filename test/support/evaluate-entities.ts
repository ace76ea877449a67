import {
  BaseEntity,
  columnTypes,
  defineEntity,
  type Entity,
  expressions,
  notDeleted,
} from '../../src/index.ts';

const library: ReadonlyMap<string, unknown> = new Map(
  Object.entries({ BaseEntity, columnTypes, defineEntity, expressions, notDeleted }),
);

/** The entities that modules in JavaScript declare, by file name; without the index, and without a file being written. */
export function evaluateEntities(files: ReadonlyMap<string, string>): Entity[] {
  return [...files]
    .filter(([name]) => !/^index\./.test(name))
    .map(([name, source]) => {
      const [, imported = '', rest = ''] =
        /^import \{ ([\w, ]+) \} from 'quodsi-db';\n\nexport const \S+ = (.*)$/s.exec(source) ?? [];
      const imports = imported.split(', ');
      if (rest === '' || imports.some((word) => !library.has(word)))
        throw new Error(`${name} is no module of an entity:\n${source}`);
      // What is not imported is not there, as in a module.
      const evaluate = new Function(...imports, `'use strict'; return ${rest}`);
      return evaluate(...imports.map((word) => library.get(word))) as Entity;
    });
}
