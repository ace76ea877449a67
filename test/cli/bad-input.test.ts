import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/cli.ts';
import { expectJson, expectNoStack, expectTold, type Failure } from '../support/expect-refusal.ts';
import { runHere } from '../support/in-process.ts';
import { threeMigrations } from '../support/projects.ts';

/** Told to a person, and with --json as one document; nothing is left in the folder that was not there before. */
async function expectRefused(
  args: readonly string[],
  failure: Failure,
  { cwd = temporaryFolder(), command }: { cwd?: string; command?: string } = {},
): Promise<void> {
  const told = await runHere(args, { cwd });
  expectTold(told, failure);
  expect(told.stdout).toBe('');
  expectJson(await runHere([...args, '--json'], { cwd }), failure, command);
}

const usage = { exitCode: 64, code: 'USAGE' };

describe('usage', () => {
  const help = (words: string): RegExp => new RegExp(`See "quodsi-db ${words}--help"`);
  it.each<[args: string, message: RegExp, hint: RegExp, command: string]>([
    ['migrate up --step 0', /--step <n>.*'0'.*whole number of at least 1/, help('migrate up '), 'migrate up'],
    ['migrate up --step x', /--step <n>.*'x'/, help('migrate up '), 'migrate up'],
    ['migrate down --step -1', /--step/, help('migrate down '), 'migrate down'],
    ['migrate up --lock-timeout soon', /--lock-timeout.*'soon'.*30s, 2m/, help('migrate up '), 'migrate up'],
    [
      'migrate up --tx-mode sometimes',
      /--tx-mode.*'sometimes'.*file, all, none/,
      help('migrate up '),
      'migrate up',
    ],
    ['migrate up --url', /--url <url>' argument missing/, help('migrate up '), 'migrate up'],
    ['migrate up --stepp 1', /unknown option '--stepp'/, /Did you mean --step\?/, 'migrate up'],
    ['--format xml migrate up', /--format.*'xml'.*text, json/, help(''), ''],
    ['migrate upp', /unknown command 'migrate upp'/, /Did you mean "quodsi-db migrate up"\?/, 'migrate'],
    ['migrat up', /unknown command 'migrat'/, /Did you mean "quodsi-db migrate up"\?/, ''],
    ['up', /unknown command 'up'/, /Did you mean "quodsi-db migrate up"\?/, ''],
    ['migrate release', /unknown command 'migrate release'/, /"quodsi-db migrate lock release"/, 'migrate'],
    ['migrate lock', /no command was given/, help('migrate lock '), 'migrate lock'],
    ['frobnicate', /unknown command 'frobnicate'/, help(''), ''],
    ['help migrate upp', /unknown command 'migrate upp'/, /Did you mean "quodsi-db migrate up"\?/, 'migrate'],
    ['migrate upp --help', /unknown command 'migrate upp'/, /"quodsi-db migrate up"\?/, 'migrate'],
    ['migrate make', /missing required argument 'name'/, help('migrate make '), 'migrate make'],
    ['migrate mark a b', /too many arguments/, help('migrate mark '), 'migrate mark'],
    ['migrate up now', /too many arguments/, help('migrate up '), 'migrate up'],
    ['migrate:latest --step x', /--step/, help('migrate up '), 'migrate up'],
    ['migrate mark a', /--applied or --reverted/, /migrate mark a --applied/, 'migrate mark'],
    ['migrate make a --sql --js', /--sql and --js exclude each other/, /TypeScript/, 'migrate make'],
    [
      'migrate down --all --step 1',
      /--to, --step and --all exclude each other/,
      /one of them/,
      'migrate down',
    ],
    ['migrate up --dry-run --tx-mode none', /--dry-run.*--tx-mode none/, /one of them/, 'migrate up'],
    ['migrate baseline', /needs the name/, /migrate baseline <name>/, 'migrate baseline'],
    ['migrate status --cwd no/such/folder', /there is no folder .*such.folder/, /--cwd/, 'migrate status'],
  ])('%s', async (line, message, hint, command) => {
    const args = line.split(' ');
    const options = { cwd: temporaryFolder() };
    const told = await runHere(args, options);
    expectTold(told, { ...usage, message, hint });
    expect(told.stdout).toBe('');
    const json = await runHere(args, { ...options, env: { QUODSI_DB_FORMAT: 'json' } });
    expectJson(json, { ...usage, message, hint }, command);
  });

  it('an unusable --output is found before anything is done', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, threeMigrations);
    const failure = {
      exitCode: 64,
      code: 'OUTPUT_FAILED',
      message: /no\/folder\/out/,
      hint: /folder that exists/,
    };
    const args = ['migrate', 'up', '--output', 'no/folder/out', '--url', 'pglite:data'];
    await expectRefused(args, failure, { cwd, command: 'migrate up' });
    await expectRefused(
      ['migrate', 'up', '--output', 'migrations'],
      { ...failure, message: /is a folder/ },
      { cwd },
    );
    expect(
      await runHere(['migrate', 'status', '--exit-code', '--url', 'pglite:data'], { cwd }),
    ).toMatchObject({
      exitCode: 2,
    });
  });

  it('a password in the wrong place is not repeated', async () => {
    const url = 'mssql://sa:Kx7zQ%2FmnW9@db.example.com/shop';
    for (const args of [
      [url],
      ['migrate', 'up', url],
      ['migrate', `--ulr=${url}`],
      ['migrate', 'make', '--js', url, url],
    ]) {
      const result = await runHere([...args, '--json'], { cwd: temporaryFolder() });
      expect(result.exitCode).toBe(64);
      expect(result.stdout + result.stderr).not.toMatch(/Kx7zQ/);
    }
  });
});

