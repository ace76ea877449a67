import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { countTables, createProject, names } from '../support/projects.ts';
import { baselineBehaviour } from './behaviour-baseline.ts';
import { downBehaviour } from './behaviour-down.ts';
import { historyBehaviour } from './behaviour-history.ts';
import { scriptBehaviour } from './behaviour-script.ts';
import { transactionBehaviour } from './behaviour-transactions.ts';
import { upBehaviour } from './behaviour-up.ts';

const [, books, loans] = names;

/** What every engine does alike, seen from outside: the built command, real files, a real database. */
export function migrateBehaviour(engine: Engine): void {
  upBehaviour(engine);
  transactionBehaviour(engine);
  downBehaviour(engine);
  historyBehaviour(engine);
  baselineBehaviour(engine);
  scriptBehaviour(engine);

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
