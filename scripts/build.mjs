// Bundles the command line and the library, and writes the types. Usage: node scripts/build.mjs
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pageTextForEsbuild } from './page-text.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
rmSync(join(root, 'dist'), { recursive: true, force: true });

// umzug loads a whole command-line parser for a command line of its own, which nothing here calls.
const withoutUmzugCli = {
  name: 'without-umzug-cli',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/cli$/ }, ({ importer, path }) =>
      /[\\/]umzug[\\/]lib[\\/]/.test(importer) ? { path, namespace: 'umzug-cli' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'umzug-cli' }, () => ({ contents: 'exports.UmzugCLI = undefined;' }));
  },
};

// Commander loads what starts processes, for subcommands that are programs of their own; the half of its time, and none here is.
const withoutChildProcess = {
  name: 'without-child-process',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const line = "const childProcess = require('node:child_process');";
      if (!text.includes(line)) throw new Error(`${path} loads node:child_process in another way now`);
      return { contents: text.replace(line, 'const childProcess = {};') };
    });
  },
};

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli/main.ts',
    index: 'src/index.ts',
    ddl: 'src/ddl/index.ts',
    config: 'src/config/define.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: Object.keys(dependencies),
  // What is bundled from CommonJS requires Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  metafile: true,
  plugins: [withoutUmzugCli, withoutChildProcess, pageTextForEsbuild],
  logLevel: 'warning',
});
writeFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), licenses(metafile));

const { status, stdout } = spawnSync(process.execPath, [join(root, 'bin', 'quodsi-db.js'), 'help'], {
  encoding: 'utf8',
});
if (status !== 0) throw new Error(`help ended with ${status}`);
writeFileSync(join(root, 'dist', 'help.txt'), stdout);

const tsc = spawnSync(
  process.execPath,
  [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exitCode = tsc.status ?? 1;

/** The licence of each package whose code is in the bundle, as the licences ask. */
function licenses({ inputs }) {
  const names = new Set();
  for (const input of Object.keys(inputs)) {
    const match = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) names.add(match[1]);
  }
  return [...names]
    .sort()
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const text = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt', 'License']
        .map((file) => {
          try {
            return readFileSync(join(folder, file), 'utf8');
          } catch {
            return undefined;
          }
        })
        .find((content) => content !== undefined);
      return `${name} ${version} (${license})\n\n${text ?? 'No licence text in the package.'}`;
    })
    .join('\n\n----------------------------------------\n\n');
}
