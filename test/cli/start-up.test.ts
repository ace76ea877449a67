import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { cli, temporaryFolder, writeFiles } from '../support/cli.ts';

const hook = new URL('../support/loaded-modules.mjs', import.meta.url).href;

/** What only a command that opens a database may load. */
const heavy = ['@electric-sql', 'knex', 'knex-pglite', 'mssql', 'pg', 'tedious', 'umzug'];

/** The packages that a command loads: from node_modules, and those that are bundled into a file of dist that it loads. */
async function packagesLoaded(args: readonly string[], cwd: string): Promise<readonly string[]> {
  const file = join(cwd, 'loaded.txt');
  const env = { NODE_OPTIONS: `--import=${hook}`, LOADED_MODULES: file };
  const result = await cli(args, { cwd, env });
  expect(result, result.stderr).toMatchObject({ exitCode: 0 });
  const paths = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => (line.startsWith('file:') ? fileURLToPath(line) : line));
  writeFiles(cwd, { 'loaded.txt': '' });
  expect(paths.some((path) => /[\\/]dist[\\/]cli\.cjs$/.test(path))).toBe(true);
  const bundled = paths
    .filter((path) => /[\\/]dist[\\/].*\.c?js$/.test(path) && !path.includes('node_modules'))
    .flatMap((path) => readFileSync(path, 'utf8').match(/^\/\/ node_modules\/.*$/gm) ?? []);
  const names = [...paths, ...bundled].flatMap(
    (path) => /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/"]+)/.exec(path)?.[1] ?? [],
  );
  return [...new Set(names)];
}

const heavyOf = (packages: readonly string[]) =>
  heavy.filter((name) => packages.some((each) => each === name || each.startsWith(`${name}/`)));

it('is seen by this test, where a database is opened', async () => {
  const cwd = temporaryFolder();
  const packages = await packagesLoaded(['migrate', 'up', '--url', 'pglite:memory'], cwd);
  expect(heavyOf(packages)).toEqual(['@electric-sql', 'knex', 'knex-pglite', 'umzug']);
  expect(packages).toContain('commander');
});

const light: readonly (readonly string[])[] = [
  ['--version'],
  ['--help'],
  ['help', 'migrate', 'up'],
  ['doctor', '--help'],
  ['completion', 'bash'],
  ['__complete', 'zsh', 'migrate', 'mark', ''],
  ['__complete', 'bash', 'quodsi-db -e ', '='],
  ['migrate', 'make', 'first'],
  ['migrate', 'make', 'second', '--sql'],
];

it.each(light.map((args) => ({ args, line: args.join(' ') })))(
  '$line: neither Knex nor a driver is loaded, nor what runs migrations',
  async ({ args }) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      'quodsi-db.config.ts':
        "import { defineConfig } from 'quodsi-db/config';\nexport default defineConfig({ environments: { staging: {} } });\n",
    });
    expect(heavyOf(await packagesLoaded(args, cwd))).toEqual([]);
  },
);

it('--version and --help load no package at all, and completion no parser of command lines', async () => {
  const cwd = temporaryFolder();
  expect(await packagesLoaded(['--version'], cwd)).toEqual([]);
  expect(await packagesLoaded(['--help'], cwd)).toEqual([]);
  expect(await packagesLoaded(['__complete', 'zsh', 'migrate', ''], cwd)).not.toContain('commander');
});

it('--help prints what the parser of command lines would', async () => {
  const cwd = temporaryFolder();
  const { stdout } = await cli(['help'], { cwd });
  expect(stdout).toContain('migrate up');
  for (const flag of ['--help', '-h'])
    expect(await cli([flag], { cwd })).toMatchObject({ stdout, exitCode: 0 });
});

it('starts under every flag of Node about deprecations', async () => {
  const cwd = temporaryFolder();
  for (const flag of ['--no-deprecation', '--throw-deprecation', '--trace-deprecation'])
    expect(await cli(['--version'], { cwd, env: { NODE_OPTIONS: flag } })).toMatchObject({ exitCode: 0 });
});
