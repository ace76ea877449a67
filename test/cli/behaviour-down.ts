import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { createProject, names, threeMigrations } from '../support/projects.ts';

const [authors, books, loans] = names;

/** What `down` and `redo` revert, and what they refuse. */
export function downBehaviour(engine: Engine): void {
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
}