const config = { exitCode: 78 };

describe('connection strings', () => {
  it.each<[url: string, code: string, message: RegExp, hint: RegExp]>([
    ['', 'EMPTY_URL', /empty/, /postgres:\/\//],
    ['shop', 'BAD_URL', /no scheme/, /mssql:\/\//],
    ['mysql://root:Kx7zQ@db/shop', 'UNKNOWN_URL_SCHEME', /mysql:/, /accepted are mssql:/],
    ['postgre://u:Kx7zQ@db/shop', 'UNKNOWN_URL_SCHEME', /postgre:/, /did you mean postgres:\?/],
    ['postgres://u:Kx7zQ@db', 'MISSING_DATABASE', /names no database/, /postgres:\/\/user/],
    ['postgres://u:Kx7zQ@db:99999/shop', 'BAD_URL', /port/, /brackets/],
    ['postgres://u:Kx7zQ%zz@db/shop', 'BAD_URL', /password .* has a %/, /%25/],
    ['mssql://u:Kx7/mnW9@db/shop', 'BAD_URL', /not encoded/, /percent-encode/],
    ['mssql://u:Kx7zQ@db/shop?encript=true', 'UNKNOWN_URL_OPTION', /encript/, /did you mean encrypt/],
    [
      'Server=db;Databse=shop;User ID=u;Password=Kx7zQ',
      'UNKNOWN_URL_OPTION',
      /databse/,
      /did you mean database/,
    ],
    [
      'Server=db;Database=shop;User ID=u;Password=Kx7;mnW9',
      'BAD_URL',
      /a value contains a ;/,
      /Password=\\?"/,
    ],
  ])('%s', async (url, code, message, hint) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, threeMigrations);
    await expectRefused(
      ['migrate', 'up', '--url', url],
      { ...config, code, message, hint },
      { cwd, command: 'migrate up' },
    );
    const all = await runHere(['migrate', 'status', '--url', url, '--verbose'], { cwd });
    expect(all.stdout + all.stderr).not.toMatch(/Kx7|mnW9/);
  });
});

