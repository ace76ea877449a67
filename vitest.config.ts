import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { pageTextForVite } from './scripts/page-text.mjs';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [pageTextForVite],
  resolve: {
    alias: [
      { find: /^quodsi-db\/ddl$/, replacement: source('./src/ddl/index.ts') },
      { find: /^quodsi-db\/config$/, replacement: source('./src/config/define.ts') },
      { find: /^quodsi-db$/, replacement: source('./src/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: [
      'test/support/postgres-server.ts',
      'test/support/pglite-template.ts',
      'test/support/faults/count.ts',
    ],
    // As src/database/wasm-tiering.ts does: databases of tests are short-lived.
    execArgv: ['--wasm-tiering-budget=1000000000'],
    // Most of the time a test waits for a command or a server, or for both of them to fall silent.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
