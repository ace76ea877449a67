import { describe, expect, it } from 'vitest';
import { cli, temporaryFolder, writeFiles } from '../support/cli.ts';
import { doctor } from '../support/doctor.ts';
import { newDatabase, newRole, postgres } from './doctor-postgres.ts';

describe.skipIf(postgres === null)('doctor on PostgreSQL', () => {
  it('tells a role that may only read which rights it lacks, and the statement that gives each', async () => {
    const database = await newDatabase();
    const owner = await newRole(database);
    const { user, quoted, url } = await newRole(database);
    const cwd = temporaryFolder();
    await cli(['migrate', 'up', '--url', database.url], { cwd });
    await database.query(`ALTER TABLE users OWNER TO ${owner.quoted}`);
    await database.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${quoted}`);

    const { exitCode, check, problems } = await doctor(url, cwd);
    expect(exitCode).toBe(2);
    expect(problems).toEqual(['right-create-table', 'right-alter', 'right-references', 'right-history']);
    expect(check('login').message).toBe(`${user} in the database ${new URL(url).pathname.slice(1)}`);
    expect(check('right-create-table')).toEqual({
      id: 'right-create-table',
      status: 'problem',
      message: `${user} may not create tables in the schema public`,
      advice: `GRANT USAGE, CREATE ON SCHEMA "public" TO ${quoted};`,
    });
    expect(check('right-alter')).toMatchObject({
      message: expect.stringContaining(`public.tenants (postgres), public.users (${owner.user})`),
      // Nobody is made a member of a superuser.
      advice: `GRANT ${owner.quoted} TO ${quoted};\nALTER TABLE "public"."tenants" OWNER TO ${quoted};`,
    });
    expect(check('right-references').advice).toBe(
      `GRANT REFERENCES ON ALL TABLES IN SCHEMA "public" TO ${quoted};`,
    );
    expect(check('right-history').advice).toBe(
      `GRANT INSERT, UPDATE, DELETE ON "public"."quodsi_db_migrations" TO ${quoted};\n` +
        `GRANT INSERT ON "public"."quodsi_db_migrations_log" TO ${quoted};`,
    );
    expect(check('right-lock-holder')).toMatchObject({
      status: 'warning',
      advice: `GRANT pg_read_all_stats TO ${quoted};`,
    });
    // What it may read is looked at all the same.
    expect(check('history').message).toBe('fits the files: 2 applied, 0 pending');
    expect(check('constraints').status).toBe('ok');

    // Each does what it says.
    const ids = ['right-create-table', 'right-references', 'right-history', 'right-lock-holder'];
    for (const id of ids) await database.query(check(id).advice ?? '');
    const granted = await doctor(url, cwd);
    expect(ids.map((id) => granted.check(id).status)).toEqual(ids.map(() => 'ok'));
    expect(granted.problems).toEqual(['right-alter']);
    await database.query(check('right-alter').advice ?? '');
    expect(await doctor(url, cwd)).toMatchObject({ exitCode: 0, problems: [] });
    // What a role owns goes with it, and not what others have made foreign keys to.
    await database.query(`ALTER TABLE users OWNER TO ${quoted}`);
  });

  it('takes tables that no entity declares for those of another application', async () => {
    const database = await newDatabase();
    const { quoted, url } = await newRole(database);
    await database.query(`GRANT CREATE ON SCHEMA public TO ${quoted}; CREATE TABLE other_app (id int)`);
    const { exitCode, check } = await doctor(url);
    expect(exitCode).toBe(0);
    expect(check('right-alter')).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('public.other_app (postgres)'),
    });
    expect(check('right-history').status).toBe('ok');
  });

  it('tells what is missing for a history in a schema of its own, and what it says is enough', async () => {
    const database = await newDatabase();
    const { user, quoted, url } = await newRole(database);
    const cwd = temporaryFolder();
    writeFiles(cwd, {
      'quodsi-db.config.json': JSON.stringify({ migrations: { table: 'ops.history' } }),
      'migrations/1_a.sql': '-- up\nSELECT 1;\n',
    });
    const looked = async () => (await doctor(url, cwd)).check('right-history');
    const none = await looked();
    expect(none).toMatchObject({
      status: 'problem',
      message: 'there is no schema ops, where the history is to be',
    });
    expect(none.advice).toBe(`CREATE SCHEMA "ops" AUTHORIZATION ${quoted};`);
    await database.query(none.advice ?? '');
    expect(await looked()).toMatchObject({ status: 'ok' });
    await database.query('ALTER SCHEMA ops OWNER TO CURRENT_USER');
    expect((await cli(['migrate', 'up', '--url', database.url], { cwd })).exitCode).toBe(0);

    const all = await looked();
    expect(all.message).toBe(`${user} may not read and write the history`);
    expect(all.advice).toMatch(
      /^GRANT USAGE ON SCHEMA "ops" TO .*;\nGRANT SELECT, .*;\nGRANT SELECT, INSERT ON "ops"."history_log" /,
    );
    await database.query(all.advice ?? '');
    expect(await looked()).toMatchObject({ status: 'ok' });
    writeFiles(cwd, { 'migrations/2_b.sql': '-- up\nSELECT 2;\n' });
    expect((await cli(['migrate', 'up', '--url', url], { cwd })).exitCode).toBe(0);

    await database.query('DROP TABLE ops.history_log');
    const log = await looked();
    expect(log).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('whose log is missing'),
    });
    expect(log.advice).toBe(`GRANT CREATE ON SCHEMA "ops" TO ${quoted};`);
  });

  it('tells a login without rights on the schema, and one that may not write', async () => {
    const database = await newDatabase();
    const { user, quoted, url } = await newRole(database);
    const cwd = temporaryFolder();
    await cli(['migrate', 'up', '--url', database.url], { cwd });
    await database.query('REVOKE USAGE ON SCHEMA public FROM PUBLIC');
    const { exitCode, check, problems } = await doctor(url, cwd);
    expect(exitCode).toBe(2);
    expect(problems).toContain('history');
    expect(check('right-create-table')).toMatchObject({
      status: 'problem',
      message: `${user} may not use the schema public`,
      advice: `GRANT USAGE, CREATE ON SCHEMA "public" TO ${quoted};`,
    });
    expect(check('history')).toMatchObject({
      message: expect.stringMatching(/^cannot be looked at: permission denied for schema public \(42501\)/),
      advice: expect.stringContaining('Grant the right'),
    });
    expect(check('constraints').status).toBe('ok');

    await database.query(`ALTER ROLE ${quoted} SET default_transaction_read_only = on`);
    expect((await doctor(url, cwd)).check('writable')).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('default_transaction_read_only'),
      advice: expect.stringContaining('Use a login that may write'),
    });
  });
});
