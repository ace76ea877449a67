import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from 'sarif';
import { describe, expect, inject, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/cli.ts';
import { pglite, postgresEngine } from '../support/engines.ts';
import { runHere } from '../support/in-process.ts';
import { createProject, migration, names } from '../support/projects.ts';

const forgetful: Readonly<Record<string, string>> = {
  'migrations/20260101000000_authors.sql':
    '-- up\nCREATE TABLE authors (id int NOT NULL, name text);\nCREATE INDEX ix_authors_name ON authors (name);\n-- down\nDROP TABLE authors;\n',
  'migrations/20260102000000_drop_index.sql':
    '-- up\nDROP INDEX ix_authors_name;\n-- down\nCREATE INDEX ix_authors_names ON authors (id, name);\n',
  'migrations/20260103000000_drop_name.sql':
    '-- destructive: true\n-- up\nALTER TABLE authors DROP COLUMN name;\n-- down\nALTER TABLE authors ADD COLUMN name text;\n',
};

describe('migrate verify in memory', () => {
  it('proves the built-in migrations, rows too, and leaves nothing in the folder', async () => {
    const cwd = temporaryFolder();
    const { exitCode, json } = await runHere(['migrate', 'verify', '--data', '--json'], { cwd });
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({
      ok: true,
      results: [
        { name: '20250101000000_create_tenants', status: 'reversible', losses: [] },
        {
          name: '20250101000100_create_users',
          status: 'reversible',
          rows: { planted: [{ table: 'public.tenants', rows: 3 }], unplanted: [] },
        },
      ],
      summary: { error: 0, warning: 0, info: 0, skipped: 0 },
      findings: [],
    });
    expect(existsSync(join(cwd, '.quodsi-db'))).toBe(false);
  });

  it('tells a down that forgets, what it expected and where, and ends with 2', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, forgetful);
    const args = ['migrate', 'verify', '--all', '--format', 'sarif', '--output', 'report.sarif'];
    const { exitCode, stdout } = await runHere(args, { cwd });
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/✔ {2}20260101000000_authors +reversible/);
    expect(stdout).toMatch(/✖ {2}20260102000000_drop_index +not restored/);
    expect(stdout).toMatch(
      /! {2}20260103000000_drop_name +reversible with data loss \(public\.authors\.name\)/,
    );
    expect(stdout).toContain('index public.authors.ix_authors_name is missing [not-restored]');
    expect(stdout).toContain('index public.authors.ix_authors_names is still there [not-removed]');

    const { runs } = JSON.parse(readFileSync(join(cwd, 'report.sarif'), 'utf8')) as Log;
    const found = runs[0]?.results ?? [];
    expect(found.map(({ ruleId }) => ruleId).sort()).toEqual(['not-removed', 'not-restored']);
    expect(found[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
      'migrations/20260102000000_drop_index.sql',
    );
  });

  it('stops where an up fails, with 1 and the rest not run', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      ...forgetful,
      'migrations/20260102000000_drop_index.sql': '-- up\nDROP INDEX nowhere;\n',
    });
    const { exitCode, json, stderr } = await runHere(['migrate', 'verify', '--json'], { cwd });
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({ ok: false, error: { code: 'MIGRATION_FAILED' } });
    expect(json().results.map(({ status }) => status)).toEqual(['reversible', 'failed', 'not-run']);
    expect(stderr).toContain('nowhere');
  });

  it('has severities by config', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      'migrations/1_a.sql': '-- up\nCREATE TABLE a (id int);\n',
      'quodsi-db.config.json': JSON.stringify({ validate: { rules: { 'no-down': 'warning' } } }),
    });
    const { exitCode, json } = await runHere(['migrate', 'verify', '--json'], { cwd });
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ findings: [{ rule: 'no-down', severity: 'warning', object: '1_a' }] });
  });

  it('looks at what is pending in the embedded folder', async () => {
    const project = await createProject(pglite);
    await project.run('migrate', 'up', '--to', names[1]);
    const { results } = (await project.run('migrate', 'verify', '--json')).json();
    expect(results).toMatchObject([{ name: names[2], status: 'reversible' }]);
    expect(await project.database.tables()).toEqual(['authors', 'books']);
  });
});

