import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeFiles } from '../support/cli.ts';
import { filesBelow } from '../support/files-below.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const installTimeout = 300_000;

describe('the package, installed in an empty folder', () => {
  const home = mkdtempSync(join(tmpdir(), 'quodsi-db-package-'));
  const folder = join(home, 'application');
  const quodsiDb = (...args: string[]): Ran => npm(['exec', '--no', '--', 'quodsi-db', ...args], folder);

  beforeAll(() => {
    writeFiles(folder, { '.keep': '' });
    // Without prepack: dist is built by now, and other tests run on it.
    succeed(npm(['pack', '--ignore-scripts', '--pack-destination', home], root));
    const [tarball = ''] = readdirSync(home).filter((name) => name.endsWith('.tgz'));
    succeed(npm(['install', '--prefer-offline', '--no-audit', '--no-fund', join(home, tarball)], folder));
  }, installTimeout);
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

  test('holds what its users need and nothing else', () => {
    const installed = join(folder, 'node_modules', 'quodsi-db');
    const files = filesBelow(installed);
    for (const file of [
      'bin/quodsi-db.js',
      'CHANGELOG.md',
      'dist/cli.cjs',
      'dist/sbom.cdx.json',
      'dist/THIRD-PARTY-LICENSES.txt',
      'dist/types/index.d.ts',
      'docs/configuration.md',
      'LICENSE',
      'README.md',
    ]) {
      expect(files).toContain(file);
    }
    const built = readdirSync(join(root, 'migrations')).map((name) => `migrations/${name}`);
    expect(files.filter((file) => file.startsWith('migrations/')).sort()).toEqual(built.sort());
    const others = files.filter(
      (file) => !/^(?:bin|ci|dist|docs|migrations)\/|^[A-Z]+(?:\.md)?$|^package\.json$/.test(file),
    );
    expect(others).toEqual([]);
    expect(files.filter((file) => /\.ts$/.test(file) && !/^migrations\/|\.d\.ts$/.test(file))).toEqual([]);
    expect(files.filter((file) => /^dist\/types\/(?:cli|database|migrate)\//.test(file))).toEqual([]);
  });

  test('says which packages are in its bundle, for scanners, and brings their licences', () => {
    const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
    const { components } = JSON.parse(read('dist', 'sbom.cdx.json')) as { components: { purl: string }[] };
    const purls = components.map(({ purl }) => purl);
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { version: string }>;
    };
    const locked = Object.entries(packages).map(
      ([path, { version }]) =>
        `pkg:npm/${path.replace(/^.*node_modules\//, '').replace('@', '%40')}@${version}`,
    );
    for (const purl of purls) expect(locked).toContain(purl);
    const names = purls.map((purl) => purl.replace(/^pkg:npm\/|@[^@]*$/g, ''));
    expect(names).toEqual(expect.arrayContaining(['tedious', 'pg', 'knex', '%40inquirer/prompts']));
    expect(names).not.toContain('sprintf-js');
    const licenses = read('dist', 'THIRD-PARTY-LICENSES.txt');
    for (const purl of purls) {
      const [, name = '', version = ''] = /^pkg:npm\/(.+)@(.+)$/.exec(purl) ?? [];
      expect(licenses).toContain(`${decodeURIComponent(name)} ${version} (`);
    }
  });

  test('migrates the embedded database', () => {
    const up = quodsiDb('migrate', 'up');
    succeed(up);
    expect(up.stdout).toContain('2 applied.');
    expect(quodsiDb('migrate', 'status', '--exit-code')).toMatchObject({ status: 0 });
  });

  test('sets up a project that works at once', () => {
    writeFiles(folder, { 'fresh/.keep': '' });
    succeed(quodsiDb('--cwd', 'fresh', 'init', '--ci', 'gitlab'));
    const up = quodsiDb('--cwd', 'fresh', 'migrate', 'up');
    succeed(up);
    expect(up.stdout).toContain('3 applied.');
    succeed(quodsiDb('--cwd', 'fresh', 'validate', 'all'));
  });

  test('is a library, for modules and for CommonJS, where both have the same', () => {
    writeFiles(folder, {
      'read.mjs': `import { createRequire } from 'node:module';
import { User, UserCreate } from 'quodsi-db';
import { createIndex } from 'quodsi-db/ddl';
const require = createRequire(import.meta.url);
console.log(User.table, UserCreate.safeParse({}).success);
console.log(require('quodsi-db').User === User, require('quodsi-db/ddl').createIndex === createIndex);
`,
    });
    const run = spawnSync(process.execPath, ['read.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(run).toMatchObject({ status: 0, stdout: 'users false\ntrue true\n', stderr: '' });
  });

  test.each(['cts', 'cjs'])('is required by a config in CommonJS, quodsi-db.config.%s', (end) => {
    const projectFolder = `requires-${end}`;
    writeFiles(folder, {
      [`${projectFolder}/quodsi-db.config.${end}`]: `const { defineConfig } = require('quodsi-db/config');
const { User } = require('quodsi-db');
module.exports = defineConfig({ url: 'pglite:data', migrations: { directory: User.table } });
`,
      [`${projectFolder}/users/1_notes.cjs`]: `const { createIndex } = require('quodsi-db/ddl');
exports.up = async (knex) => {
  await knex.schema.createTable('notes', (table) => table.integer('id'));
  await createIndex(knex, 'notes', 'ix_notes_id', { columns: ['id'] });
};
`,
    });
    const up = quodsiDb('--cwd', projectFolder, 'migrate', 'up');
    succeed(up);
    expect(up.stdout).toContain('1 applied.');
    // Node warns of modules that are required.
    expect(up.stderr).not.toContain('Warning');
  });

  test('runs migrations and a config of the application, in TypeScript', () => {
    writeFiles(folder, {
      'own/quodsi-db.config.ts': `import { defineConfig } from 'quodsi-db';

const directory: string = 'db/migrations';
export default defineConfig({ url: 'pglite:data', migrations: { directory } });
`,
      'own/db/migrations/20260101000000_notes.ts': `import type { Knex } from 'knex';
import { createIndex, utcNow } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('notes', (table) => {
    table.integer('id').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(utcNow(knex));
  });
  await createIndex(knex, 'notes', 'ix_notes_id', { columns: ['id'], include: ['created_at'] });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('notes');
}
`,
    });
    const up = quodsiDb('--cwd', 'own', 'migrate', 'up', '--json');
    succeed(up);
    expect(JSON.parse(up.stdout)).toMatchObject({
      ok: true,
      results: [{ name: '20260101000000_notes', status: 'applied' }],
    });
    succeed(quodsiDb('--cwd', 'own', 'migrate', 'down'));
  });

  test('has types that hold under NodeNext, its declarations checked too', () => {
    writeFiles(folder, {
      'check.mts': `import type { Knex } from 'knex';
import { defineConfig, recordLogin, User, UserCreate } from 'quodsi-db';
import { defineConfig as fromConfig } from 'quodsi-db/config';
import { createIndex } from 'quodsi-db/ddl';

export const directory: string = defineConfig({ migrations: { directory: 'db' } }).migrations.directory;
export const same: typeof defineConfig = fromConfig;
export const emailOf = (user: User): string => user.email;
export const create: UserCreate = UserCreate.parse({});
// @ts-expect-error: not a column
export const nothing = (user: User): unknown => user.nothing;

export async function up(knex: Knex): Promise<number | undefined> {
  await createIndex(knex, User.table, 'ix_users_email', { columns: ['email'] });
  return (await recordLogin(knex, 'id'))?.login_count;
}
`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module: 'NodeNext',
          target: 'ES2023',
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          types: ['node'],
          typeRoots: [join(root, 'node_modules', '@types')],
        },
        files: ['check.mts'],
      }),
    });
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const run = spawnSync(process.execPath, [tsc, '-p', folder], { cwd: folder, encoding: 'utf8' });
    expect(run).toMatchObject({ stdout: '', status: 0 });
  });
});

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function npm(args: readonly string[], cwd: string): Ran {
  // What the npm around this test run tells its scripts would lead the npm inside astray.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(?:npm_(?:package|lifecycle|command|config_(?:call|local_prefix|package))|INIT_CWD|QUODSI_DB_|DATABASE_URL)/.test(
          name,
        ),
    ),
  );
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) {
    return spawnSync(process.execPath, [script, ...args], { cwd, env, encoding: 'utf8' });
  }
  // On Windows npm is a .cmd file, which only a shell starts.
  const command = ['npm', ...args.map((arg) => `"${arg}"`)].join(' ');
  return spawnSync(command, { cwd, env, encoding: 'utf8', shell: true });
}

function succeed({ status, stdout, stderr }: Ran): void {
  if (status !== 0) throw new Error(`ended with ${status}:\n${stdout}\n${stderr}`);
}
