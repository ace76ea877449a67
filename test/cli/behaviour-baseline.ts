import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { createProject, names, threeMigrations } from '../support/projects.ts';

const [authors, books, loans] = names;

/** What `baseline` records, from a name or from the history of another tool. */
export function baselineBehaviour(engine: Engine): void {
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
}
