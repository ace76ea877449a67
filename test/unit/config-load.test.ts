import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';
import { type LoadOptions, loadProject, type Project } from '../../src/config/load.ts';

const base = mkdtempSync(join(tmpdir(), 'quodsi-db-config-'));
let folder = base;
let count = 0;

beforeEach(() => {
  count += 1;
  folder = join(base, `project ${count}`);
  mkdirSync(folder);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function write(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const load = (options: Partial<LoadOptions> = {}): Promise<Project> =>
  loadProject({ cwd: folder, env: {}, aliases: {}, ...options });

const flag = 'mssql://sa:pw@flag/d';
const config = (value: unknown) => write('quodsi-db.config.json', JSON.stringify(value));
const labelOf = async (options: Partial<LoadOptions> = {}) => (await load(options)).target().label;

describe('which database', () => {
  test('the embedded one, without any configuration', async () => {
    const project = await load();
    expect(project).toMatchObject({ root: folder, configFile: null, environment: null, protected: false });
    expect(project.targetSource).toBe('embedded');
    expect(project.target()).toMatchObject({ kind: 'pglite', folder: join(folder, '.quodsi-db', 'data') });
    expect(project.target()).toBe(project.target());
  });

  test('flag, then QUODSI_DB_URL, then DATABASE_URL, then the config', async () => {
    config({ url: 'mssql://sa:pw@config/d' });
    const env = { QUODSI_DB_URL: 'mssql://sa:pw@first/d', DATABASE_URL: 'postgres://u@second/d' };
    expect(await labelOf({ url: flag, env })).toContain('@flag');
    expect(await labelOf({ env })).toContain('@first');
    expect(await labelOf({ env: { DATABASE_URL: env.DATABASE_URL } })).toContain('@second');
    expect(await labelOf()).toContain('@config');
    expect((await load({ env })).targetSource).toBe('QUODSI_DB_URL');
    expect((await load()).targetSource).toBe('config');
  });

  test('relative folders start from the config file, or from the working folder', async () => {
    write('deep/quodsi-db.config.json', '{"url":"pglite:db","environments":{"e":{"url":"pglite:e"}}}');
    const configPath = join('deep', 'quodsi-db.config.json');
    expect((await load({ configPath })).target()).toMatchObject({ folder: join(folder, 'deep', 'db') });
    expect((await load({ configPath, environment: 'e' })).target()).toMatchObject({
      folder: join(folder, 'deep', 'e'),
    });
    expect((await load({ configPath, url: 'pglite:db' })).target()).toMatchObject({
      folder: join(folder, 'db'),
    });
  });

  test('a bad URL fails when the database is asked for, and not before', async () => {
    const project = await load({ url: 'mysql://u:hunter2@h/d' });
    expect(() => project.target()).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_URL_SCHEME', exitCode: 78 }),
    );
    expect(() => project.target()).toThrow(expect.objectContaining({ code: 'UNKNOWN_URL_SCHEME' }));
  });

  test('an empty flag is an error, an empty variable is as good as none', async () => {
    config({ url: 'mssql://sa:pw@config/d' });
    expect((await load({ url: '' })).target).toThrow(expect.objectContaining({ code: 'EMPTY_URL' }));
    expect(await labelOf({ env: { QUODSI_DB_URL: ' ', DATABASE_URL: 'postgres://u@second/d' } })).toContain(
      '@second',
    );
    expect(await labelOf({ env: { QUODSI_DB_URL: '' } })).toContain('@config');
  });

  test('an empty variable never leads to the embedded database', async () => {
    const { target } = await load({ env: { QUODSI_DB_URL: '' } });
    expect(target).toThrow(
      expect.objectContaining({ code: 'MISSING_URL', message: expect.stringContaining('QUODSI_DB_URL') }),
    );
    config({ url: '' });
    expect((await load()).target).toThrow(expect.objectContaining({ code: 'MISSING_URL' }));
  });

  test('a url that is read from a variable that is not set does not lead there either', async () => {
    write('quodsi-db.config.mjs', 'export default { url: process.env.NOWHERE_SET };');
    expect((await load()).target).toThrow(
      expect.objectContaining({ code: 'MISSING_URL', message: expect.stringContaining('config file') }),
    );
    expect(await labelOf({ env: { DATABASE_URL: 'postgres://u@second/d' } })).toContain('@second');
  });
});

describe('environments', () => {
  const variables = { QUODSI_DB_URL: 'mssql://sa:pw@variable/d', DATABASE_URL: 'mssql://sa:pw@other/d' };

  test('the url of a picked one wins over variables, and loses to the flag', async () => {
    config({
      url: 'pglite:dev',
      environments: { production: { url: 'mssql://sa:pw@production/d', protected: true } },
    });
    const project = await load({ environment: 'production', env: variables });
    expect(project).toMatchObject({
      environment: 'production',
      protected: true,
      targetSource: 'environment',
    });
    expect(project.target().label).toContain('@production');
    const flagged = await load({ environment: 'production', env: variables, url: flag });
    expect(flagged.target().label).toContain('@flag');
    expect(flagged.protected).toBe(true);
    expect(await labelOf({ env: variables })).toContain('@variable');
  });

  test('one without url takes a variable, and never the config’s url or the embedded database', async () => {
    config({ url: 'pglite:dev', environments: { ci: {} } });
    expect(await labelOf({ environment: 'ci', env: variables })).toContain('@variable');
    expect(await labelOf({ environment: 'ci', env: { DATABASE_URL: variables.DATABASE_URL } })).toContain(
      '@other',
    );
    const { target } = await load({ environment: 'ci' });
    expect(target).toThrow(
      expect.objectContaining({ code: 'MISSING_URL', message: expect.stringContaining('ci') }),
    );
  });

  test('one whose url is read from a variable that is not set is refused', async () => {
    write(
      'quodsi-db.config.mjs',
      'export default { environments: { production: { url: process.env.NOWHERE_SET } } };',
    );
    const { target } = await load({ environment: 'production', env: variables });
    expect(target).toThrow(
      expect.objectContaining({ code: 'MISSING_URL', message: expect.stringContaining('empty') }),
    );
  });

  test('QUODSI_DB_ENV picks one as the flag does, and loses to it', async () => {
    config({ environments: { a: { url: 'pglite:a' }, b: { url: 'pglite:b' } } });
    expect(await labelOf({ env: { QUODSI_DB_ENV: 'a' } })).toBe('pglite:a');
    expect(await labelOf({ environment: 'b', env: { QUODSI_DB_ENV: 'a' } })).toBe('pglite:b');
    write('.env', 'QUODSI_DB_ENV=b\n');
    expect(await labelOf()).toBe('pglite:b');
  });

  test('an unknown one is an error that lists the known ones, nearest first', async () => {
    config({ environments: { development: {}, staging: {}, production: {} } });
    const failure = {
      code: 'UNKNOWN_ENVIRONMENT',
      exitCode: 78,
      hint: expect.stringMatching(/known are production, /),
    };
    await expect(load({ environment: 'prodution' })).rejects.toMatchObject(failure);
    await expect(load({ environment: 'constructor' })).rejects.toMatchObject({ code: 'UNKNOWN_ENVIRONMENT' });
  });

  test('naming one without any config file is an error', async () => {
    await expect(load({ environment: 'production' })).rejects.toMatchObject({ code: 'UNKNOWN_ENVIRONMENT' });
  });

  test.each<[url: string, isProtected: boolean]>([
    ['mssql://other:pw2@PRODUCTION/d', true],
    ['Server=production;Database=d;User Id=a;Password=b', true],
    ['mssql://sa:pw@production./d', true],
    ['mssql://sa:pw@production/e', false],
    ['mssql://sa:pw@production:1444/d', false],
    ['mssql://sa:pw@staging/d', false],
    ['postgres://sa:pw@production/d', false],
    ['nonsense', false],
  ])('%s is the database of a protected environment: %s', async (url, isProtected) => {
    config({ environments: { production: { url: 'mssql://sa:pw@production/d', protected: true } } });
    expect((await load({ url })).protected).toBe(isProtected);
    expect((await load({ env: { DATABASE_URL: url } })).protected).toBe(isProtected);
  });

  test('a protected environment is told by its name, and this machine by any of its own', async () => {
    config({
      environments: { production: { url: 'postgres://sa:pw@127.0.0.1/d', protected: true }, other: {} },
    });
    for (const host of ['LOCALHOST', '127.1', '[::1]']) {
      const found = await load({ url: `postgres://sa:pw@${host}:5432/d` });
      expect(found).toMatchObject({ protected: true, protectedName: 'production', environment: null });
    }
    const picked = await load({ url: 'postgres://sa:pw@localhost/d', environment: 'other' });
    expect(picked).toMatchObject({ protected: true, protectedName: 'production', environment: 'other' });
  });

  test('a value that throws when it is read is the config file’s fault', async () => {
    write(
      'quodsi-db.config.mjs',
      "export default { get url() { throw new Error('DB_HOST is not set'); } };\n",
    );
    await expect(load()).rejects.toMatchObject({
      code: 'CONFIG_FAILED',
      exitCode: 78,
      message: expect.stringContaining('DB_HOST is not set'),
    });
  });

  test('an environment that is picked says itself whether it is protected', async () => {
    const url = 'mssql://sa:pw@production/d';
    config({ environments: { production: { url, protected: true }, rehearsal: { url, protected: false } } });
    expect((await load({ environment: 'rehearsal' })).protected).toBe(false);
  });

  test('protected at the top holds for all that do not say otherwise', async () => {
    config({ protected: true, environments: { a: {}, b: { protected: false } } });
    expect((await load()).protected).toBe(true);
    expect((await load({ environment: 'a' })).protected).toBe(true);
    expect((await load({ environment: 'b' })).protected).toBe(false);
  });
});

describe('.env', () => {
  test('is read, loses to real variables, and is never written to them', async () => {
    write('.env', '# database\nQUODSI_DB_URL="mssql://sa:a#b@dotenv/d"\nOTHER=1\n');
    const env = { OTHER: '2' };
    expect(readEnvironment(folder, env)).toMatchObject({
      OTHER: '2',
      QUODSI_DB_URL: 'mssql://sa:a#b@dotenv/d',
    });
    expect(env).toEqual({ OTHER: '2' });
    write('.env', 'QUODSI_DB_URL=mssql://sa:pw@dotenv/d');
    expect(await labelOf()).toContain('@dotenv');
    expect(await labelOf({ env: { QUODSI_DB_URL: 'mssql://sa:pw@real/d' } })).toContain('@real');
    expect(process.env.QUODSI_DB_URL ?? '').not.toContain('dotenv');
  });

  test('its variables are there while the config file runs, and gone afterwards', async () => {
    write('.env', 'ONLY_IN_DOTENV=pglite:from-dotenv');
    write(
      'quodsi-db.config.ts',
      'const url: string | undefined = process.env.ONLY_IN_DOTENV;\nexport default { url };\n',
    );
    expect(await labelOf()).toBe('pglite:from-dotenv');
    expect(process.env.ONLY_IN_DOTENV).toBeUndefined();
  });

  test('may have a byte order mark or be UTF-16, as Windows writes it', () => {
    write('.env', '\ufeffFIRST=1\r\nSECOND=2\r\n');
    expect(readEnvironment(folder, {})).toEqual({ FIRST: '1', SECOND: '2' });
    write('.env', Buffer.from('\ufeffFIRST=ä\r\n', 'utf16le'));
    expect(readEnvironment(folder, {})).toEqual({ FIRST: 'ä' });
  });

  test('that is a folder is an error', async () => {
    mkdirSync(join(folder, '.env'));
    await expect(load()).rejects.toMatchObject({ code: 'BAD_ENV_FILE', exitCode: 78 });
  });
});

describe('what a project has', () => {
  test('defaults', async () => {
    const defaults = {
      migrations: { directory: join(folder, 'migrations'), table: 'quodsi_db_migrations', explicit: false },
      entities: null,
      seeds: { directory: join(folder, 'seeds'), explicit: false },
      validate: { rules: {} },
    };
    expect(await load()).toMatchObject(defaults);
    config({});
    expect(await load()).toMatchObject({ ...defaults, configFile: join(folder, 'quodsi-db.config.json') });
  });

  test('what the config says, with absolute paths', async () => {
    config({
      $schema: 'x',
      migrations: { directory: 'db/migrations', table: 'ops.history' },
      entities: ['src/entities', { name: 'users' }],
      seeds: { directory: './db/seeds' },
      validate: { rules: { 'missing-index': 'warning' } },
    });
    expect(await load()).toMatchObject({
      migrations: { directory: join(folder, 'db', 'migrations'), table: 'ops.history', explicit: true },
      entities: [join(folder, 'src', 'entities'), { name: 'users' }],
      seeds: { directory: join(folder, 'db', 'seeds'), explicit: true },
      validate: { rules: { 'missing-index': 'warning' } },
    });
    config({ migrations: { table: 'history' } });
    expect((await load()).migrations).toMatchObject({ table: 'history', explicit: false });
  });
});
