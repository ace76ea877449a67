import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/cli.ts';
import { postgresEngine } from '../support/engines.ts';
import { expectJson, expectTold } from '../support/expect-refusal.ts';
import { runHere } from '../support/in-process.ts';
import { counts, demo, embeddedSeedProject, none, seedProject } from './seed-project.ts';

const postgres = postgresEngine();

describe('seed run', () => {
  it('writes the demo set where nothing else is asked for, once', async () => {
    for (const prepare of postgres === null ? [embeddedSeedProject] : [embeddedSeedProject, seedProject]) {
      const { options, database } = await prepare();
      const first = await runHere(['seed', 'run', '--json'], options);
      expect(first.json()).toMatchObject({
        version: 1,
        command: 'seed run',
        ok: true,
        source: 'demo',
        inserted: demo,
        skipped: none,
        durationMs: expect.any(Number),
      });
      expect(first.exitCode).toBe(0);
      const again = await runHere(['seed:run', '--set', 'demo'], options);
      expect(again).toMatchObject({
        exitCode: 0,
        stdout: 'Nothing to insert: 3 tenants and 9 users are there already.\n',
      });
      expect(await counts(database)).toEqual(demo);
    }
  });

  it('adds what is not there yet, and what it wrote is sound', async () => {
    const { options } = await seedProject();
    const run = async (...args: string[]) =>
      (
        await runHere(
          ['seed', 'run', '--random-seed', '7', '--users-per-tenant', '2', '--json', ...args],
          options,
        )
      ).json();
    const some = { tenants: 3, users: 6 };
    expect(await run('--tenants', '3')).toMatchObject({ source: 'generated', inserted: some, skipped: none });
    expect(await run('--tenants', '3')).toMatchObject({ inserted: none, skipped: some });
    expect(await run('--tenants', '4', '--commit-every', '3', '--as-of', '2025-01-31')).toMatchObject({
      ok: true,
    });
    expect(await runHere(['validate', 'all'], options)).toMatchObject({ exitCode: 0 });
    const more = await run('--tenants', '3', '--users-per-tenant', '9', '--plans', 'trial');
    expect(more).toMatchObject({ ok: true, warnings: [expect.stringContaining('more live users than')] });
  });

  it('shows in a dry run what it would write, and leaves everything as it was', async () => {
    const { options, database } = await seedProject();
    const args = [
      'seed',
      'run',
      '--tenants',
      '7',
      '--users-per-tenant',
      '2',
      '--random-seed',
      '7',
      '--dry-run',
    ];
    const told = await runHere(args, options);
    expect(told.stdout).toMatch(/^tenants {2}7 rows, the first 5\n/);
    expect(told.stdout).toMatch(/^users {2}14 rows, the first 5\n/m);
    expect(told.stdout).toContain('Dry run: 7 tenants and 14 users would be inserted.\n');
    const quiet = await runHere([...args, '--quiet'], options);
    expect(quiet.stdout).toBe(told.stdout);
    const { preview, ...json } = (await runHere([...args, '--json'], options)).json();
    expect(json).toMatchObject({ dryRun: true, inserted: { tenants: 7, users: 14 }, skipped: none });
    const { tenants, users } = preview as Record<'tenants' | 'users', Record<string, unknown>[]>;
    expect([tenants.length, users.length]).toEqual([5, 5]);
    expect(users[0]).toMatchObject({ tenant_id: tenants[0]?.id, email: expect.stringContaining('@') });
    expect(await counts(database)).toEqual(none);
    expect(await runHere(['seed', 'run', '--dry-run'], options)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Dry run: 3 tenants and 9 users would be inserted.'),
    });
    expect(await counts(database)).toEqual(none);
  });

  it('runs the seed files of a project that has some, where nothing else is asked for', async () => {
    const { options, database } = await seedProject();
    writeFiles(options.cwd, {
      'seeds/1_pears.mjs':
        "export const seed = (knex) => knex.schema.createTable('pears', (table) => table.integer('n'));\n",
    });
    const run = await runHere(['seed', 'run', '--json'], options);
    expect(run.json()).toMatchObject({ command: 'seed run', results: [{ name: '1_pears', status: 'done' }] });
    expect(await database.tables()).toEqual(['pears', 'tenants', 'users']);
    expect(await counts(database)).toEqual(none);
    const set = await runHere(['seed', 'run', '--set', 'demo', '--json'], options);
    expect(set.json()).toMatchObject({ inserted: demo });
    const unknown = {
      exitCode: 64,
      code: 'UNKNOWN_SEED',
      message: /there is no seed "pear"/,
      hint: /1_pears/,
    };
    expectTold(await runHere(['seed', 'run', 'pear'], options), unknown);
  });

  it('writes the rows of a file, all or none, or without those that are wrong', async () => {
    const { options, database } = await seedProject();
    const head = 'tenant,email,display_name,identity_provider,identity_provider_id\n';
    writeFiles(options.cwd, {
      'data/tenants.json': '[{ "name": "Acme", "slug": "acme" }]',
      'data/users.csv': `${head}acme,taro@acme.example,"山田 太郎",google,1\nacme,nobody,Nobody,google,2\n`,
    });
    const run = (...args: string[]) => runHere(['--cwd', 'data', 'seed', 'run', ...args], options);
    const tenants = await run('--file', 'tenants.json', '--json');
    expect(tenants.json()).toMatchObject({
      ok: true,
      source: 'file',
      inserted: { tenants: 1, users: 0 },
      skipped: none,
      rejected: 0,
    });
    const dry = await run('--file', 'users.csv', '--dry-run');
    expectTold(dry, {
      exitCode: 78,
      code: 'SEED_INVALID',
      message: /users\.csv has a fault[\s\S]*line 3, email:/,
      hint: /--skip-invalid/,
    });
    const users = await run('--file', 'users.csv', '--skip-invalid', '--rejects', 'wrong.csv');
    expect(users).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /Inserted 1 user in [\s\S]*1 row was wrong and left out; see \S*wrong\.csv\.\n$/,
      ),
    });
    expect(readFileSync(join(options.cwd, 'data/wrong.csv'), 'utf8')).toContain('nobody');
    expect(await counts(database)).toEqual({ tenants: 1, users: 1 });
  });

  it('refuses flags that do not go together, and names that do not exist', async () => {
    const options = { cwd: temporaryFolder() };
    const failureOf = (message: RegExp, hint: RegExp) => ({ exitCode: 64, code: 'USAGE', message, hint });
    const refused = async (line: string, message: RegExp, hint: RegExp): Promise<void> =>
      expectTold(await runHere(['seed', 'run', ...line.split(' ')], options), failureOf(message, hint));
    const json = await runHere(['seed', 'run', '--plans', 'tiral=1', '--json'], options);
    expectJson(json, failureOf(/--plans: there is no plan/, /Did you mean trial\?/), 'seed run');
    await refused('--set demo --tenants 3', /--set and --tenants exclude each other/, /use one of them/);
    await refused('--set demmo', /--set <name>.*demmo.*demo/, /seed run --help/);
    await refused('--skip-invalid', /--skip-invalid needs --file/, /--file users\.csv/);
    await refused('--plans tiral=1', /--plans: there is no plan/, /Did you mean trial\?/);
    await refused('--plans trial=', /--plans <mix>.*trial=1,starter=2/, /seed run --help/);
    await refused('--tenants 0', /--tenants <n>.*at least 1/, /seed run --help/);
    await refused('--as-of 2026-02-30', /--as-of <date>.*2026-01-31/, /seed run --help/);
    expect(existsSync(join(options.cwd, '.quodsi-db'))).toBe(false);
  });

  it('has its flags also as variables', async () => {
    const { options } = await seedProject();
    const env = {
      ...options.env,
      QUODSI_DB_TENANTS: '2',
      QUODSI_DB_USERS_PER_TENANT: '1',
      QUODSI_DB_DRY_RUN: 'yes',
    };
    const run = await runHere(['seed', 'run', '--users-per-tenant', '3', '--json'], { ...options, env });
    expect(run.json()).toMatchObject({ dryRun: true, inserted: { tenants: 2, users: 6 } });
  });
});

