import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importModule } from '../../src/cli/project-database.ts';
import { exitCodes } from '../../src/errors.ts';
import { readAnyCodeFiles } from '../../src/project-code/code-file.ts';
import type { SeedRecordRow } from '../../src/seed/record.ts';
import { makeSeed } from '../../src/seed/scripts/make-seed.ts';
import { planSeeds } from '../../src/seed/scripts/run-seeds.ts';
import { loadSeeds, type SeedScript } from '../../src/seed/scripts/seed-script.ts';
import { compareSeeds, findSeeds } from '../../src/seed/scripts/seed-states.ts';
import { temporaryFolder, writeFiles } from '../support/cli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const now = new Date('2026-05-06T07:08:09.000Z');

async function load(files: Readonly<Record<string, string>>): Promise<SeedScript[]> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return loadSeeds(
    await readAnyCodeFiles(folder, 'seed'),
    importModule(folder, new AbortController().signal),
  );
}

describe('a seed file', () => {
  it.each([
    [
      '1_a.ts',
      "export const config = { run: 'once' } as const;\nexport async function seed(): Promise<void> {}\n",
    ],
    ['1_a.mts', "export default { config: { run: 'once' }, async seed() {} };\n"],
    ['1_a.js', "export const config = { run: 'once' };\nexport default async function seed() {}\n"],
    ['1_a.mjs', "export const config = { run: 'once' };\nexport const seed = async () => {};\n"],
    ['1_a.cjs', "exports.config = { run: 'once' };\nexports.seed = async () => {};\n"],
    ['1_a.cjs', "module.exports = { config: { run: 'once' }, seed: async () => {} };\n"],
    ['1_a.cjs', "module.exports = async () => {};\nmodule.exports.config = { run: 'once' };\n"],
  ])('may have any shape of a module: %s %j', async (file, source) => {
    const [seed] = await load({ [file]: source });
    expect(seed).toMatchObject({ file: { name: '1_a' }, config: { run: 'once', transaction: true } });
    expect(await seed?.code.call(undefined as never)).toBeUndefined();
  });

  it('runs always and in a transaction where it says nothing, as with Knex', async () => {
    const [seed] = await load({ 'a.js': 'exports.seed = async () => {};\n' });
    expect(seed?.config).toEqual({ run: 'always', transaction: true });
  });

  const seed = 'export async function seed() {}\n';
  it.each<[source: string, message: RegExp, hint: RegExp]>([
    ['const a: = 1;\n', /1_a\.ts:1:10 has a syntax error/, /nothing was run/],
    [
      "\nthrow new Error('at load');\n",
      /1_a\.ts:2:7 cannot be loaded: at load/,
      /before its seed was called/,
    ],
    ['', /1_a\.ts exports no seed/, /A seed exports "async function seed\(knex\)"/],
    ['export const seed = 1;\n', /1_a\.ts exports a seed that is not a function/, /async function seed/],
    [`${seed}export const config = 1;\n`, /a config that is not an object/, /export const config/],
    [`${seed}export const config = { when: 1 };\n`, /unknown key "when"/, /"run" and "transaction"/],
    [
      `${seed}export const config = { run: 'twice' };\n`,
      /config whose run is not one that is known/,
      /"always", "once" and "on-change"/,
    ],
    [`${seed}export const config = { run: true };\n`, /config whose run is not one/, /"always"/],
    [`${seed}export const config = { transaction: 0 };\n`, /transaction is neither true nor false/, /false/],
  ])('is refused with what is wrong with it: %j', async (source, message, hint) => {
    await expect(load({ '1_a.ts': source })).rejects.toMatchObject({
      code: 'BAD_SEED',
      exitCode: exitCodes.config,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  it('has one name whatever its extension, and others are no seeds', async () => {
    const files = { '10_b.ts': seed, '1_a.mjs': seed, 'B.cjs': 'exports.seed = async () => {};\n' };
    const others = { 'users.csv': 'a\n', 'a.sql': 'SELECT 1;\n', '.hidden.js': '?', 'types.d.ts': '?' };
    const seeds = await load({ ...files, ...others });
    expect(seeds.map(({ file }) => file.name)).toEqual(['10_b', '1_a', 'B']);
    await expect(load({ '1_a.ts': seed, '1_A.js': seed })).rejects.toMatchObject({ code: 'DUPLICATE_SEED' });
  });
});

describe('a run', () => {
  const script = (name: string, run: SeedScript['config']['run'], checksum = 'x'): SeedScript => {
    const file = { name, path: `/seeds/${name}.ts`, source: '', checksum };
    return {
      file,
      config: { run, transaction: true },
      code: { kind: 'seed', file, name: 'seed', batch: false, call: () => undefined },
    };
  };
  const row = (name: string, more: Partial<SeedRecordRow> = {}): SeedRecordRow => ({
    name,
    kind: 'script',
    checksum: 'x',
    state: 'done',
    position: 0,
    at: now,
    durationMs: 1,
    toolVersion: '1',
    ...more,
  });

  it('knows a seed file by its own name, apart from loads of the same name', () => {
    const states = compareSeeds([script('demo', 'once')], [row('demo', { kind: 'demo' }), row('seeds/gone')]);
    expect(states.map(({ name, status }) => [name, status])).toEqual([
      ['demo', 'pending'],
      ['gone', 'missing'],
    ]);
  });

  it('skips what is done, and runs what was told to run again', () => {
    const seeds = [
      script('a', 'once'),
      script('b', 'on-change'),
      script('c', 'on-change', 'y'),
      script('d', 'once', 'y'),
    ];
    const states = compareSeeds(
      seeds,
      ['a', 'b', 'c', 'd'].map((name) => row(`seeds/${name}`)),
    );
    expect(states.map(({ status, changed }) => [status, changed])).toEqual([
      ['done', false],
      ['done', false],
      ['changed', true],
      ['done', true],
    ]);
    expect(planSeeds(states, false).map(({ runs }) => runs)).toEqual([false, false, true, false]);
    expect(planSeeds(states, true).map(({ runs }) => runs)).toEqual([true, true, true, true]);
  });

  it('stops at one that stopped half-way, unless it runs always', () => {
    const left = ['a', 'b'].map((name) => row(`seeds/${name}`, { state: 'running' }));
    const states = compareSeeds([script('a', 'once'), script('b', 'always')], left);
    expect(states.map(({ status }) => status)).toEqual(['interrupted', 'interrupted']);
    expect(() => planSeeds(states, false)).toThrow(
      expect.objectContaining({ code: 'SEED_INTERRUPTED', exitCode: exitCodes.history }),
    );
    expect(planSeeds(states.slice(1), false).map(({ runs }) => runs)).toEqual([true]);
    expect(planSeeds(states, true).map(({ runs }) => runs)).toEqual([true, true]);
    // While another process seeds, nothing has stopped yet.
    expect(compareSeeds([script('a', 'once')], left, true)[0]?.status).toBe('running');
  });

  it('finds seeds by name, file name and path, in the order of the files', () => {
    const files = [{ name: '01_a' }, { name: '02_b' }, { name: '03_c.min' }];
    const found = (...asked: string[]) => findSeeds(files, asked).map(({ name }) => name);
    expect(found()).toEqual(['01_a', '02_b', '03_c.min']);
    expect(found('02_b.ts', 'seeds/01_a.mjs', '02_b')).toEqual(['01_a', '02_b']);
    expect(found('seeds\\03_c.min')).toEqual(['03_c.min']);
    expect(() => found('b')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_SEED', exitCode: 64, hint: 'Did you mean 02_b?' }),
    );
    expect(() => found('users')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('seed list') }),
    );
  });
});

describe('seed make', () => {
  it('writes a file that typechecks, loads, and runs after the others', async () => {
    const folder = temporaryFolder();
    const paths = [
      await makeSeed(folder, 'Démo projects', 'ts', now),
      await makeSeed(folder, 'more', 'js', now),
    ];
    expect(paths.map((path) => basename(path))).toEqual([
      '20260506070809_demo_projects.ts',
      '20260506070810_more.js',
    ]);
    const seeds = await loadSeeds(
      await readAnyCodeFiles(folder, 'seed'),
      importModule(folder, new AbortController().signal),
    );
    expect(seeds.map(({ config }) => config.run)).toEqual(['always', 'always']);
    expect(readFileSync(paths[0] ?? '', 'utf8')).toContain('export async function seed(knex: Knex)');
    await expect(makeSeed(folder, '!!', 'ts', now)).rejects.toMatchObject({
      code: 'BAD_NAME',
      exitCode: 64,
      hint: expect.stringContaining('seed make'),
    });

    writeFiles(folder, { 'package.json': '{ "type": "module" }' });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const options = [
      '--noEmit',
      '--strict',
      '--allowJs',
      '--checkJs',
      '--skipLibCheck',
      '--module',
      'nodenext',
    ];
    const tsc = spawnSync(
      process.execPath,
      [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), ...options, ...paths],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(tsc.stdout).toBe('');
    expect(tsc.status).toBe(0);
  });
});
