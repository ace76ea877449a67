// Lint, types and tests. Usage: npm test [-- what vitest takes, such as the name of a folder of tests]
import { endUnlessOk, run, setUp } from './setup.mjs';

setUp();
endUnlessOk(run(['node_modules/@biomejs/biome/bin/biome', 'check', '.']));
// What runs in a browser has other globals than what runs in Node.js.
for (const project of ['tsconfig.json', 'src/docs/page/tsconfig.json', 'test/browser/tsconfig.json']) {
  endUnlessOk(run(['node_modules/typescript/bin/tsc', '--noEmit', '-p', project]));
}
endUnlessOk(run(['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]));
