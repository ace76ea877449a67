import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ciSystems, engines } from '../../src/cli/init/choices.ts';
import { ciFiles } from '../../src/cli/init/ci-files.ts';
import { withScripts } from '../../src/cli/init/package-scripts.ts';

describe('scripts of package.json', () => {
  const added =
    '"db:up": "quodsi-db migrate up",\n    "db:status": "quodsi-db migrate status",\n    "db:check": "quodsi-db migrate check",\n    "db:validate": "quodsi-db validate all"';

  test.each([
    ['an empty object', '{}', `{\n  "scripts": {\n    ${added}\n  }\n}`],
    [
      'without scripts, an object written on one line',
      '{\n  "files": ["a", "b"],\n  "x": { "scripts": { "y": 1 } }\n}\n',
      `{\n  "files": ["a", "b"],\n  "x": { "scripts": { "y": 1 } },\n  "scripts": {\n    ${added}\n  }\n}\n`,
    ],
    [
      'with empty scripts',
      '{\n  "scripts": {},\n  "type": "module"\n}\n',
      `{\n  "scripts": {\n    ${added}\n  },\n  "type": "module"\n}\n`,
    ],
    [
      'with scripts that hold braces and quotes',
      '{\n  "scripts": {\n    "a": "echo \\"}{\\""\n  }\n}\n',
      `{\n  "scripts": {\n    "a": "echo \\"}{\\"",\n    ${added}\n  }\n}\n`,
    ],
  ])('%s', (_what, before, after) => {
    const result = withScripts(before);
    expect(result?.content).toBe(after);
    expect(JSON.parse(result?.content ?? '')).toMatchObject({ scripts: { 'db:up': 'quodsi-db migrate up' } });
    expect(withScripts(after)).toBeUndefined();
  });

  test('line ends and tabs stay; what is there is kept; what is no object is left alone', () => {
    const result = withScripts('{\r\n\t"scripts": {\r\n\t\t"db:up": "mine"\r\n\t}\r\n}\r\n');
    expect(result?.content).toMatch(/^\{\r\n\t"scripts": \{\r\n\t\t"db:up": "mine",\r\n\t\t"db:status"/);
    expect(result?.content.replaceAll('\r\n', '')).not.toContain('\n');
    expect(result?.added).toEqual(['db:status', 'db:check', 'db:validate']);
    for (const text of ['[]', '{', '{"scripts": []}', 'null']) expect(withScripts(text)).toBeUndefined();
  });
});

describe('CI files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-ci-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(ciSystems.flatMap((ci) => engines.map((engine) => ({ ci, engine }))))(
    '$ci, $engine: YAML that names the variable of the connection string, or the embedded database',
    ({ ci, engine }) => {
      const { files } = ciFiles(folder, { ci, engine, urlVariable: 'SHOP_URL' });
      const texts = files.map(({ content }) => content);
      for (const text of texts) expect(parse(text, { strict: true, uniqueKeys: true })).toBeTypeOf('object');
      const all = texts.join('\n');
      if (ci === 'none') return expect(files).toEqual([]);
      expect(all).toMatch(/migrate check/);
      expect(all).toMatch(/validate all/);
      expect(all).toMatch(/npm ci/);
      const embedded = engine === 'embedded';
      expect(/QUODSI_DB_URL: pglite:\.quodsi-db\/data/.test(all)).toBe(embedded);
      expect(/npx quodsi-db migrate up/.test(all)).toBe(embedded);
      expect(/\bSHOP_URL\b/.test(all)).toBe(!embedded);
      expect(all).not.toMatch(/secrets\.QUODSI_DB_URL/);
    },
  );

  test('the entry of a whole pipeline is never written over', () => {
    writeFileSync(join(folder, '.gitlab-ci.yml'), 'mine');
    const { files, note } = ciFiles(folder, { ci: 'gitlab', engine: 'mssql', urlVariable: 'SHOP_URL' });
    expect(files.map(({ path }) => path)).toEqual(['quodsi-db.gitlab.yml']);
    expect(note).toContain('local: quodsi-db.gitlab.yml');
  });
});
