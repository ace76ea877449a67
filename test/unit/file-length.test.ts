import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { filesBelow } from '../support/files-below.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('code', () => {
  const files = ['bench', 'bin', 'ci', 'migrations', 'scripts', 'src', 'test']
    .flatMap((folder) => filesBelow(`${root}/${folder}`).map((file) => `${folder}/${file}`))
    // Peers are installed below bench; data and what is generated are not read.
    .filter((file) => !/\/node_modules\/|\.(?:csv|json|sql|svg)$/.test(file));

  test('no file is longer than 300 lines', () => {
    expect(files.length).toBeGreaterThan(1_000);
    const long = files
      .map((file) => ({ file, lines: readFileSync(`${root}/${file}`, 'utf8').trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });
});
