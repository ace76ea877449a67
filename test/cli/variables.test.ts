import { describe, expect, it } from 'vitest';
import { cli, temporaryFolder, writeFiles } from '../support/cli.ts';
import { expectJson, expectTold } from '../support/expect-refusal.ts';
import { names, threeMigrations } from '../support/projects.ts';

const [authors, books, loans] = names;
/** Needs no database, and shows what it was told. */
const script = ['migrate', 'script', '--json'];

async function scripted(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  files = {},
): Promise<unknown> {
  const cwd = temporaryFolder();
  writeFiles(cwd, { ...threeMigrations, ...files });
  const result = await cli([...script, ...args], { cwd, env: { QUODSI_DB_URL: 'pglite:memory', ...env } });
  const { engine, migrations } = result.json();
  return { exitCode: result.exitCode, engine, migrations };
}

describe('QUODSI_DB_<FLAG>', () => {
  it('stands in for a flag, and the command line wins', async () => {
    expect(await scripted([], {})).toMatchObject({ engine: 'postgres', migrations: [authors, books, loans] });
    const env = { QUODSI_DB_TO: books, QUODSI_DB_ENGINE: 'mssql' };
    expect(await scripted([], env)).toEqual({ exitCode: 0, engine: 'mssql', migrations: [authors, books] });
    expect(await scripted(['--to', authors, '--engine', 'postgres'], env)).toEqual({
      exitCode: 0,
      engine: 'postgres',
      migrations: [authors],
    });
  });

  it('may stand in .env, where the real environment wins', async () => {
    const dotenv = { '.env': `QUODSI_DB_TO=${authors}\nQUODSI_DB_ENGINE=mssql\n` };
    expect(await scripted([], {}, dotenv)).toEqual({ exitCode: 0, engine: 'mssql', migrations: [authors] });
    expect(await scripted([], { QUODSI_DB_TO: books }, dotenv)).toMatchObject({
      migrations: [authors, books],
    });
  });

  it('.env is that of --cwd, and what is wrong with it is told', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      ...Object.fromEntries(Object.entries(threeMigrations).map(([path, text]) => [`shop/${path}`, text])),
      'shop/.env': `QUODSI_DB_URL=pglite:memory\nQUODSI_DB_TO=${authors}\n`,
      '.env': 'QUODSI_DB_TO=no_such_migration\n',
      'odd/.env/file': '',
    });
    const result = await cli([...script, '--cwd', 'shop'], { cwd });
    expect(result.json().migrations).toEqual([authors]);
    const failure = {
      exitCode: 78,
      code: 'BAD_ENV_FILE',
      message: /\.env cannot be read: it is a folder/,
      hint: /NAME=value/,
    };
    expectTold(await cli(['migrate', 'status', '--cwd', 'odd'], { cwd }), failure);
    expectJson(
      await cli(['migrate', 'status', '--cwd', 'odd', '--json'], { cwd }),
      failure,
      'migrate status',
    );
  });

  it.each<[name: string, value: string, args: string, hint: RegExp]>([
    ['QUODSI_DB_STEP', '0', 'migrate up', /whole number of at least 1/],
    ['QUODSI_DB_LOCK_TIMEOUT', 'soon', 'migrate status', /30s, 2m/],
    ['QUODSI_DB_TX_MODE', 'sometimes', 'migrate up', /file, all, none/],
    ['QUODSI_DB_QUIET', 'perhaps', 'migrate status', /true or false/],
    ['QUODSI_DB_FORMAT', 'xml', 'migrate status', /text, json/],
    ['QUODSI_DB_TIMEOUT', '-1', 'wait', /30s, 2m/],
  ])('%s=%s is refused like the flag', async (name, value, args, hint) => {
    const options = { cwd: temporaryFolder(), env: { [name]: value } };
    const failure = {
      exitCode: 64,
      code: 'USAGE',
      message: new RegExp(`the variable ${name} is \\\\?"${value}`),
      hint,
    };
    expectTold(await cli(args.split(' '), options), failure);
    expectJson(await cli([...args.split(' '), '--json'], options), failure, args);
  });

  it('of a flag without a value says yes or no, and of one that begins with no- too', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, threeMigrations);
    const run = (env: Readonly<Record<string, string>>) => cli(['migrate', 'make', 'more'], { cwd, env });
    expect(await run({ QUODSI_DB_QUIET: 'yes' })).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await run({ QUODSI_DB_QUIET: 'off' })).stdout).toMatch(/^Created/);
    expect((await run({ QUODSI_DB_JSON: 'on' })).json()).toMatchObject({ ok: true });
    const red = { FORCE_COLOR: '1', QUODSI_DB_URL: 'nonsense' };
    const bad = (env: Readonly<Record<string, string>>) =>
      cli(['migrate', 'status'], { cwd, env: { ...red, ...env } });
    expect((await bad({ QUODSI_DB_NO_COLOR: 'false' })).stderr).toContain('\u001b[31m');
    expect((await bad({ QUODSI_DB_NO_COLOR: 'true' })).stderr).not.toContain('\u001b');
  });
});

describe('the database', () => {
  it('is that of --url, then QUODSI_DB_URL, DATABASE_URL, the config, the embedded one', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      ...threeMigrations,
      'quodsi-db.config.json': '{ "url": "postgres://u@config.invalid/d" }',
    });
    const url = (host: string): string => `postgres://u@${host}.invalid/d`;
    const env = { QUODSI_DB_URL: url('first'), DATABASE_URL: url('second') };
    const asked = async (
      args: readonly string[],
      variables: Readonly<Record<string, string>>,
    ): Promise<string> => (await cli(['wait', '--timeout', '1ms', ...args], { cwd, env: variables })).stderr;
    expect(await asked(['--url', url('flag')], env)).toContain('u@flag.invalid');
    expect(await asked([], env)).toContain('u@first.invalid');
    expect(await asked([], { DATABASE_URL: env.DATABASE_URL })).toContain('u@second.invalid');
    expect(await asked([], {})).toContain('u@config.invalid');
    // A secret that is not set is an empty variable: better refused than a migration of some other database.
    writeFiles(cwd, { 'quodsi-db.config.json': '{}' });
    const empty = {
      exitCode: 78,
      code: 'MISSING_URL',
      message: /DATABASE_URL is set but empty/,
      hint: /unset it/,
    };
    expectTold(await cli(['migrate', 'up'], { cwd, env: { DATABASE_URL: '' } }), empty);
  });
});
