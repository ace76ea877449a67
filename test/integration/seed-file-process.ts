import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Bundles test/support/seed-file-child.ts, and runs it with a heap of so many MB; resolves to what it prints, and rejects where it
 * dies.
 */
export function useSeedFileChild(): (
  heap: number,
  ...args: string[]
) => Promise<{ result: object; memory: number }> {
  // Packages are found from there.
  const bundle = join(
    root,
    'node_modules',
    '.cache',
    `seed-file-child-${randomBytes(6).toString('hex')}.mjs`,
  );
  beforeAll(async () => {
    mkdirSync(dirname(bundle), { recursive: true });
    await build({
      entryPoints: [join(root, 'test', 'support', 'seed-file-child.ts')],
      outfile: bundle,
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      logLevel: 'warning',
    });
  });
  afterAll(() => rmSync(bundle, { force: true }));
  return async (heap, ...args) => {
    const command = [`--max-old-space-size=${heap}`, bundle, ...args];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    return JSON.parse(stdout);
  };
}
