// Bundles the command line and the library, and writes the types. Usage: node scripts/build.mjs
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { moduleOf, replacing, rewriting, staticImports, withNodeWhenUsed } from './build-plugins.mjs';
import { billOfMaterials, bundledPackages, licensesText } from './bundled-packages.mjs';
import { embeddedDatabase } from './embedded-database.mjs';
import { pageTextForBundle } from './page-text.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const project = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
rmSync(join(root, 'dist'), { recursive: true, force: true });

// umzug loads a whole command-line parser for a command line of its own, what finds files, and what keeps a history elsewhere:
// nothing here calls any of it.
const withoutUmzugParts = replacing(
  'without-umzug-parts',
  /^(?:\.\/(?:cli|file-locker|templates|json|mongodb|sequelize)|tinyglobby)$/,
  /[\\/]umzug[\\/]lib[\\/]/,
  (name) => `exports.unused = ${JSON.stringify(name)};`,
);

// Commander loads what starts processes, for subcommands that are programs of their own; the half of its time, and none here is.
const withoutChildProcess = rewriting(
  'without-child-process',
  /[\\/]commander[\\/]lib[\\/]command\.js$/,
  "const childProcess = require('node:child_process');",
  'const childProcess = {};',
);

// The half of the time of tedious goes to logins at Azure, which most servers are not asked for.
const withAzureWhenAsked = rewriting(
  'with-azure-when-asked',
  /[\\/]tedious[\\/]lib[\\/]connection\.js$/,
  'var _identity = require("@azure/identity");',
  'var _identity = new Proxy({}, { get: (_, name) => require("@azure/identity")[name] });',
);

// tedious writes numbers with a package that throws for some formats (CVE-2026-97058), which no release of it mends.
const withoutSprintf = replacing(
  'without-sprintf',
  /^sprintf-js$/,
  /[\\/]tedious[\\/]lib[\\/]/,
  () => `exports.sprintf = (format, ...values) => format.replace(/%(?:0(\\d)X|[ds])/g, (_, digits) => {
  const value = values.shift();
  return digits ? value.toString(16).toUpperCase().padStart(digits, '0') : String(value);
});`,
);

// pg asks whether it runs at Cloudflare by a way that loads the whole of Node's fetch.
const withoutCloudflare = rewriting(
  'without-cloudflare',
  /[\\/]pg[\\/]lib[\\/]stream\.js$/,
  "if (typeof Response === 'function') {",
  'if (false) {',
);

// A variable for other programs makes pg ask for a driver in C, which is not here and could not send what is needed.
const withoutNative = rewriting(
  'without-native',
  /[\\/]pg[\\/]lib[\\/]index\.js$/,
  'forceNative = !!process.env.NODE_PG_FORCE_NATIVE',
  'forceNative = false',
);

// Knex is a file of its own, which is read when a module of it is asked for: most commands do without.
const withKnexAside = rewriting(
  'with-knex-aside',
  /[\\/]src[\\/]database[\\/]knex-load\.ts$/,
  'const require = createRequire(import.meta.url);\n',
  "const require = (name: string) => createRequire(import.meta.url)('../knex.cjs')(name);\n",
);
// It lies beside the bundle, whose chunks have a folder of their own.
const withDatabaseBeside = rewriting(
  'with-database-beside',
  /[\\/]src[\\/]database[\\/]fresh-database\.ts$/,
  "new URL('../../dist', import.meta.url)",
  "new URL('..', import.meta.url)",
);
const knexLoad = readFileSync(join(root, 'src', 'database', 'knex-load.ts'), 'utf8');
const knexModules = [...knexLoad.matchAll(/\brequire\('([^']+)'\)/g)].map(([, name]) => name);

// Which dialect it is, is said by its class, which has its driver too.
const withoutOtherDialects = replacing(
  'without-other-dialects',
  /^(?:pg|tedious|\.\.?\/dialects|\.\.\/\.\.\/dialects)$/,
  /[\\/]knex[\\/]lib[\\/]/,
  (name) =>
    `exports.getDialectByNameOrAlias = (name) => { throw new Error('${name}: there is no dialect ' + name); };`,
);

const shared = {
  cwd: root,
  platform: 'node',
  external: [
    ...Object.keys(project.dependencies).filter((name) => name !== 'knex'),
    'pg-native',
    'pg-query-stream',
  ].map((name) => new RegExp(`^${name}(?:/|$)`)),
  transform: { target: 'node20.19' },
  // A module that one command loads late may be loaded early by another.
  checks: { bundlerTimings: false, ineffectiveDynamicImport: false },
};

// CommonJS, of which Node loads a file in a third of the time. In few files, each with what is needed together: for the version,
// for completion, for what most commands need, and for PostgreSQL.
const together = [
  staticImports('start', ['src/cli/main.ts']),
  staticImports('completion', ['src/cli/completion/answer.ts']),
  staticImports('core', [
    'src/cli/program.ts',
    'src/cli/run-command.ts',
    'src/cli/commands/migrate-up.ts',
    'src/cli/commands/migrate-status.ts',
    'src/database/dialects/pglite.ts',
  ]),
  staticImports('postgres', ['src/database/dialects/postgres.ts']),
];
const commands = await write(
  {
    ...shared,
    input: {
      cli: 'src/cli/main.ts',
      index: 'src/index.ts',
      ddl: 'src/ddl/index.ts',
      config: 'src/config/define.ts',
    },
    plugins: [
      withoutUmzugParts,
      withoutChildProcess,
      withAzureWhenAsked,
      withoutSprintf,
      withoutCloudflare,
      withoutNative,
      withKnexAside,
      withDatabaseBeside,
      pageTextForBundle,
      ...together.map(({ plugin }) => plugin),
      withNodeWhenUsed,
    ],
  },
  { codeSplitting: { groups: together.map(({ group }) => group) } },
);
const knex = await write(
  {
    ...shared,
    input: { knex: 'knex-modules' },
    plugins: [
      moduleOf(
        'knex-modules',
        `const load = {${knexModules.map((name) => `'${name}': () => require('${name}')`).join(', ')}};
module.exports = (name) => load[name]();`,
        root,
      ),
      withoutOtherDialects,
    ],
  },
  { codeSplitting: false },
);

async function write(input, output) {
  const bundle = await rolldown(input);
  const written = await bundle.write({
    dir: join(root, 'dist'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
    comments: false,
    // In ASCII a chunk is read without being decoded, and takes half of the memory.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: false, asciiOnly: true } },
    ...output,
  });
  await bundle.close();
  return written.output;
}

// What a config file and a migration import. The command has the same modules, not others of the same text.
for (const { name, exports } of commands.filter(({ isEntry, name }) => isEntry && name !== 'cli'))
  writeFileSync(
    join(root, 'dist', `${name}.js`),
    `import library from './${name}.cjs';\n\nexport const { ${exports.toSorted().join(', ')} } = library;\n`,
  );
const moduleIds = [...commands, ...knex].flatMap(({ moduleIds = [] }) => moduleIds);
writeFileSync(join(root, 'dist', 'embedded-database.tar.gz'), await embeddedDatabase(root));
const bundled = bundledPackages(moduleIds);
writeFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), licensesText(bundled));
writeFileSync(
  join(root, 'dist', 'sbom.cdx.json'),
  `${JSON.stringify(billOfMaterials(project, bundled), null, 1)}\n`,
);

const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'quodsi-db.js'), 'help'], {
  encoding: 'utf8',
});
if (status !== 0) throw new Error(`help ended with ${status}: ${stderr}`);
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
