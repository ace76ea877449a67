import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, startCli, temporaryFolder, writeFiles } from '../support/cli.ts';
import { expectJson, expectTold } from '../support/expect-refusal.ts';
import { runHere } from '../support/in-process.ts';

/** Loading needs no database: `script` loads what `up` would, and tells the same. */
const script = ['migrate', 'script', '--engine', 'postgres'];
const bad = { exitCode: 78, code: 'BAD_MIGRATION' };
const up = 'export async function up(knex) { await knex.raw("SELECT 1"); }\n';

describe('a migration that cannot be loaded', () => {
  it.each<[file: string, source: string, message: RegExp, hint: RegExp]>([
    [
      '1_a.ts',
      'export async function up(): Promise<void> {\n  const a: = 1;\n}\n',
      /1_a\.ts:2:12 has a syntax error: Unexpected token/,
      /Correct/,
    ],
    [
      '1_a.js',
      'export async function up() {\n  const = 3;\n}\n',
      /1_a\.js:2:9 has a syntax error/,
      /Correct/,
    ],
    [
      '1_a.cjs',
      'exports.up = async () => {\n  const = 3;\n};\n',
      /1_a\.cjs:2:9 has a syntax error/,
      /Correct/,
    ],
    [
      '1_a.js',
      `\n\nthrow new Error('at load');\n${up}`,
      /1_a\.js:3:7 cannot be loaded: at load/,
      /top-level code/,
    ],
    ['1_a.js', `\nthrow null;\n${up}`, /1_a\.js cannot be loaded: null was thrown/, /top-level code/],
    [
      '1_a.js',
      `\nprocess.exit(0);\n${up}`,
      /1_a\.js:2:9 cannot be loaded: process\.exit\(0\) was called/,
      /top-level/,
    ],
    [
      '1_a.ts',
      `import { x } from './nowhere.ts';\nexport const up = async () => x;\n`,
      /1_a\.ts:1 cannot be loaded: Cannot find module '\.\/nowhere\.ts'/,
      /imports/,
    ],
    [
      '1_a.ts',
      `import { x } from './lib/helper.mts';\nexport const up = async () => x;\n`,
      /lib.helper\.mts:2:11 has a syntax error/,
      /Correct/,
    ],
    [
      '1_a.js',
      "const { x } = require('../src/part.js');\nexports.up = async () => x;\n",
      /src.part\.js:3:1 cannot be loaded: nothing is not defined/,
      /imports/,
    ],
    ['1_a.js', 'export const down = async () => {};\n', /1_a\.js exports no up/, /async function up\(knex\)/],
    ['1_a.ts', '', /1_a\.ts exports no up/, /async function up\(knex\)/],
    [
      '1_a.js',
      "export const up = 'CREATE TABLE a';\n",
      /1_a\.js exports an up that is not a function/,
      /async function up/,
    ],
    [
      '1_a.js',
      `${up}export const down = 1;\n`,
      /1_a\.js exports a down that is not a function/,
      /leave it out/,
    ],
    [
      '1_a.js',
      `${up}export const config = { transction: false };\n`,
      /unknown key "transction"/,
      /transaction/,
    ],
    [
      '1_a.js',
      `${up}export const config = { transaction: 'no' };\n`,
      /transaction is neither true nor false/,
      /false/,
    ],
    [
      '1_a.js',
      `${up}export const config = { destructive: 1 };\n`,
      /destructive is neither true nor false/,
      /destructive: true/,
    ],
    ['1_a.js', `${up}export const config = false;\n`, /a config that is not an object/, /transaction: false/],
    ['1_a.sql', 'CREATE TABLE a (id int);\n', /1_a\.sql has no up/, /"-- up"/],
    ['1_a.sql', 'SELECT 1;\n-- up\n', /1_a\.sql:1 has a statement before "-- up"/, /below "-- up"/],
    ['1_a.sql', '-- up\nSELECT 1;\n-- down\n-- up\n', /1_a\.sql:4 has a second "-- up"/, /One of each/],
    ['1_a.sql', '-- down\n-- up\n', /1_a\.sql:1 has "-- down" before "-- up"/, /first/],
  ])('%s %j', async (file, source, message, hint) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      [`migrations/${file}`]: source,
      'migrations/lib/helper.mts': 'export const x = 1;\nconst y = ;\n',
      'src/part.js': 'exports.x = 1;\n\nnothing();\n',
    });
    expectTold(await runHere(script, { cwd }), { ...bad, message, hint });
    expectJson(await runHere([...script, '--json'], { cwd }), { ...bad, message, hint }, 'migrate script');
  });

  it.skipIf(process.platform === 'win32')('is a link to a device, which nobody reads', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'migrations/1_good.js': up });
    symlinkSync('/dev/zero', join(cwd, 'migrations/2_zero.sql'));
    expectTold(await runHere(script, { cwd }), {
      ...bad,
      message: /2_zero\.sql is a link to what is no file/,
      hint: /Mend or delete/,
    });
  });

  it('keeps every other from running, those before it too', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'migrations/1_good.js': up, 'migrations/2_bad.ts': 'export const up = ;\n' });
    const run = (...args: string[]) =>
      runHere(['migrate', ...args, '--url', 'pglite:data', '--json'], { cwd });
    expectJson(await run('up'), {
      ...bad,
      message: /2_bad\.ts:1:19 has a syntax error/,
      hint: /nothing was run/,
    });
    expect((await run('status')).json().migrations.map(({ status }) => status)).toEqual([
      'pending',
      'pending',
    ]);
  });

  it('leaves a script as it was that --output names', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'migrations/1_a.js': 'throw 1;\n', 'up.sql': 'SELECT 1;\n' });
    expect(await runHere([...script, '--output', 'up.sql'], { cwd })).toMatchObject({ exitCode: 78 });
    expect(readFileSync(join(cwd, 'up.sql'), 'utf8')).toBe('SELECT 1;\n');
  });

  it.each([
    ['migrations/1_a.js', `await new Promise(() => undefined);\n${up}`],
    ['quodsi-db.config.mjs', 'export default new Promise(() => undefined);\n'],
  ])('or a config, that waits for what never comes: %s', async (path, source) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'migrations/1_a.js': up, [path]: source });
    // Only a process that has nothing else to do finds out.
    expectTold(await cli(script, { cwd }), {
      exitCode: 78,
      code: 'NEVER_SETTLED',
      message: /nothing can settle/,
      hint: /config file/,
    });
  });

  it.runIf(process.platform !== 'win32')('by Ctrl-C, when it never ends loading', async () => {
    const cwd = temporaryFolder();
    const source = "import { writeFileSync } from 'node:fs';\nprocess.stderr.write('loading');\n";
    writeFiles(cwd, {
      'migrations/1_a.mjs': `${source}await new Promise(() => setInterval(() => {}, 1000));\n`,
    });
    const running = startCli([...script, '--json'], { cwd });
    await running.saw('loading');
    running.child.kill('SIGINT');
    const result = await running.result;
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'INTERRUPTED' } });
    expect(result.exitCode).toBe(130);
  });
});