describe('consent', () => {
  it.skipIf(postgres === null)('is needed on a protected environment, and not for a dry run', async () => {
    const { options, database } = await seedProject();
    writeFiles(options.cwd, {
      'quodsi-db.config.mjs':
        'const url = process.env.QUODSI_DB_URL;\nexport default { environments: { prod: { url, protected: true } } };\n',
    });
    const args = ['seed', 'run', '--set', 'demo', '--env', 'prod'];
    const failure = {
      exitCode: 4,
      code: 'REFUSED',
      message: /needs consent, and nobody is there to ask[\s\S]*the demo set/,
      hint: /--yes/,
    };
    expectTold(await runHere(args, options), failure);
    expectJson(
      await runHere([...args, '--json'], options),
      { ...failure, message: /needs consent/ },
      'seed run',
    );
    expect(await runHere([...args, '--dry-run'], options)).toMatchObject({ exitCode: 0 });
    expect(await counts(database)).toEqual(none);
    expect(await runHere([...args, '--yes'], options)).toMatchObject({ exitCode: 0 });
    expect(await counts(database)).toEqual(demo);
  });
});

describe('seed', () => {
  it('without a terminal ends with 4, and names the flags', async () => {
    const options = { cwd: temporaryFolder() };
    const failure = {
      exitCode: 4,
      code: 'REFUSED',
      message: /seed asks what to write, and nobody is there to answer/,
      hint: /seed run/,
    };
    const told = await runHere(['seed'], options);
    expectTold(told, failure);
    for (const flag of ['--set demo', '--tenants <n>', '--random-seed <n>', '--file <path>'])
      expect(told.stderr).toContain(flag);
    expectJson(await runHere(['seed', '--json'], options), failure, 'seed');
    expectTold(await runHere(['seed', '--yes'], options), failure);
  });

  it('leads to the flags of seed run', async () => {
    const options = { cwd: temporaryFolder() };
    const usage = { exitCode: 64, code: 'USAGE' };
    expectTold(await runHere(['seed', '--tenants', '3'], options), {
      ...usage,
      message: /unknown option '--tenants'/,
      hint: /It is a flag of "quodsi-db seed run"/,
    });
    expectTold(await runHere(['seed', 'rnu'], options), {
      ...usage,
      message: /unknown command 'seed rnu'/,
      hint: /Did you mean "quodsi-db seed run"\?/,
    });
    const help = await runHere(['seed', '--help'], options);
    expect(help.stdout).toMatch(/^Usage: quodsi-db seed \[options\] \[command\][\s\S]*^ {2}seed run/m);
    expect((await runHere(['--help'], options)).stdout).toMatch(/^ {2}seed {2}.*\n[\s\S]*^ {2}seed run/m);
  });
});
