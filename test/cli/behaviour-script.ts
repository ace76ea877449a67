import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { createProject, names } from '../support/projects.ts';

const [authors, books, loans] = names;

/** The scripts of `script`, run as their own tools would run them. */
export function scriptBehaviour(engine: Engine): void {
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
