import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { expectJson, expectTold, type Failure } from '../support/expect-refusal.ts';
import { createProject, names, type TestProject, threeMigrations } from '../support/projects.ts';

const refused: Failure = {
  exitCode: 4,
  code: 'OTHER_PROJECT',
  message: /the history in .* belongs to the project shop, and the migrations here belong to depot/,
  hint: /Check the connection string.*project: "shop" in the config file.*--yes/,
};

const builtIn = fileURLToPath(new URL('../../migrations', import.meta.url));
const named = (name: string) => ({ 'package.json': `{ "name": "${name}" }\n` });

async function shop(engine: Engine): Promise<TestProject> {
  const project = await createProject(engine, { ...threeMigrations, ...named('shop') });
  expect(await project.run('migrate', 'up', '--step', '2')).toMatchObject({ exitCode: 0 });
  return project;
}

/** Whose the history is, newest last. */
async function claims({ run }: TestProject): Promise<string[]> {
  const { events } = (await run('migrate', 'history', '--json')).json();
  return events.flatMap(({ event, name }) => (event === 'claimed' ? [name] : [])).reverse();
}

/** What holds on every engine; `full`: also what the engine has no part in. */
export function otherProject(engine: Engine, full: boolean): void {
  describe('a history that belongs to another project', () => {
    it('is refused to every command that writes, and shown to those that look', async () => {
      const project = await shop(engine);
      expect(await claims(project)).toEqual(['shop']);
      project.write({ ...named('depot'), 'seeds/1_note.sql': "INSERT INTO authors VALUES (7, 'Eve');\n" });
      expectJson(await project.run('migrate', 'up', '--json'), refused, 'migrate up');
      const further = [
        ['migrate', 'down'],
        ['migrate', 'redo'],
        ['migrate', 'mark', names[2], '--applied'],
        ['migrate', 'baseline', names[2]],
        ['migrate', 'repair'],
        ['seed', 'run'],
        ['seed', 'run', '--set', 'demo'],
      ];
      // Each is a process of its own: one engine is enough for all of them.
      for (const args of full ? further : further.slice(-2)) expectTold(await project.run(...args), refused);
      for (const args of full ? [['status'], ['plan'], ['up', '--dry-run']] : [['status']]) {
        const looked = await project.run('migrate', ...args);
        expect(looked).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(refused.message) });
      }
      expect(await project.database.tables()).toEqual(['authors', 'books']);
      expect(await project.database.query('SELECT * FROM authors')).toEqual([]);
    });

    it('is a problem to the doctor, and nowhere a reason to mend it', async () => {
      const project = await shop(engine);
      project.write({ ...named('depot'), 'migrations/1_other.sql': '-- up\nSELECT 1;\n' });
      for (const name of names) rmSync(join(project.folder, `migrations/${name}.ts`), { force: true });
      const looked = await project.run('doctor', '--json');
      expect(looked.exitCode).toBe(4);
      expect((JSON.parse(looked.stdout) as { checks: unknown[] }).checks).toContainEqual({
        id: 'history',
        status: 'problem',
        message: expect.stringMatching(refused.message),
        advice: expect.stringContaining('Check the connection string'),
      });
      for (const args of full ? [['doctor'], ['migrate', 'status'], ['migrate', 'check']] : [['doctor']])
        expect((await project.run(...args)).stdout).not.toContain('repair');
    });

    it.runIf(full)('becomes its own with --yes, also where there is nothing to do', async () => {
      const project = await shop(engine);
      await project.run('migrate', 'up');
      project.write(named('depot'));
      expect(await project.run('migrate', 'up', '--yes')).toMatchObject({ exitCode: 0 });
      expect(await claims(project)).toEqual(['shop', 'depot']);
      expect(await project.run('migrate', 'down')).toMatchObject({ exitCode: 0 });
      project.write(named('shop'));
      expect((await project.run('migrate', 'up')).exitCode).toBe(4);
      expect(await project.run('migrate', 'mark', names[2], '--applied', '--yes')).toMatchObject({
        exitCode: 0,
      });
      expect(await claims(project)).toEqual(['shop', 'depot', 'shop']);
    });

    it.runIf(full)('stays its own under a new name of the package, where the config says so', async () => {
      const project = await shop(engine);
      project.write({ ...named('depot'), 'quodsi-db.config.mjs': "export default { project: 'shop' };\n" });
      expect(await project.run('migrate', 'up')).toMatchObject({
        exitCode: 0,
        stderr: expect.not.stringMatching(/belong/),
      });
      expect(await claims(project)).toEqual(['shop']);
    });

    it.runIf(full)('goes on, with a word of warning, where nothing names the project', async () => {
      const project = await shop(engine);
      rmSync(join(project.folder, 'package.json'));
      const result = await project.run('migrate', 'up');
      expect(result).toMatchObject({
        exitCode: 0,
        stderr: expect.stringMatching(/belongs to the project shop/),
      });
      expect(await claims(project)).toEqual(['shop']);
    });
  });

  describe('a history without a project', () => {
    it('is adopted by the first run that changes it', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up', '--step', '2');
      expect(await claims(project)).toEqual([]);
      project.write(named('shop'));
      expect(await project.run('migrate', 'status')).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
      expect(await claims(project)).toEqual(['shop']);
    });
  });

  describe('the history of the built-in project', () => {
    it.runIf(full)(
      'may be gone on with by a project that has its migrations, and not the other way round',
      async () => {
        const project = await createProject(engine, named('shop'));
        expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
        expect(await claims(project)).toEqual(['quodsi-db']);
        project.write(threeMigrations);
        expect((await project.run('migrate', 'repair')).exitCode).toBe(4);
        for (const name of [
          '20260101000000_authors.ts',
          '20260102000000_books.js',
          '20260103000000_loans.sql',
        ])
          rmSync(join(project.folder, 'migrations', name));
        cpSync(builtIn, join(project.folder, 'migrations'), { recursive: true });
        project.write({ 'migrations/20260201000000_mine.sql': '-- up\nCREATE TABLE mine (id int);\n' });
        expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
        expect(await claims(project)).toEqual(['quodsi-db', 'shop']);
        rmSync(join(project.folder, 'migrations'), { recursive: true });
        for (const args of [
          ['run', '--set', 'demo'],
          ['clear', '--hard'],
        ])
          expectTold(await project.run('seed', ...args), {
            ...refused,
            message: /belongs to the project shop, and the migrations here belong to quodsi-db/,
          });
      },
    );
  });
}
