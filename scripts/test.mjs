// Lint, types and tests. Usage: npm test [-- what vitest takes, such as the name of a folder of tests]
import { endUnlessOk, run, setUp } from './setup.mjs';

setUp();
endUnlessOk(run(['node_modules/@biomejs/biome/bin/biome', 'check', '.']));
endUnlessOk(run(['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json']));
endUnlessOk(run(['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src/docs/page/tsconfig.json']));
endUnlessOk(run(['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]));
