import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { projectModules } from '../../src/config/project-modules.ts';
import { runQuickly } from '../../src/config/quick-module.ts';
import { writeFiles } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFiles(folder, {
  'tool.cjs': 'exports.double = (number) => number * 2;\nexports.loads = 0;\n',
  'helper.ts': 'export const three: number = 3;\n',
  'node_modules/three/index.js': 'exports.three = 3;\n',
  'node_modules/three/package.json': '{"name":"three"}',
});
const aliases = { 'the-tool': join(folder, 'tool.cjs') };
const load = createRequire(join(folder, 'any.ts'));
const quickly = (name: string, text: string) => runQuickly(join(folder, name), text, { aliases, load });

describe('a module that needs no translator', () => {
  test.each<[what: string, name: string, text: string]>([
    [
      'types, which are no import',
      'a.ts',
      "import type { Knex } from 'knex';\nimport { User } from './nowhere.ts';\nexport const value: number = (6 as User);\nexport const of = (knex: Knex): User => knex as never;\n",
    ],
    ['an alias', 'a.ts', "import { double } from 'the-tool';\nexport const value: number = double(3);\n"],
    [
      'an alias as a whole',
      'a.mts',
      "import * as tool from 'the-tool';\nexport const value: number = tool.double(3);\n",
    ],
    [
      'an alias that is required',
      'a.cts',
      "const { double } = require('the-tool');\nexports.value = double(3);\n",
    ],
    [
      'an alias that is imported late',
      'a.cjs',
      "exports.value = 6;\nexports.later = async () => (await import('the-tool')).double(3);\n",
    ],
    [
      "Node's own",
      'a.ts',
      "import { basename } from 'node:path';\nimport fs = require('fs');\nexport const value = Number(basename(__filename, '.ts').length) + (fs.existsSync(__dirname) ? 5 : 0);\n",
    ],
    [
      'a module in a .js file',
      'a.js',
      "import { double } from 'the-tool';\nexport const value = double(3);\n",
    ],
    ['an enum', 'a.ts', 'enum Size { Small = 5, Big }\nexport const value = Size.Big;\n'],
    [
      'a class and what is newer than 2020',
      'a.ts',
      'class Box { static #held?: { size: number } = { size: 6 }; static size(): number { return Box.#held?.size ?? 0; } }\nlet v: number | undefined;\nv ??= Box.size();\nexport { v as value };\n',
    ],
  ])('may hold %s', async (_what, name, text) => {
    expect(await quickly(name, text)).toMatchObject({ value: 6 });
  });

  test('is the same to those who have it by its alias', async () => {
    const tool = load('./tool.cjs');
    const exported = await quickly(
      'a.ts',
      "export * as tool from 'the-tool';\nexport const one: number = 1;\n",
    );
    expect(exported).toMatchObject({ one: 1, tool: { double: tool.double } });
  });

  test('tells its own lines', async () => {
    const error: unknown = await quickly('a.ts', "type A = {\n  b: 1;\n};\nthrow new Error('boom');\n").catch(
      (thrown: unknown) => thrown,
    );
    expect((error as Error).stack).toContain(`${join(folder, 'a.ts')}:4:7`);
  });
});

describe('a module is left to the translator', () => {
  test.each([
    [
      'that imports what lies beside it',
      "import { three } from './helper.ts';\nexport const value = three * 2;\n",
    ],
    ['that imports a package', "import { three } from 'three';\nexport const value = three * 2;\n"],
    [
      'that imports late what lies beside it',
      "export const value = 2 * (await import('./helper.ts')).three;\n",
    ],
    ['that asks where it lies', 'export const value = import.meta.url.length > 0 ? 6 : 0;\n'],
    [
      'that requires by a name that it builds',
      "const n = 'th' + 'ree';\nexport const value = 2 * require(n).three;\n",
    ],
    ['that asks require for more', "export const value = require.resolve('three').length > 1 ? 6 : 0;\n"],
  ])('%s, and is the same', async (_what, text) => {
    expect(await quickly('b.ts', text)).toBeNull();
    writeFiles(folder, { 'b.ts': text });
    const loadModule = projectModules(join(folder, 'b.ts'), { aliases, cached: false });
    expect(await loadModule(join(folder, 'b.ts'))).toMatchObject({ value: 6 });
  });
});

test.each(['c.ts', 'c.js', 'c.cjs'])('%s is read again when it has changed', async (name) => {
  const path = join(folder, name);
  const loadModule = projectModules(path, { aliases, cached: false });
  for (const value of [1, 2]) {
    const text = name === 'c.cjs' ? `exports.value = ${value};\n` : `export const value = ${value};\n`;
    writeFiles(folder, { [name]: text });
    expect(await loadModule(path)).toMatchObject({ value });
  }
});

// Node has a module of its own for each file that it loads; one that is run here has none.
test.each([
  ['with an await in a function', 'exports.up = async () => {\n  await 1;\n};\n'],
  ['without', 'exports.up = async () => {};\n'],
])('CommonJS %s is left to Node', async (_what, text) => {
  const path = join(folder, 'd.js');
  writeFiles(folder, { 'd.js': `${text}exports.own = module.filename;\n` });
  expect(await projectModules(path, { aliases, cached: false })(path)).toMatchObject({ own: path });
});

test('a module that awaits at its top is loaded too', async () => {
  const path = join(folder, 'e.js');
  writeFiles(folder, { 'e.js': 'const six = await Promise.resolve(6);\nexports.value = six;\n' });
  expect(await projectModules(path, { aliases, cached: false })(path)).toMatchObject({ value: 6 });
});
