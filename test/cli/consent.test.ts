import { describe, expect, it } from 'vitest';
import { type CliOptions, temporaryFolder, writeFiles } from '../support/cli.ts';
import { postgresEngine } from '../support/engines.ts';
import { expectJson, expectTold } from '../support/expect-refusal.ts';
import { runHere } from '../support/in-process.ts';
import { threeMigrations } from '../support/projects.ts';
import { CTRL_C, cliOnTerminal, hasTerminal } from '../support/terminal.ts';

const engine = postgresEngine();

/** A project with two environments on one database: `prod` is protected, `dev` is not. */
async function project(more = ''): Promise<{ options: CliOptions; tables: () => Promise<string[]> }> {
  const folder = temporaryFolder();
  const database = await engine?.create(folder);
  if (database === undefined) throw new Error('no PostgreSQL');
  writeFiles(folder, {
    ...threeMigrations,
    'quodsi-db.config.mjs': `export default {
  ${more}
  url: process.env.TEST_URL,
  environments: {
    prod: { url: process.env.TEST_URL, protected: true },
    dev: { url: process.env.TEST_URL, protected: false },
  },
};
`,
  });
  return { options: { cwd: folder, env: { TEST_URL: database.url } }, tables: database.tables };
}

const refused = { exitCode: 4, code: 'REFUSED', message: /needs consent, and nobody is there to ask/ };
const plain = { ...refused, hint: /--yes/ };
const typed = { ...refused, hint: /prod is protected.*--env prod --yes/ };

describe.skipIf(engine === null)('a protected environment', () => {
  it('is changed by up only with --yes', async () => {
    const { options, tables } = await project();
    expectTold(await runHere(['migrate', 'up', '--env', 'prod'], options), plain);
    expectJson(await runHere(['migrate', 'up', '--env', 'prod', '--json'], options), plain, 'migrate up');
    expect(await tables()).toEqual([]);
    expect(await runHere(['migrate', 'up', '--env', 'prod', '--yes'], options)).toMatchObject({
      exitCode: 0,
    });
    expect(await tables()).toEqual(['authors', 'books', 'loans']);
  });

  it('loses something only when its name was typed too, and a variable types nothing', async () => {
    const { options, tables } = await project();
    await runHere(['migrate', 'up', '--env', 'dev'], options);
    const byVariable = { ...options, env: { ...options.env, QUODSI_DB_ENV: 'prod', QUODSI_DB_YES: 'true' } };
    for (const command of ['down', 'redo']) {
      expectTold(await runHere(['migrate', command, '--env', 'prod'], options), typed);
      expectTold(await runHere(['migrate', command], byVariable), typed);
      expectTold(await runHere(['migrate', command, '--yes'], byVariable), typed);
    }
    expect(await tables()).toEqual(['authors', 'books', 'loans']);
    expect(await runHere(['migrate', 'redo', '--env', 'prod', '--yes'], options)).toMatchObject({
      exitCode: 0,
    });
    expect(await runHere(['migrate', 'down', '-e', 'prod', '-y'], options)).toMatchObject({ exitCode: 0 });
    expect(await tables()).toEqual(['authors', 'books']);
  });

  it('is the same by its connection string, whatever else was picked', async () => {
    const { options, tables } = await project();
    await runHere(['migrate', 'up', '--env', 'dev'], options);
    const url = options.env?.TEST_URL ?? '';
    for (const more of [[], ['--env', 'dev']])
      expectTold(await runHere(['migrate', 'down', '--yes', '--url', url, ...more], options), typed);
    expect(await tables()).toEqual(['authors', 'books', 'loans']);
    expect(await runHere(['migrate', 'down', '--yes', '--url', url, '--env', 'prod'], options)).toMatchObject(
      { exitCode: 0 },
    );
  });

  it('answers questions, plans and dry runs without being asked', async () => {
    const { options, tables } = await project();
    for (const command of [['status'], ['plan'], ['history'], ['up', '--dry-run'], ['lock', 'status']]) {
      expect(await runHere(['migrate', ...command, '--env', 'prod'], options)).toMatchObject({ exitCode: 0 });
    }
    expect(await tables()).toEqual([]);
  });

  it('without a name has none to type', async () => {
    const { options, tables } = await project('protected: true,');
    expectTold(await runHere(['migrate', 'up'], options), plain);
    expect(await runHere(['migrate', 'up', '--yes'], options)).toMatchObject({ exitCode: 0 });
    expectTold(await runHere(['migrate', 'down'], options), plain);
    expect(await runHere(['migrate', 'down', '--yes'], options)).toMatchObject({ exitCode: 0 });
    expect(await tables()).toEqual(['authors', 'books']);
  });
});

