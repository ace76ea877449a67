import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type CliOptions, type Result, temporaryFolder, writeFiles } from '../support/cli.ts';
import { type Engine, postgresEngine, type TestDatabase } from '../support/engines.ts';
import { expectJson, expectTold } from '../support/expect-refusal.ts';
import { runHere } from '../support/in-process.ts';
import { CTRL_C, cliOnTerminal, hasTerminal } from '../support/terminal.ts';

const engine = postgresEngine();
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A tenant of two users, made by a seed that runs once. */
const seed = `export const config = { run: 'once' };
export async function seed(knex) {
  const [tenant] = await knex('tenants').insert({ name: 'Acme', subdomain: 'acme', slug: 'acme' }).returning('id');
  for (const name of ['ann', 'bob']) {
    await knex('users').insert({
      tenant_id: tenant.id, email: name + '@example.com', display_name: name,
      identity_provider: 'google', identity_provider_id: name,
    });
  }
}
`;

interface Project {
  readonly options: CliOptions;
  readonly database: TestDatabase;
  readonly run: (...args: string[]) => Promise<Result>;
  /** How many users there are, and how many of them are soft-deleted. */
  readonly users: () => Promise<readonly [number, number]>;
}

/** A project with one seeded database and two environments: \`prod\` is protected, the usual one is not. */
async function seededProject(on: Engine): Promise<Project> {
  const folder = temporaryFolder();
  const database = await on.create(folder);
  cpSync(join(root, 'migrations'), join(folder, 'migrations'), { recursive: true });
  writeFiles(folder, {
    'seeds/1_acme.js': seed,
    'quodsi-db.config.mjs': `import { Tenant, User } from 'quodsi-db';
export default {
  url: process.env.TEST_URL,
  entities: [Tenant, User],
  environments: { prod: { url: process.env.TEST_URL, protected: true } },
};
`,
  });
  const options: CliOptions = { cwd: folder, env: { TEST_URL: database.url } };
  const run = (...args: string[]): Promise<Result> => runHere(args, options);
  for (const command of ['migrate up', 'seed run'])
    expect(await run(...command.split(' '))).toMatchObject({ exitCode: 0 });
  return {
    options,
    database,
    run,
    async users() {
      const [row] = await database.query(
        'SELECT count(*)::int AS number, (count(*) FILTER (WHERE is_deleted))::int AS deleted FROM users',
      );
      return [Number(row?.number), Number(row?.deleted)];
    },
  };
}

