import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { checkConfig } from '../../src/config/check.ts';
import { defineConfig } from '../../src/config/define.ts';
import { jsonErrorPosition } from '../../src/config/json-position.ts';
import { findConfigFile, readConfigFile } from '../../src/config/load-file.ts';

const base = mkdtempSync(join(tmpdir(), 'quodsi-db-config-file-'));
let folder = base;
let count = 0;

beforeEach(() => {
  count += 1;
  folder = join(base, `${count} ünï`);
  mkdirSync(folder);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const define = fileURLToPath(new URL('../../src/config/define.ts', import.meta.url));
const aliases = { 'quodsi-db': define, 'quodsi-db/config': define };

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const read = (name: string, text: string) => readConfigFile(file(name, text), aliases);

describe('finding the config file', () => {
  test.each(['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'])('quodsi-db.config.%s', (extension) => {
    expect(findConfigFile(folder, undefined)).toBeNull();
    const path = file(`quodsi-db.config.${extension}`, '');
    expect(findConfigFile(folder, undefined)).toBe(path);
  });

  test('by path, relative to the working folder', () => {
    const path = file('other.json', '{}');
    expect(findConfigFile(folder, './other.json')).toBe(path);
    expect(findConfigFile(base, path)).toBe(path);
  });

  test('a given one that is missing, a folder, or of another kind is an error', () => {
    const failure = expect.objectContaining({ code: 'CONFIG_NOT_FOUND', exitCode: 78 });
    file('config.yaml', '');
    for (const path of ['nope.ts', '.', 'config.yaml', ''])
      expect(() => findConfigFile(folder, path)).toThrow(failure);
  });

  test('two of them are an error', () => {
    file('quodsi-db.config.ts', '');
    file('quodsi-db.config.json', '');
    expect(() => findConfigFile(folder, undefined)).toThrow(
      expect.objectContaining({ code: 'AMBIGUOUS_CONFIG', message: expect.stringContaining('.json') }),
    );
  });
});

describe('reading the config file', () => {
  const value = { url: 'pglite:x' };

  test.each([
    [
      'a.ts',
      "import { defineConfig } from 'quodsi-db';\nconst url: string = 'pglite:x';\nexport default defineConfig({ url });",
    ],
    [
      'b.mts',
      "import { defineConfig } from 'quodsi-db/config';\nexport default defineConfig({ url: 'pglite:x' } as const);",
    ],
    ['c.cts', "const url: string = 'pglite:x';\nmodule.exports = { url };"],
    [
      'd.js',
      "import { defineConfig } from 'quodsi-db/config';\nexport default defineConfig({ url: 'pglite:x' });",
    ],
    ['e.mjs', "import { defineConfig } from 'quodsi-db';\nexport default defineConfig({ url: 'pglite:x' });"],
    [
      'f.cjs',
      "const { defineConfig } = require('quodsi-db');\nmodule.exports = defineConfig({ url: 'pglite:x' });",
    ],
    ['f2.cjs', "module.exports = { url: 'pglite:x' };"],
    ['g.ts', "export default Promise.resolve({ url: 'pglite:x' });"],
    ['h.ts', "export default () => ({ url: 'pglite:x' });"],
    ['i.mjs', "export default async () => { await null; return { url: 'pglite:x' }; };"],
    ['j.mts', "const url = await Promise.resolve('pglite:x');\nexport default { url };"],
    ['k.json', '{"url":"pglite:x"}'],
    ['l.json', '\ufeff\r\n{ "url": "pglite:x" }\r\n'],
  ])('%s', async (name, text) => {
    expect(await read(name, text)).toEqual(value);
  });

  test('imports what stands beside it', async () => {
    file('helper.ts', "export const url: string = 'pglite:x';");
    expect(await read('a.ts', "import { url } from './helper.ts';\nexport default { url };")).toEqual(value);
  });

  test.each<[name: string, text: string, code: string, message: RegExp]>([
    ['a.ts', 'export default {\n  url: ,\n};', 'CONFIG_SYNTAX', /^a\.ts:2:8: Unexpected token/],
    ['b.mjs', 'export default {\n  url: ,\n};', 'CONFIG_SYNTAX', /^b\.mjs:2/],
    ['c.cjs', 'module.exports = {\n  url: ,\n};', 'CONFIG_SYNTAX', /^c\.cjs:2/],
    ['d.ts', "const x: number = 1;\nthrow new Error('boom');", 'CONFIG_FAILED', /^d\.ts:2:7: .*boom/],
    ['e.mjs', "const x = 1;\nthrow new Error('boom');", 'CONFIG_FAILED', /^e\.mjs:2:7: .*boom/],
    ['f.ts', "throw 'boom';", 'CONFIG_FAILED', /f\.ts.*boom/],
    ['g.ts', "export default () => {\n  throw new Error('boom');\n};", 'CONFIG_FAILED', /^g\.ts:2:9: .*boom/],
    ['h.ts', "export default Promise.reject(new Error('boom'));", 'CONFIG_FAILED', /^h\.ts:1.*boom/],
    ['i.ts', "import 'not-installed';\nexport default {};", 'CONFIG_FAILED', /i\.ts.*not-installed/],
    ['i2.mjs', "import 'not-installed';\nexport default {};", 'CONFIG_FAILED', /i2\.mjs.*not-installed/],
    ['j.ts', '', 'CONFIG_EMPTY', /^j\.ts/],
    ['k.ts', 'export const config = {};', 'CONFIG_EMPTY', /no default export/],
    ['l.ts', 'export default undefined;', 'CONFIG_EMPTY', /gives no config/],
    ['m.ts', 'export default async () => {};', 'CONFIG_EMPTY', /gives no config/],
    ['n.ts', 'export default null;', 'CONFIG_EMPTY', /gives no config/],
    ['o.json', '', 'CONFIG_EMPTY', /^o\.json is empty/],
    ['p.json', '{\n  "url": "x",\n}', 'CONFIG_SYNTAX', /^p\.json is not JSON: line 3, column 1/],
    ['q.json', '{\n  // why\n  "url": "x"\n}', 'CONFIG_SYNTAX', /line 2, column 3/],
    ['r.json', '{ "password": hunter2 }', 'CONFIG_SYNTAX', /line 1, column 15/],
  ])('%s: %j', async (name, text, code, message) => {
    const error: unknown = await read(name, text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'QuodsiDbError',
      code,
      exitCode: 78,
      message: expect.stringMatching(message),
    });
    expect(error).toHaveProperty('hint', expect.any(String));
    expect(String(error)).not.toMatch(/\n {4}at |jiti|hunter2|Require stack/);
  });

  test('a failure shows no password', async () => {
    const text = "throw new Error('cannot reach mssql://sa:hunter2@h/d');";
    await expect(read('a.ts', text)).rejects.toMatchObject({
      message: expect.not.stringContaining('hunter2'),
    });
  });
});

describe('checking the config', () => {
  const problemsOf = (value: unknown): string[] => {
    try {
      checkConfig(value, 'c.ts');
    } catch (error) {
      const { message, details } = error as Error & { details: string[] };
      expect(error).toMatchObject({ code: 'BAD_CONFIG', exitCode: 78 });
      return details.length > 0 ? [...details] : [message];
    }
    return [];
  };

  test.each<[value: unknown, problem: string]>([
    [{ migration: {} }, 'c.ts: unknown key migration; did you mean migrations?'],
    [{ foo: 1 }, 'c.ts: unknown key foo; known are url, '],
    [{ migrations: { tabel: 'x' } }, 'c.ts: migrations: unknown key tabel; did you mean table?'],
    [
      { environments: { prod: { protect: true } } },
      'c.ts: environments.prod: unknown key protect; did you mean protected?',
    ],
    [{ url: 5 }, 'c.ts: url: expected a string, got a number'],
    [{ url: () => 'x' }, 'c.ts: url: expected a string, got a function'],
    [{ environments: [] }, 'c.ts: environments: expected an object, got an array'],
    [
      { environments: { prod: 'mssql://sa:hunter2@h/d' } },
      'c.ts: environments.prod: expected an object, got a string',
    ],
    [{ protected: 'yes' }, 'c.ts: protected: expected a boolean, got a string'],
    [{ migrations: null }, 'c.ts: migrations: expected an object, got null'],
    [{ migrations: { directory: '' } }, 'c.ts: migrations.directory: expected the path of a folder'],
    [{ entities: 5 }, 'c.ts: entities: expected a path, or an array of paths and entities'],
    [{ entities: [''] }, 'c.ts: entities: expected a path, or an array'],
    [
      { validate: { rules: { x: 'warn' } } },
      'c.ts: validate.rules.x: expected one of "error", "warning", "info", "off", got "warn"',
    ],
    ['text', 'c.ts: expected an object, got a string'],
    [[], 'c.ts: expected an object, got an array'],
    ...['a b"c', 'x]', 'a.b.c', '', '.a', 'a\nb', ' a', 'a;b', 'x'.repeat(51)].map(
      (table): [unknown, string] => [
        { migrations: { table } },
        'c.ts: migrations.table: expected table or schema.table',
      ],
    ),
  ])('%j', (value, problem) => {
    const [first = ''] = problemsOf(value);
    expect(first).toContain(problem);
    expect(first).not.toContain('hunter2');
  });

  test.each(['t', 'ops.history', 'x'.repeat(50), 'Historia_ñ', 'my history'])(
    'accepts the table %s',
    (table) => {
      expect(checkConfig({ migrations: { table } }, 'c.ts').migrations.table).toBe(table);
    },
  );

  test('all problems are listed at once', () => {
    const value = { migration: {}, sed: 1, url: 5, validate: { rules: { a: 'x', b: 1 } }, protected: 1 };
    expect(problemsOf(value)).toHaveLength(6);
  });

  test('a config that defineConfig accepts passes the check', () => {
    const config = defineConfig({
      url: 'pglite:x',
      environments: { production: { url: process.env.NOWHERE_SET, protected: true } },
      migrations: { directory: 'm', table: 's.t' },
      entities: ['./entities', class {}, {}],
      seeds: { directory: 's' },
      validate: { rules: { x: 'off' } },
      protected: false,
    });
    expect(checkConfig(config, 'c.ts')).toMatchObject({ url: 'pglite:x', validate: { rules: { x: 'off' } } });
  });

  test('anything at all gives a config or an error of ours', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => void problemsOf(value)),
      { numRuns: 500 },
    );
  });
});

describe('the position of a JSON error', () => {
  test('is null exactly for what JSON.parse accepts', () => {
    const parses = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '0.5e1',
      'true',
      'null',
      ' ',
      '\n',
      'x',
    );
    const texts = fc.oneof(
      fc.json(),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => (jsonErrorPosition(text) === null) === parses(text)),
      { numRuns: 3000 },
    );
  });
});