describe.skipIf(engine === null)('an environment that is not protected', () => {
  it('wants consent for what rewrites history or takes everything back, and for nothing else', async () => {
    const { options, tables } = await project();
    const run = (...args: string[]) => runHere(['migrate', ...args, '--env', 'dev'], options);
    expect(await run('up')).toMatchObject({ exitCode: 0 });
    expect(await run('down')).toMatchObject({ exitCode: 0 });
    expect(await run('redo')).toMatchObject({ exitCode: 0 });
    const name = '20260101000000_authors';
    for (const args of [
      ['down', '--all'],
      ['mark', name, '--reverted'],
      ['baseline', '20260103000000_loans'],
    ]) {
      expectTold(await run(...args), plain);
      expectTold(await run(...args, '--no-input'), plain);
    }
    expect(await tables()).toEqual(['authors', 'books']);
    const byVariable = { ...options, env: { ...options.env, QUODSI_DB_YES: '1' } };
    expect(await runHere(['migrate', 'down', '--all', '--env', 'dev'], byVariable)).toMatchObject({
      exitCode: 0,
    });
    expect(await tables()).toEqual([]);
  });
});

describe.skipIf(engine === null || !hasTerminal())('on a terminal', () => {
  const question = { see: 'Apply them?', type: 'y\r' };

  it('a yes lets the command go on', async () => {
    const { options, tables } = await project();
    const result = await cliOnTerminal(['migrate', 'up', '--env', 'prod'], [question], options);
    expect(result).toMatchObject({
      exitCode: 0,
      shown: expect.stringContaining('This applies the pending migrations'),
    });
    expect(await tables()).toEqual(['authors', 'books', 'loans']);
  });

  it('a no, and only Enter, does nothing and ends with 4', async () => {
    const { options, tables } = await project();
    for (const type of ['n\r', '\r']) {
      const result = await cliOnTerminal(
        ['migrate', 'up', '--env', 'prod'],
        [{ ...question, type }],
        options,
      );
      expect(result).toMatchObject({ exitCode: 4, shown: expect.stringContaining('nothing was done') });
    }
    expect(await tables()).toEqual([]);
  });

  it('Ctrl-C at the question ends with 130 and does nothing', async () => {
    const { options, tables } = await project();
    const result = await cliOnTerminal(
      ['migrate', 'up', '--env', 'prod'],
      [{ ...question, type: CTRL_C }],
      options,
    );
    expect(result).toMatchObject({ exitCode: 130, shown: expect.stringContaining('INTERRUPTED') });
    expect(await tables()).toEqual([]);
  });

  it('the name of the environment is typed, also with --yes where a variable picked it', async () => {
    const { options, tables } = await project();
    await runHere(['migrate', 'up', '--env', 'dev'], options);
    const byVariable = { ...options, env: { ...options.env, QUODSI_DB_ENV: 'prod' } };
    const name = (type: string) => ({ see: 'Type the name of the environment (prod)', type });
    const wrong = await cliOnTerminal(['migrate', 'down', '--yes'], [name('dev\r')], byVariable);
    expect(wrong).toMatchObject({ exitCode: 4 });
    expect(await tables()).toEqual(['authors', 'books', 'loans']);
    const right = await cliOnTerminal(
      ['migrate', 'down'],
      [{ see: 'Revert?', type: 'y\r' }, name('prod\r')],
      byVariable,
    );
    expect(right).toMatchObject({ exitCode: 0 });
    expect(await tables()).toEqual(['authors', 'books']);
  });

  it('--no-input asks nothing there either', async () => {
    const { options } = await project();
    const result = await cliOnTerminal(['migrate', 'up', '--env', 'prod', '--no-input'], [], options);
    expect(result).toMatchObject({ exitCode: 4, shown: expect.stringContaining('Say so with --yes') });
    expect(result.shown).not.toContain('Apply them?');
  });
});