describe.skipIf(engine === null)('seed clear', () => {
  if (engine === null) return;

  it('takes rows away with --yes only, softly or for good, and then seeds run again', async () => {
    const { run, users } = await seededProject(engine);
    const refused = { exitCode: 4, code: 'REFUSED', message: /needs consent/, hint: /--yes/ };
    const soft = await run('seed', 'clear');
    expectTold(soft, refused);
    expect(soft.stderr).toMatch(
      /This soft-deletes, in postgres:[^ ]*, these rows:\n +tenants +1\n +users +2\n/,
    );
    const hard = await run('seed', 'clear', '--hard', '--json');
    expectJson(hard, refused, 'seed clear');
    expect(hard.json().error?.details?.join('\n')).toMatch(
      /deletes for good[\s\S]*users +2[\s\S]*tenants +1[\s\S]*forgets 1 seed that ran/,
    );
    const dry = await run('seed', 'clear', '--hard', '--dry-run');
    expect(dry).toMatchObject({ exitCode: 0 });
    expect(dry.stdout).toMatch(/3 rows would be deleted for good\. The database is as it was\. 1 seed would/);
    expect(await users()).toEqual([2, 0]);

    expect((await run('seed', 'clear', '--yes', '--json')).json()).toMatchObject({
      ok: true,
      hard: false,
      tables: [
        { table: 'tenants', rows: 1 },
        { table: 'users', rows: 2 },
      ],
      left: [],
      forgotten: 0,
    });
    expect(await users()).toEqual([2, 2]);
    const nothing = await run('seed', 'clear');
    expect(nothing).toMatchObject({ exitCode: 0 });
    expect(nothing.stdout).toContain('Nothing to clear');
    expect((await run('seed', 'run')).stdout).toContain('1 skipped.');

    const done = await run('seed', 'clear', '--hard', '--yes');
    expect(done.stdout).toMatch(/users +2\n.*tenants +1\n\n3 rows deleted for good\. 1 seed is forgotten/);
    expect(await users()).toEqual([0, 0]);
    expect((await run('seed', 'run')).stdout).toContain('1 done.');
    expect(await users()).toEqual([2, 0]);
  });

  it('takes the rows of one tenant', async () => {
    const { run, users, database } = await seededProject(engine);
    await database.query("INSERT INTO tenants (name, subdomain, slug) VALUES ('B', 'b', 'b')");
    expectTold(await run('seed', 'clear', '--tenant', 'nobody', '--yes'), {
      exitCode: 64,
      code: 'UNKNOWN_TENANT',
      message: /no tenant with the slug "nobody"/,
      hint: /tenants\.slug/,
    });
    await database.query(
      `INSERT INTO quodsi_db_migrations_seed (name, kind, state, position, at, tool_version)
       VALUES ('file users.csv', 'file', 'running', 2, now(), '1'), ('demo', 'demo', 'done', 12, now(), '1')`,
    );
    const result = await run('seed', 'clear', '--tenant', 'acme', '--hard', '--yes', '--json');
    // Other tenants may have been made by the same seeds, which are not forgotten.
    expect(result.json()).toMatchObject({ tenant: 'acme', forgotten: 0 });
    expect(await users()).toEqual([0, 0]);
    expect(await database.query('SELECT slug FROM tenants')).toEqual([{ slug: 'b' }]);
    // Of the rows before the place where a load stopped, some may be gone.
    expect(await database.query('SELECT name FROM quodsi_db_migrations_seed ORDER BY name')).toEqual([
      { name: 'demo' },
      { name: 'seeds/1_acme' },
    ]);
  });

  it('never touches a protected environment, whatever the flags; a dry run counts there too', async () => {
    const { run, users } = await seededProject(engine);
    for (const flags of [[], ['--hard', '--yes']]) {
      expectTold(await run('seed', 'clear', '--env', 'prod', ...flags), {
        exitCode: 4,
        code: 'REFUSED',
        message: /the environment prod is protected: "seed clear" never takes rows from it/,
        hint: /--dry-run/,
      });
    }
    expect((await run('seed', 'clear', '--env', 'prod', '--dry-run')).stdout).toContain('3 rows would be');
    expect(await users()).toEqual([2, 0]);
    // What brings rows needs consent there, as everything does that changes something.
    expect(await run('seed', 'run', '--env', 'prod')).toMatchObject({ exitCode: 4 });
    expect(await run('seed', 'run', '--env', 'prod', '--yes')).toMatchObject({ exitCode: 0 });
  });

  it('names the tables that hold on to rows and are declared by no entity', async () => {
    const { run, users, database } = await seededProject(engine);
    await database.query(
      `CREATE TABLE audit (user_id uuid CONSTRAINT fk_audit_user_id REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED);
       INSERT INTO audit SELECT id FROM users`,
    );
    const result = await run('seed', 'clear', '--hard', '--yes');
    expectTold(result, {
      exitCode: 1,
      code: 'CONSTRAINT_VIOLATED',
      message: /violates foreign key constraint "fk_audit_user_id"/,
      hint: /No entity declares/,
    });
    expect(result.stderr).toContain('audit refers to users by fk_audit_user_id');
    expect(await users()).toEqual([2, 0]);
    await database.query(
      `ALTER TABLE audit DROP CONSTRAINT fk_audit_user_id;
       ALTER TABLE audit ADD CONSTRAINT fk_audit_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE`,
    );
    const asked = await run('seed', 'clear', '--hard');
    expect(asked.stderr).toContain('Rows of audit that refer to them go too, by fk_audit_user_id.');
    expect(await run('seed', 'clear', '--hard', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await database.query('SELECT count(*)::int AS number FROM audit')).toEqual([{ number: 0 }]);
  });

  it.runIf(hasTerminal())('asks on a terminal, and takes nothing but a yes', async () => {
    const { options, users } = await seededProject(engine);
    const answer = (type: string) =>
      cliOnTerminal(['seed', 'clear', '--hard'], [{ see: 'Delete them for good?', type }], options);
    const no = await answer('n\r');
    expect(no.exitCode).toBe(4);
    expect(no.shown).toMatch(/users +2/);
    expect(await answer(CTRL_C)).toMatchObject({ exitCode: 130 });
    expect(await users()).toEqual([2, 0]);
    expect(await answer('y\r')).toMatchObject({ exitCode: 0 });
    expect(await users()).toEqual([0, 0]);
  });
});