const engine = postgresEngine();
describe.skipIf(engine === null)('migrate verify on a PostgreSQL server', () => {
  if (engine === null) return;

  const databases = async (): Promise<string[]> => {
    const client = new pg.Client({ connectionString: inject('postgresUrl') ?? '' });
    await client.connect();
    const { rows } = await client.query(
      `SELECT datname FROM pg_database WHERE datname LIKE 'quodsi_db_verify%'`,
    );
    await client.end();
    return rows.map(({ datname }) => String(datname));
  };

  it('uses a database of its own there, and drops it', async () => {
    const project = await createProject(engine);
    await project.run('migrate', 'up', '--to', names[0]);
    const { exitCode, json } = await project.run('migrate', 'verify', '--data', '--json');
    expect(exitCode).toBe(0);
    expect(json().results).toMatchObject([
      { name: names[1], status: 'reversible' },
      { name: names[2], status: 'reversible' },
    ]);
    expect(await project.database.tables()).toEqual(['authors']);
    expect(await databases()).toEqual([]);
    await project.run('migrate', 'up');
    const nothing = await project.run('migrate', 'verify');
    expect(nothing).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to verify') });
  });

  it('refuses a scratch database that is not empty, and says nothing of its password', async () => {
    const [project, other] = [await createProject(engine), await createProject(engine)];
    await other.run('migrate', 'up');
    const args = ['migrate', 'verify', '--verbose'];
    const refused = await runHere(args, {
      cwd: project.folder,
      env: { QUODSI_DB_URL: project.database.url, QUODSI_DB_SCRATCH_URL: other.database.url },
    });
    expect(refused.exitCode).toBe(4);
    expect(refused.stderr).toContain('is not empty');
    expect(refused.stderr).toContain('table public.authors');
    expect(refused.stdout + refused.stderr).not.toContain(new URL(other.database.url).password);
    expect(await other.database.tables()).toEqual(['authors', 'books', 'loans']);

    await other.run('migrate', 'down', '--all', '--yes');
    await other.database.query('DROP TABLE quodsi_db_migrations, quodsi_db_migrations_log');
    const accepted = await project.run('migrate', 'verify', '--scratch-url', other.database.url);
    expect(accepted).toMatchObject({ exitCode: 0 });
    expect(await other.database.query(`SELECT relname FROM pg_class WHERE relname LIKE 'quodsi%'`)).toEqual(
      [],
    );
  });

  it('asks before it makes a database on the server of a protected environment', async () => {
    const project = await createProject(engine);
    const config = { environments: { live: { url: project.database.url, protected: true } } };
    project.write({ 'quodsi-db.config.json': JSON.stringify(config) });
    const args = ['migrate', 'verify', '--env', 'live'];
    const refused = await runHere(args, { cwd: project.folder });
    expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('makes a database') });
    expect(await runHere([...args, '--yes'], { cwd: project.folder })).toMatchObject({ exitCode: 0 });
    expect(await databases()).toEqual([]);
  });

  it.runIf(process.platform !== 'win32')('drops its database on Ctrl-C', async () => {
    const project = await createProject(engine, {
      'migrations/1_first.sql': '-- up\nCREATE TABLE first_one (id int);\n-- down\nDROP TABLE first_one;\n',
      'migrations/2_slow.ts': migration(
        "  writeFileSync('busy', '');\n  await knex.raw('SELECT pg_sleep(60)');",
        '',
        "import { writeFileSync } from 'node:fs';",
      ),
    });
    const running = project.start({}, 'migrate', 'verify', '--json');
    await running.saw('up 2_slow');
    while (!existsSync(join(project.folder, 'busy'))) await sleep(20);
    expect(await databases()).toHaveLength(1);
    running.child.kill('SIGINT');
    const { exitCode, json } = await running.result;
    expect(exitCode).toBe(130);
    expect(json()).toMatchObject({ error: { code: 'INTERRUPTED' } });
    expect(json().results.map(({ status }) => status)).toEqual(['reversible', 'not-run']);
    expect(await databases()).toEqual([]);
  });
});