describe('config files', () => {
  it.each<[name: string, text: string, code: string, message: RegExp, hint: RegExp]>([
    [
      'unknown key',
      "export default { urll: 'x' };",
      'BAD_CONFIG',
      /unknown key urll; did you mean url\?/,
      /configuration\.md/,
    ],
    [
      'wrong type',
      'export default { migrations: 3 };',
      'BAD_CONFIG',
      /migrations: expected an object, got a number/,
      /configuration\.md/,
    ],
    [
      'bad table',
      'export default { migrations: { table: "a;b" } };',
      'BAD_CONFIG',
      /migrations\.table/,
      /configuration\.md/,
    ],
    [
      'throws',
      "const a = 1;\nthrow new Error('no secret here');",
      'CONFIG_FAILED',
      /quodsi-db\.config\.mjs:2:\d+: .*no secret here/,
      /correct/,
    ],
    ['throws undefined', 'throw undefined;', 'CONFIG_FAILED', /undefined was thrown/, /correct/],
    ['ends the process', 'process.exit(0);', 'CONFIG_FAILED', /process\.exit\(0\) was called/, /correct/],
    [
      'syntax',
      'export default {\n  url: ,\n};',
      'CONFIG_SYNTAX',
      /quodsi-db\.config\.mjs:2:8: Unexpected token/,
      /syntax/,
    ],
    ['nothing', '', 'CONFIG_EMPTY', /no default export/, /defineConfig/],
  ])('%s', async (_name, text, code, message, hint) => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { ...threeMigrations, 'quodsi-db.config.mjs': text });
    await expectRefused(
      ['migrate', 'up'],
      { ...config, code, message, hint },
      { cwd, command: 'migrate up' },
    );
  });

  it('an unknown environment, and a file that is not there', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'quodsi-db.config.mjs': 'export default { environments: { prod: {} } };' });
    const unknown = {
      ...config,
      code: 'UNKNOWN_ENVIRONMENT',
      message: /no environment prd/,
      hint: /known are prod/,
    };
    await expectRefused(['migrate', 'status', '--env', 'prd'], unknown, { cwd });
    const missing = {
      ...config,
      code: 'CONFIG_NOT_FOUND',
      message: /no config file other\.ts/,
      hint: /path of a file/,
    };
    await expectRefused(['migrate', 'status', '--config', 'other.ts'], missing, { cwd });
  });
});

describe('the migrations folder', () => {
  const missing = {
    ...config,
    code: 'MIGRATIONS_UNREADABLE',
    message: /migrations folder .*db.* does not exist/,
    hint: /migrate make/,
  };

  it('is missing, a file, empty, or holds what cannot be read', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'quodsi-db.config.mjs': "export default { migrations: { directory: 'db' } };" });
    await expectRefused(['migrate', 'script'], missing, { cwd });
    writeFileSync(join(cwd, 'db'), '');
    await expectRefused(
      ['migrate', 'script'],
      { ...missing, message: /db is a file/, hint: /migrations\.directory/ },
      { cwd },
    );
    const other = temporaryFolder();
    mkdirSync(join(other, 'migrations'));
    const empty = {
      ...config,
      code: 'NO_MIGRATIONS',
      message: /there is no migration in .*migrations/,
      hint: /migrate make/,
    };
    await expectRefused(['migrate', 'script'], empty, { cwd: other });
    writeFileSync(join(other, 'migrations', '1_utf16.sql'), Buffer.from('\ufeff-- up\n', 'utf16le'));
    const notText = {
      ...config,
      code: 'BAD_MIGRATION',
      message: /1_utf16\.sql is not a text in UTF-8/,
      hint: /UTF-8/,
    };
    await expectRefused(['migrate', 'script'], notText, { cwd: other });
  });

  it('has two files with one name', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'migrations/1_a.ts': '', 'migrations/1_A.SQL': '-- up\n' });
    const failure = {
      ...config,
      code: 'DUPLICATE_MIGRATION',
      message: /two files stand for the migration/,
      hint: /Delete or rename/,
    };
    await expectRefused(['migrate', 'script'], failure, { cwd });
    const result = await runHere(['migrate', 'script', '--json'], { cwd });
    expect(
      result
        .json()
        .error?.details?.map((path) => path.slice(-7))
        .sort(),
    ).toEqual(['1_A.SQL', '/1_a.ts'].sort());
    expectNoStack(result);
  });

  it('lacks the migration that was asked for', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, threeMigrations);
    const failure = {
      exitCode: 64,
      code: 'UNKNOWN_MIGRATION',
      message: /no migration "boks"/,
      hint: /migrate status/,
    };
    await expectRefused(['migrate', 'script', '--to', 'boks'], failure, { cwd });
    await expectRefused(
      ['migrate', 'script', '--from', 'book'],
      { ...failure, message: /"book"/, hint: /20260102000000_books/ },
      { cwd },
    );
    for (const title of ['', '😀', 'x'.repeat(201)]) {
      const name = { exitCode: 64, code: 'BAD_NAME', message: /no usable file name/, hint: /add invoices/ };
      await expectRefused(['migrate', 'make', title], name, { cwd });
    }
  });
});
