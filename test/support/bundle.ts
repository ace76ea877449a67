import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';

const support = fileURLToPath(new URL('.', import.meta.url));

/**
 * Bundles a file of test/support, `seed-file-child.ts`, for the tests of a file, which start it as a process: translated at its
 * start it would take seconds each time. Returns the path of the bundle.
 */
export function useBundle(file: string): string {
  // Packages are found from there.
  const folder = join(support, '..', '..', 'node_modules', '.cache');
  const bundle = join(folder, file.replace(/\.ts$/, `-${randomBytes(6).toString('hex')}.mjs`));
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    await build({
      entryPoints: [join(support, file)],
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
  return bundle;
}
