import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { countTables, createProject, names, threeMigrations } from '../support/projects.ts';

const [authors, books, loans] = names;

/** What `up` applies, and what is left where a migration fails. */
export function upBehaviour(engine: Engine): void {
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

    it('tells what the server says beside its answers, unless it is to be quiet', async () => {
      const says =
        engine.dialect === 'mssql'
          ? "PRINT 'mind\u001b[2J the gap'"
          : "DO $$ BEGIN RAISE WARNING 'mind\u001b[2J the gap'; END $$";
      const project = await createProject(engine, {
        'migrations/1_sql.sql': `-- up\nCREATE TABLE one (id int);\n${engine.dialect === 'mssql' ? 'GO\n' : ''}${says};\n`,
        'migrations/2_js.js': `export const up = (knex) => knex.raw(${JSON.stringify(says)});`,
        'seeds/says.js': `export const seed = (knex) => knex.raw(${JSON.stringify(says)});`,
      });
      const told = engine.dialect === 'mssql' ? 'mind\\x1b[2J the gap' : 'warning: mind\\x1b[2J the gap';
      const line = `database: ${told}\n`;
      const { stderr } = await project.run('migrate', 'up', '--json');
      expect(stderr.split(line)).toHaveLength(3);
      expect((await project.run('seed', 'run', 'says')).stderr).toContain(line);
      expect((await project.run('seed', 'run', 'says', '--quiet')).stderr).toBe('');
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
  });
}

function columnsOf(table: string): string {
  return `SELECT COLUMN_NAME AS name FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = '${table}' ORDER BY ORDINAL_POSITION`;
}
