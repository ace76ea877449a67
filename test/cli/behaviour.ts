import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { createProject, migration, names, threeMigrations } from '../support/projects.ts';

const [authors, books, loans] = names;

/** What every engine does alike, seen from outside: the built command, real files, a real database. */
export function migrateBehaviour(engine: Engine): void {
  describe('up', () => {
    it('applies what is pending, in order, and nothing the second time', async () => {
      const project = await createProject(engine);
      const first = await project.run('migrate', 'up', '--json');
      expect(first).toMatchObject({ exitCode: 0 });
      expect(first.json()).toMatchObject({ version: 1, command: 'migrate up', ok: true });
      expect(first.json().results.map(({ name, status }) => [name, status])).toEqual(
        names.map((name) => [name, 'applied']),
      );
      for (const { durationMs } of first.json().results) expect(durationMs).toBeGreaterThanOrEqual(0);

      const second = await project.run('migrate', 'up');
      expect(second).toMatchObject({
        exitCode: 0,
        stdout: 'Nothing to do: every migration is applied.\n',
        stderr: '',
      });
      expect(await project.database.tables()).toEqual(['authors', 'books', 'loans']);
      const query = (sql: string) => project.database.query(sql);
      expect(await query('SELECT title FROM books')).toEqual([{ title: "What? it's 100%" }]);
      expect(await query('SELECT note FROM loans')).toEqual([{ note: 'who? -- down' }]);
    });

    it('stops at --to and after --step', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up', '--step', '1');
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'pending',
        [loans]: 'pending',
      });
      const result = await project.run('migrate', 'up', '--to', `${books}.js`, '--json');
      expect(result.json().results.map(({ name }) => name)).toEqual([books]);
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'applied',
        [loans]: 'pending',
      });
    });

    it('shows what a dry run did, and leaves nothing of it', async () => {
      const project = await createProject(engine);
      const result = await project.run('migrate', 'up', '--dry-run', '--json');
      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.json()).toMatchObject({ ok: true, dryRun: true });
      expect(result.json().results.map(({ status }) => status)).toEqual(['not-run', 'not-run', 'not-run']);
      expect(result.json().results[0]?.statements?.join()).toMatch(/create table .authors./i);
      expect(result.json().results[1]?.statements?.join()).toContain("What? it''s 100%");

      const text = await project.run('migrate', 'up', '--dry-run', '--quiet');
      expect(text.stdout).toMatch(
        /create table .authors.[\s\S]*INSERT INTO loans[\s\S]*3 migrations ran and were rolled back/i,
      );
      // Not even the history is there.
      expect(await project.database.query(countTables)).toEqual([{ tables: 0 }]);
    });

    it('leaves the database as it was when the last statement of a migration fails', async () => {
      const project = await createProject(engine, {
        ...threeMigrations,
        'migrations/20260102000000_books.js': `export async function up(knex) {
  await knex.schema.createTable('books', (table) => { table.integer('id').notNullable(); });
  await knex('books').insert({ id: 1 });
  await knex.schema.alterTable('authors', (table) => { table.string('born', 10); });
  await knex('no_such_table').insert({ id: 2 });
}
export async function down(knex) { await knex.schema.dropTable('books'); }
`,
      });
      const result = await project.run('migrate', 'up', '--json');
      expect(result.exitCode).toBe(1);
      expect(result.json()).toMatchObject({ ok: false, error: { code: 'MIGRATION_FAILED' } });
      expect(result.json().results.map(({ name, status }) => [name, status])).toEqual([
        [authors, 'applied'],
        [books, 'failed'],
        [loans, 'not-run'],
      ]);
      expect(result.json().error?.message).toContain(books);
      expect(result.json().error?.details?.join('\n')).toMatch(
        /20260102000000_books\.js:5[\s\S]*insert into .no_such_table./,
      );
      expect(result.stderr).toContain('no_such_table');
      expect(await project.database.tables()).toEqual(['authors']);
      expect(await project.database.query(columnsOf('authors'))).toEqual([{ name: 'id' }, { name: 'name' }]);
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'pending',
        [loans]: 'pending',
      });

      project.write({
        'migrations/20260102000000_books.js': threeMigrations['migrations/20260102000000_books.js'] ?? '',
      });
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
      expect(await project.database.tables()).toEqual(['authors', 'books', 'loans']);
    });

    it('keeps the whole run in one transaction with --tx-mode all', async () => {
      const project = await createProject(engine, {
        ...threeMigrations,
        'migrations/20260104000000_bad.sql':
          '-- up\nCREATE TABLE later (id int);\nINSERT INTO no_such_table (id) VALUES (1);\n-- down\n',
      });
      const failed = await project.run('migrate', 'up', '--tx-mode', 'all', '--json');
      expect(failed.exitCode).toBe(1);
      expect(failed.json().results.map(({ status }) => status)).toEqual([
        'not-run',
        'not-run',
        'not-run',
        'failed',
      ]);
      expect(await project.database.tables()).toEqual([]);
      rmSync(join(project.folder, 'migrations/20260104000000_bad.sql'));
      const passed = await project.run('migrate', 'up', '--tx-mode', 'all', '--json');
      expect(passed.json().results.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    });

    const commits = {
      'migrations/0_before.ts': migration("  await knex.raw('CREATE TABLE before_it (id int)');"),
      'migrations/1_commits.ts': migration(
        `  await knex.raw('CREATE TABLE early (id int)');
  await knex.raw('COMMIT');
  await knex.raw('CREATE TABLE late (id int)');`,
      ),
    };

    // SQL Server may mean something harmless by the same word: there it shows only afterwards.
    it.runIf(engine.dialect === 'postgres')('refuses a COMMIT before it is sent, in every mode', async () => {
      const project = await createProject(engine, commits);
      for (const flags of [['--dry-run'], ['--tx-mode', 'all'], []]) {
        const result = await project.run('migrate', 'up', '--json', ...flags);
        expect(result.exitCode).toBe(78);
        expect(result.json().error).toMatchObject({
          code: 'BAD_MIGRATION',
          message: expect.stringContaining('COMMIT'),
        });
        expect(await project.database.tables()).toEqual(flags.length > 0 ? [] : ['before_it']);
      }
      expect(await project.status()).toEqual({ '0_before': 'applied', '1_commits': 'pending' });
    });

    it.runIf(engine.dialect === 'mssql')(
      'tells that a migration has committed part of itself, in every mode',
      async () => {
        for (const flags of [['--dry-run'], ['--tx-mode', 'all'], []]) {
          const project = await createProject(engine, commits);
          const result = await project.run('migrate', 'up', '--json', ...flags);
          expect(result.exitCode).toBe(1);
          expect(result.json().error).toMatchObject({ code: 'TRANSACTION_ENDED' });
          expect(result.json().results.map(({ status }) => status)).toEqual(['applied', 'failed']);
          expect(await project.status()).toEqual({ '0_before': 'applied', '1_commits': 'failed' });
        }
      },
    );

    it('applies a migration without a transaction', async () => {
      const project = await createProject(engine, {
        'migrations/1_alone.sql':
          '-- transaction: false\n-- up\nCREATE TABLE alone (id int);\n-- down\nDROP TABLE alone;\n',
      });
      expect(await project.run('migrate', 'redo')).toMatchObject({ exitCode: 0 });
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
      expect(await project.run('migrate', 'redo')).toMatchObject({ exitCode: 0 });
      expect(await project.status()).toEqual({ '1_alone': 'applied' });
    });

    it('tells that a migration without a transaction has left one open', async () => {
      const begin = engine.dialect === 'mssql' ? 'BEGIN TRANSACTION' : 'BEGIN';
      const project = await createProject(engine, {
        'migrations/1_open.sql': `-- transaction: false\n-- up\n${begin};\nCREATE TABLE lost (id int);\n-- down\n`,
      });
      const result = await project.run('migrate', 'up', '--json');
      expect(result.json().error).toMatchObject({
        code: 'BAD_MIGRATION',
        message: expect.stringContaining('did not end it'),
      });
      expect(await project.database.tables()).toEqual([]);
      expect(await project.status()).toEqual({ '1_open': 'failed' });
    });

    it('starts each migration with a session as the login gave it', async () => {
      const postgres = {
        'migrations/1_leaves.sql':
          "-- up\nCREATE TEMP TABLE scratch (id int);\nSET work_mem = '8MB';\nSET session_replication_role = replica;\nSET ROLE pg_monitor;\n-- down\n",
        'migrations/2_alone.sql':
          "-- transaction: false\n-- up\nCREATE TEMP TABLE scratch (id int);\nSET work_mem = '8MB';\nSET ROLE pg_monitor;\n-- down\n",
        'migrations/3_finds.sql': `-- up
CREATE TEMP TABLE scratch (id int);
CREATE TABLE found AS SELECT current_user::text AS login, current_setting('work_mem') AS memory, current_setting('session_replication_role') AS mode;
-- down
DROP TABLE found;
`,
      };
      const mssql = {
        'migrations/1_leaves.sql': '-- up\nCREATE TABLE #scratch (id int);\n-- down\n',
        'migrations/2_alone.sql': '-- transaction: false\n-- up\nCREATE TABLE #scratch (id int);\n-- down\n',
        'migrations/3_finds.sql':
          "-- up\nCREATE TABLE #scratch (id int);\nCREATE TABLE found (mode varchar(10));\nINSERT INTO found VALUES ('origin');\n-- down\nDROP TABLE found;\n",
      };
      const project = await createProject(engine, engine.dialect === 'mssql' ? mssql : postgres);
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
      expect(await project.database.query('SELECT * FROM found')).toMatchObject([
        engine.dialect === 'mssql'
          ? { mode: 'origin' }
          : { login: 'postgres', memory: '4MB', mode: 'origin' },
      ]);
    });

    it.runIf(engine.dialect === 'postgres')(
      'keeps its history where it is when a migration sets the search path',
      async () => {
        const project = await createProject(engine, {
          'migrations/1_path.sql':
            "-- up\nCREATE SCHEMA other;\nSELECT set_config('search_path', 'other', false);\nCREATE TABLE there (id int);\n-- down\n",
          'migrations/2_next.sql': '-- up\nCREATE TABLE here (id int);\n-- down\n',
        });
        expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
        expect(await project.status()).toEqual({ '1_path': 'applied', '2_next': 'applied' });
        const schemas =
          "SELECT table_name AS name, table_schema AS place FROM information_schema.tables WHERE table_name IN ('there', 'here') ORDER BY 1";
        expect(await project.database.query(schemas)).toEqual([
          { name: 'here', place: 'public' },
          { name: 'there', place: 'other' },
        ]);
      },
    );
  });

  describe('down and redo', () => {
    it('reverts one by default, more with --step, down to --to, and all only with consent', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up');
      const one = await project.run('migrate', 'down', '--json');
      expect(one.json().results.map(({ name, status }) => [name, status])).toEqual([[loans, 'reverted']]);
      await project.run('migrate', 'up');
      const two = await project.run('migrate', 'down', '--step', '2', '--json');
      expect(two.json().results.map(({ name }) => name)).toEqual([loans, books]);
      await project.run('migrate', 'up');
      const to = await project.run('migrate', 'down', '--to', authors, '--json');
      expect(to.json().results.map(({ name }) => name)).toEqual([loans, books]);
      expect(await project.database.tables()).toEqual(['authors']);

      const refused = await project.run('migrate', 'down', '--all', '--json');
      expect(refused.exitCode).toBe(4);
      expect(refused.json().error).toMatchObject({ code: 'REFUSED', hint: expect.stringContaining('--yes') });
      expect(await project.database.tables()).toEqual(['authors']);
      const all = await project.run('migrate', 'down', '--all', '--yes');
      expect(all).toMatchObject({ exitCode: 0 });
      expect(await project.database.tables()).toEqual([]);
      expect(await project.run('migrate', 'down')).toMatchObject({
        exitCode: 0,
        stdout: 'Nothing to revert.\n',
      });
    });

    it('reverts what was applied last, whatever its name', async () => {
      const project = await createProject(engine);
      rmSync(join(project.folder, 'migrations/20260102000000_books.js'));
      await project.run('migrate', 'up');
      project.write({
        'migrations/20260102000000_books.js': threeMigrations['migrations/20260102000000_books.js'] ?? '',
      });
      await project.run('migrate', 'up', '--allow-out-of-order');
      const result = await project.run('migrate', 'down', '--json');
      expect(result.json().results.map(({ name }) => name)).toEqual([books]);
    });

    it('reverts and applies again with redo', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up');
      const result = await project.run('migrate', 'redo', '--step', '2', '--json');
      expect(result.json().results.map(({ name, status }) => [name, status])).toEqual([
        [loans, 'reverted'],
        [books, 'reverted'],
        [books, 'applied'],
        [loans, 'applied'],
      ]);
      expect(await project.database.tables()).toEqual(['authors', 'books', 'loans']);
    });

    it('says before it starts that a migration has no down', async () => {
      const project = await createProject(engine, {
        ...threeMigrations,
        'migrations/20260104000000_oneway.sql': '-- up\nCREATE TABLE oneway (id int);\n',
      });
      await project.run('migrate', 'up');
      const result = await project.run('migrate', 'down', '--step', '2', '--json');
      expect(result.exitCode).toBe(78);
      expect(result.json().error).toMatchObject({ code: 'NO_DOWN' });
      expect(await project.database.tables()).toEqual(['authors', 'books', 'loans', 'oneway']);
    });
  });

  describe('status and plan', () => {
    it('tells by exit code what is pending or does not fit', async () => {
      const project = await createProject(engine);
      expect(await project.run('migrate', 'status', '--exit-code')).toMatchObject({ exitCode: 2 });
      expect(await project.run('migrate', 'status')).toMatchObject({ exitCode: 0 });
      await project.run('migrate', 'up');
      const status = await project.run('migrate', 'status', '--exit-code', '--json');
      expect(status).toMatchObject({ exitCode: 0 });
      expect(Date.now() - Date.parse(status.json().migrations[0]?.appliedAt ?? '')).toBeLessThan(600_000);
    });

    it('plans without touching anything', async () => {
      const project = await createProject(engine);
      const plan = await project.run('migrate', 'plan', '--json');
      expect(plan.json().migrations.map(({ name }) => name)).toEqual([...names]);
      expect(plan.json().migrations[0]?.statements.join()).toMatch(/create table .authors./i);
      expect(await project.database.query(countTables)).toEqual([{ tables: 0 }]);
      await project.run('migrate', 'up', '--to', books);
      expect((await project.run('migrate', 'plan')).stdout).toMatch(
        /INSERT INTO loans[\s\S]*would apply 1 migration/,
      );
    });
  });

  describe('a history that does not fit the files', () => {
    it('refuses an altered migration until it is restored or accepted', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up', '--to', books);
      const original = threeMigrations['migrations/20260101000000_authors.ts'] ?? '';
      project.write({ 'migrations/20260101000000_authors.ts': original.replace('100', '120') });
      for (const command of [['up'], ['down'], ['redo'], ['plan']]) {
        const refused = await project.run('migrate', ...command, '--json');
        expect(refused.exitCode).toBe(5);
        expect(refused.json().error).toMatchObject({
          code: 'HISTORY_ALTERED',
          hint: expect.stringContaining('repair'),
        });
      }
      expect(await project.run('migrate', 'status', '--exit-code')).toMatchObject({ exitCode: 5 });
      expect((await project.status())[authors]).toBe('altered');

      // Line ends and a byte order mark are no alteration.
      project.write({ 'migrations/20260101000000_authors.ts': `\uFEFF${original.replaceAll('\n', '\r\n')}` });
      expect((await project.status())[authors]).toBe('applied');

      project.write({ 'migrations/20260101000000_authors.ts': original.replace('100', '120') });
      expect(await project.run('migrate', 'repair')).toMatchObject({ exitCode: 4 });
      expect((await project.status())[authors]).toBe('altered');
      expect(await project.run('migrate', 'repair', '--yes')).toMatchObject({ exitCode: 0 });
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    });

    it('refuses when an applied file is missing, until it is back or forgotten', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up');
      rmSync(join(project.folder, 'migrations/20260102000000_books.js'));
      const refused = await project.run('migrate', 'up', '--json');
      expect(refused.exitCode).toBe(5);
      expect(refused.json().error).toMatchObject({ code: 'HISTORY_MISSING' });
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'missing',
        [loans]: 'applied',
      });
      const repaired = await project.run('migrate', 'repair', '--yes', '--json');
      expect(repaired.json()).toMatchObject({ changes: [{ name: books, event: 'forgotten' }] });
      expect(await project.status()).toEqual({ [authors]: 'applied', [loans]: 'applied' });
      expect(await project.database.tables()).toEqual(['authors', 'books', 'loans']);
    });

    it('refuses a late migration until it is allowed', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up');
      project.write({
        'migrations/20260101120000_late.sql':
          '-- up\nCREATE TABLE late (id int);\n-- down\nDROP TABLE late;\n',
      });
      const refused = await project.run('migrate', 'up', '--json');
      expect(refused.exitCode).toBe(5);
      expect(refused.json().error).toMatchObject({
        code: 'HISTORY_OUT_OF_ORDER',
        hint: expect.stringContaining('--allow-out-of-order'),
      });
      expect((await project.status())['20260101120000_late']).toBe('out-of-order');
      expect(await project.run('migrate', 'up', '--allow-out-of-order')).toMatchObject({ exitCode: 0 });
      expect((await project.status())['20260101120000_late']).toBe('applied');
    });

    it('remembers that a migration without a transaction stopped half-way, until it is settled', async () => {
      const half = `-- transaction: false
-- up
CREATE TABLE first_half (id int);
${engine.dialect === 'mssql' ? 'GO\n' : ''}INSERT INTO no_such_table (id) VALUES (1);
-- down
DROP TABLE first_half;
`;
      const project = await createProject(engine, {
        'migrations/1_half.sql': half,
        'migrations/2_next.sql': '-- up\nCREATE TABLE next (id int);\n-- down\nDROP TABLE next;\n',
      });
      const failed = await project.run('migrate', 'up', '--json');
      expect(failed.exitCode).toBe(1);
      expect(failed.json().error?.hint).toContain('migrate mark 1_half');
      expect(failed.json().error?.details?.join('\n')).toMatch(
        engine.dialect === 'mssql' ? /1_half\.sql:5/ : /1_half\.sql:4/,
      );
      expect(await project.database.tables()).toEqual(['first_half']);
      expect(await project.status()).toEqual({ '1_half': 'failed', '2_next': 'pending' });
      const refused = await project.run('migrate', 'up', '--json');
      expect(refused.exitCode).toBe(5);
      expect(refused.json().error).toMatchObject({ code: 'HISTORY_FAILED' });

      expect(await project.run('migrate', 'mark', '1_half', '--applied')).toMatchObject({ exitCode: 4 });
      expect(await project.run('migrate', 'mark', '1_half', '--applied', '--yes')).toMatchObject({
        exitCode: 0,
      });
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
      expect(await project.status()).toEqual({ '1_half': 'applied', '2_next': 'applied' });
      expect(await project.run('migrate', 'mark', '2_next', '--reverted', '--yes')).toMatchObject({
        exitCode: 0,
      });
      expect(await project.status()).toEqual({ '1_half': 'applied', '2_next': 'pending' });
    });
  });

  describe('history', () => {
    it('keeps every event, also over down', async () => {
      const project = await createProject(engine, {
        ...threeMigrations,
        'migrations/20260104000000_bad.sql': '-- up\nINSERT INTO no_such_table (id) VALUES (1);\n-- down\n',
      });
      await project.run('migrate', 'up');
      await project.run('migrate', 'down', '--step', '3');
      const result = await project.run('migrate', 'history', '--json');
      expect(result.json().events.map(({ event, name }) => [event, name])).toEqual([
        ['reverted', authors],
        ['reverted', books],
        ['reverted', loans],
        ['failed', '20260104000000_bad'],
        ['applied', loans],
        ['applied', books],
        ['applied', authors],
      ]);
      for (const event of result.json().events) {
        expect(event).toMatchObject({
          host: expect.stringMatching(/./),
          login: expect.stringMatching(/./),
          toolVersion: expect.stringMatching(/^\d+\./),
          durationMs: expect.any(Number),
        });
        expect(Math.abs(Date.now() - Date.parse(event.at))).toBeLessThan(600_000);
      }
      expect((await project.run('migrate', 'history', '--limit', '2', '--json')).json().events).toHaveLength(
        2,
      );
      expect((await project.run('migrate', 'history')).stdout).toContain('reverted');
    });
  });

  describe('baseline', () => {
    it('records migrations without running them', async () => {
      const project = await createProject(engine);
      expect(await project.run('migrate', 'baseline', books)).toMatchObject({ exitCode: 4 });
      const result = await project.run('migrate', 'baseline', books, '--yes', '--json');
      expect(result.json()).toMatchObject({
        ok: true,
        changes: [
          { name: authors, event: 'baselined' },
          { name: books, event: 'baselined' },
        ],
      });
      expect(await project.database.tables()).toEqual([]);
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'applied',
        [loans]: 'pending',
      });
      const next = await project.run('migrate', 'up', '--json');
      expect(next.json().results.map(({ name }) => name)).toEqual([loans]);
    });

    it('takes the names from the table of Knex', async () => {
      const project = await createProject(engine);
      const missing = await project.run('migrate', 'baseline', '--from-knex', '--yes', '--json');
      expect(missing.exitCode).toBe(5);
      expect(missing.json().error).toMatchObject({ code: 'FOREIGN_HISTORY' });
      await project.database.query(`CREATE TABLE knex_migrations (id int, name varchar(255), batch int, migration_time ${engine.dialect === 'mssql' ? 'datetime2' : 'timestamptz'});
INSERT INTO knex_migrations (id, name, batch) VALUES (1, '${authors}.ts', 1), (2, '${loans}.js', 1);`);
      expect(await project.run('migrate', 'baseline', '--from-knex', '--yes')).toMatchObject({ exitCode: 0 });
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'out-of-order',
        [loans]: 'applied',
      });
    });

    it("takes Alembic's revision for the migration that mentions it", async () => {
      const project = await createProject(engine, {
        ...threeMigrations,
        'migrations/20260103000000_loans.sql': `-- alembic: 1975ea83b712\n${threeMigrations['migrations/20260103000000_loans.sql']}`,
      });
      await project.database.query(`CREATE TABLE alembic_version (version_num varchar(32) NOT NULL);
INSERT INTO alembic_version (version_num) VALUES ('1975ea83b712');`);
      expect(await project.run('migrate', 'baseline', '--from-alembic', '--yes')).toMatchObject({
        exitCode: 0,
      });
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'applied',
        [loans]: 'applied',
      });
      const events = (await project.run('migrate', 'history', '--json')).json().events;
      expect(events[0]).toMatchObject({
        event: 'baselined',
        detail: expect.stringContaining('1975ea83b712'),
      });
    });
  });

  describe('script', () => {
    it('does what up does, history included, and may run twice when idempotent', async () => {
      const project = await createProject(engine);
      const result = await project.run('migrate', 'script', '--idempotent', '--engine', engine.dialect);
      expect(result).toMatchObject({ exitCode: 0, stderr: '' });
      for (let round = 0; round < 2; round += 1)
        await runScript(engine, result.stdout, project.database.query);
      expect(await project.database.tables()).toEqual(['authors', 'books', 'loans']);
      expect(await project.database.query('SELECT title FROM books')).toEqual([{ title: "What? it's 100%" }]);
      expect(await project.database.query('SELECT note FROM loans')).toEqual([{ note: 'who? -- down' }]);
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'applied',
        [loans]: 'applied',
      });
    });

    it('names no machine in the log, and stops at a migration that is half-way', async () => {
      const project = await createProject(engine);
      const { stdout } = await project.run('migrate', 'script', '--idempotent', '--engine', engine.dialect);
      await runScript(engine, stdout, project.database.query);
      expect(
        await project.database.query('SELECT DISTINCT os_user, host FROM quodsi_db_migrations_log'),
      ).toEqual([{ os_user: null, host: null }]);
      await project.database.query(
        `UPDATE quodsi_db_migrations SET state = 'failed' WHERE name = '${authors}'`,
      );
      await expect(runScript(engine, stdout, project.database.query)).rejects.toThrow(/half-way/);
    });

    it('writes only what lies between --from and --to', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up', '--to', authors);
      const { stdout } = await project.run('migrate', 'script', '--from', authors, '--to', books);
      expect(stdout).toMatch(/books/);
      expect(stdout).not.toMatch(/create table .authors.|loans/i);
      await runScript(engine, stdout, project.database.query);
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'applied',
        [loans]: 'pending',
      });
    });
  });

  describe("Knex's names", () => {
    it('are aliases', async () => {
      const project = await createProject(engine);
      expect((await project.run('migrate:latest', '--json')).json()).toMatchObject({
        command: 'migrate up',
        ok: true,
      });
      expect(
        (await project.run('migrate:list', '--json')).json().migrations.map(({ status }) => status),
      ).toEqual(['applied', 'applied', 'applied']);
      expect((await project.run('migrate:rollback', '--json')).json().results).toMatchObject([
        { name: loans, status: 'reverted' },
      ]);
      expect(await project.run('migrate:make', 'more books')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/_more_books\.ts/),
      });
    });
  });

  describe('the lock and the connection', () => {
    it('says that the lock is free, and that the database answers', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up');
      expect((await project.run('migrate', 'lock', 'status', '--json')).json()).toMatchObject({
        ok: true,
        held: false,
      });
      expect(await project.run('migrate', 'lock', 'release')).toMatchObject({ exitCode: 0 });
      expect((await project.run('wait', '--timeout', '30s', '--json')).json()).toMatchObject({
        ok: true,
        product: expect.any(String),
      });
    });
  });
}

const countTables = `SELECT count(*) AS tables FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE 'quodsi%'
  OR TABLE_NAME IN ('authors', 'books', 'loans')`.replace('count(*)', 'CAST(count(*) AS int)');

function columnsOf(table: string): string {
  return `SELECT COLUMN_NAME AS name FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = '${table}' ORDER BY ORDINAL_POSITION`;
}

/** Runs a script as sqlcmd or psql would: batch by batch, or without psql's own commands. */
async function runScript(
  engine: Engine,
  script: string,
  query: (sql: string) => Promise<unknown>,
): Promise<void> {
  if (engine.dialect === 'postgres') {
    await query(script.replace(/^\\set .*$/gm, ''));
    return;
  }
  for (const batch of script.split(/^GO$/m)) if (batch.trim() !== '') await query(batch);
}
