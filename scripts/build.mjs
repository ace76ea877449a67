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

/** Rewrites one line of a module, which has to be there. */
function rewriting(name, filter, line, replacement, loader = 'js') {
  return {
    name,
    setup({ onLoad }) {
      onLoad({ filter }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes(line)) throw new Error(`${path} has no line ${line}`);
        return { contents: text.replace(line, replacement), loader };
      });
    },
  };
}

// Commander loads what starts processes, for subcommands that are programs of their own; the half of its time, and none here is.
const withoutChildProcess = rewriting(
  'without-child-process',
  /[\\/]commander[\\/]lib[\\/]command\.js$/,
  "const childProcess = require('node:child_process');",
  'const childProcess = {};',
);

// Knex and the drivers are hundreds of files, which take longer to be found than to be run: they are bundled. Knex in a file
// of its own, which is read when a module of it is asked for: most commands do without.
const knexLoad = join(root, 'src', 'database', 'knex-load.ts');
const withKnex = rewriting(
  'with-knex',
  /[\\/]src[\\/]database[\\/]knex-load\.ts$/,
  'const require = createRequire(import.meta.url);\n',
  "const require = (name: string) => createRequire(import.meta.url)('../knex.cjs')(name);\n",
  'ts',
);
const knexModules = [...readFileSync(knexLoad, 'utf8').matchAll(/\brequire\('([^']+)'\)/g)].map(
  ([, name]) => name,
);

// Which dialect it is, is said by its class, which has its driver too.
const withoutOtherDialects = {
  name: 'without-other-dialects',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:pg|tedious|\.\.?\/dialects|\.\.\/\.\.\/dialects)$/ }, ({ importer, path }) =>
      /[\\/]knex[\\/]lib[\\/]/.test(importer) ? { path, namespace: 'absent' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
      contents: `exports.getDialectByNameOrAlias = (name) => { throw new Error('${path}: there is no dialect ' + name); };`,
    }));
  },
};

// The half of the time of tedious goes to logins at Azure, which most servers are not asked for.
const withAzureWhenAsked = rewriting(
  'with-azure-when-asked',
  /[\\/]tedious[\\/]lib[\\/]connection\.js$/,
  'var _identity = require("@azure/identity");',
  'var _identity = new Proxy({}, { get: (_, name) => require("@azure/identity")[name] });',
);

// pg asks whether it runs at Cloudflare by a way that loads the whole of Node's fetch.
const withoutCloudflare = rewriting(
  'without-cloudflare',
  /[\\/]pg[\\/]lib[\\/]stream\.js$/,
  "if (typeof Response === 'function') {",
  'if (false) {',
);

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external: [...Object.keys(dependencies).filter((name) => name !== 'knex'), 'pg-native', 'pg-query-stream'],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};
const knex = await build({
  ...shared,
  stdin: {
    contents: `const load = {${knexModules.map((name) => `'${name}': () => require('${name}')`).join(', ')}};
module.exports = (name) => load[name]();`,
    resolveDir: root,
  },
  outfile: 'dist/knex.cjs',
  format: 'cjs',
  plugins: [withoutOtherDialects],
});
const commands = await build({
  ...shared,
  entryPoints: {
    cli: 'src/cli/main.ts',
    index: 'src/index.ts',
    ddl: 'src/ddl/index.ts',
    config: 'src/config/define.ts',
  },
  outdir: 'dist',
  splitting: true,
  format: 'esm',
  // What is bundled from CommonJS requires Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [
    withoutUmzugCli,
    withoutChildProcess,
    withKnex,
    withoutOtherDialects,
    withAzureWhenAsked,
    withoutCloudflare,
    pageTextForEsbuild,
  ],
});
writeFileSync(
  join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'),
  licenses({ ...knex.metafile.inputs, ...commands.metafile.inputs }),
);

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
function licenses(inputs) {
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
