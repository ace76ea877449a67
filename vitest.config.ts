import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { pageTextForBundle } from './scripts/page-text.mjs';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Files that start commands come first, those before all that run a whole suite of another file: one of them begun at the end
 * would be waited for by itself. By itself vitest begins with the largest file. Those that share a process come last and
 * together: a process is handed on to the next file in the row only.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number =>
      (project.config.isolate ? 0 : 2e9) +
      (/[\\/]test[\\/](?:cli|faults|integration)[\\/]/.test(moduleId) ? 0 : 1e9) +
      statSync(moduleId).size;
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Files that share a process with others, which saves loading the same modules again for each. */
const shared = ['test/{fuzz,integration,unit}/**/*.test.ts'];

/** Of those, what changes the modules that others use, or looks at the process itself. */
const alone = [
  // Spies on PGlite.
  'test/unit/folder-lock.test.ts',
  // Measure memory: their own, or that of a process, which Linux begins with the peak of the one that starts it.
  'test/integration/data-volume.test.ts',
  'test/integration/seed-file-memory.test.ts',
  'test/integration/seed-process.test.ts',
];

const modules = {
  plugins: [pageTextForBundle],
  resolve: {
    alias: [
      { find: /^quodsi-db\/ddl$/, replacement: source('./src/ddl/index.ts') },
      { find: /^quodsi-db\/config$/, replacement: source('./src/config/define.ts') },
      { find: /^quodsi-db$/, replacement: source('./src/index.ts') },
    ],
  },
};

const everywhere = {
  // As src/database/wasm-tiering.ts does: databases of tests are short-lived.
  execArgv: ['--wasm-tiering-budget=1000000000'],
  testTimeout: 180_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    globalSetup: [
      'test/support/postgres-server.ts',
      'test/support/pglite-template.ts',
      'test/support/faults/count.ts',
    ],
    // Most of the time a test waits for a command or a server, or for both of them to fall silent.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: LongestFirst },
    // Neither extends this file: what stands above is done once, and not for each.
    projects: [
      {
        ...modules,
        test: {
          ...everywhere,
          name: 'alone',
          include: ['test/!(fuzz|integration|unit)/**/*.test.ts', ...alone],
        },
      },
      {
        ...modules,
        test: { ...everywhere, name: 'shared', include: shared, exclude: alone, isolate: false },
      },
    ],
  },
});
