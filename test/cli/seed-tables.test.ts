import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/cli.ts';
import { postgresEngine } from '../support/engines.ts';
import { expectJson, expectTold } from '../support/expect-refusal.ts';
import { runHere } from '../support/in-process.ts';
import { counts, demo, none, seedProject } from './seed-project.ts';

const postgres = postgresEngine();

describe('what has no place for rows', () => {
  it('is a database without the migrations', async () => {
    const cwd = temporaryFolder();
    const failure = {
      exitCode: 1,
      code: 'MIGRATIONS_PENDING',
      message: /2 migrations are pending, and there is no place for rows without them/,
      hint: /Apply the migrations first: quodsi-db migrate up/,
    };
    expectTold(await runHere(['seed', 'run'], { cwd }), failure);
    expectJson(
      await runHere(['seed', 'run', '--tenants', '2', '--dry-run', '--json'], { cwd }),
      failure,
      'seed run',
    );
    // The look at an embedded database that is not there has not made one.
    expect(existsSync(join(cwd, '.quodsi-db'))).toBe(false);
  });

  it.skipIf(postgres === null)('is a project with tables of its own', async () => {
    const cwd = temporaryFolder();
    const database = await postgres?.create(cwd);
    const options = { cwd, env: { QUODSI_DB_URL: database?.url ?? '' } };
    writeFiles(cwd, {
      'migrations/20260101000000_books.sql': '-- up\nCREATE TABLE books (id int NOT NULL);\n',
    });
    expect(await runHere(['migrate', 'up'], options)).toMatchObject({ exitCode: 0 });
    expectTold(await runHere(['seed', 'run', '--set', 'demo'], options), {
      exitCode: 1,
      code: 'NO_SEED_TABLES',
      message: /there are no tables tenants and users/,
      hint: /write a seed file: quodsi-db seed make/,
    });
    await database?.query('CREATE TABLE tenants (id int); CREATE TABLE users (id int, phone text NOT NULL)');
    expectTold(await runHere(['seed', 'run', '--tenants', '2'], options), {
      exitCode: 1,
      code: 'SEED_TABLES_DIFFER',
      message: /tenants has no column slug[\s\S]*users has no column email[\s\S]*users\.phone is NOT NULL/,
      hint: /write a seed file/,
    });
  });

  it.skipIf(postgres === null)('is a table with a column more that has to have a value', async () => {
    const { options, database } = await seedProject();
    await database.query('ALTER TABLE users ADD COLUMN phone text NOT NULL');
    expectTold(await runHere(['seed', 'run'], options), {
      exitCode: 1,
      code: 'SEED_TABLES_DIFFER',
      message: /users\.phone is NOT NULL without a default, and rows have nothing for it/,
      hint: /write a seed file/,
    });
    expect(await counts(database)).toEqual(none);
  });

  it.skipIf(postgres === null)('pending migrations that it does not need are told', async () => {
    const { options, database } = await seedProject();
    const builtIn = (name: string): string =>
      readFileSync(new URL(`../../migrations/${name}.ts`, import.meta.url), 'utf8');
    const names = ['20250101000000_create_tenants', '20250101000100_create_users'];
    writeFiles(options.cwd, {
      ...Object.fromEntries(names.map((name) => [`migrations/${name}.ts`, builtIn(name)])),
      'migrations/20270101000000_more.sql': '-- up\nCREATE TABLE more (id int NOT NULL);\n',
    });
    const run = await runHere(['seed', 'run', '--set', 'demo'], options);
    expect(run).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('1 migration is pending; to apply it: quodsi-db migrate up'),
    });
    expect(await counts(database)).toEqual(demo);
  });
});
