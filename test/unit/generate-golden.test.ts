import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldenCases, goldenFiles, goldenFolder } from '../golden/golden-cases.ts';

/** Set, it writes the files anew; the diff is then what there is to review. */
const update = process.env.QUODSI_DB_UPDATE_GOLDEN === '1';

describe('the migration and the T-SQL of', () => {
  test.each(goldenCases.map((golden) => [golden.name, golden] as const))('%s', async (name, golden) => {
    const files = await goldenFiles(golden);
    const folder = join(goldenFolder, name);
    if (update) {
      mkdirSync(folder, { recursive: true });
      for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    }
    for (const [file, content] of Object.entries(files)) {
      expect(content, `${name}/${file}`).toBe(readFileSync(join(folder, file), 'utf8'));
    }
    // The same input gives the same bytes.
    expect(await goldenFiles(golden)).toEqual(files);
  });
});

test('there are sixty cases, each with its folder, and no folder without a case', () => {
  const names = goldenCases.map(({ name }) => name).toSorted();
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(new Set(names).size).toBe(names.length);
  const folders = readdirSync(goldenFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  if (update) {
    for (const folder of folders.filter((name) => !names.includes(name))) {
      rmSync(join(goldenFolder, folder), { recursive: true });
    }
  }
  expect(folders.filter((name) => existsSync(join(goldenFolder, name)))).toEqual(names);
});
