import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { expectJson, expectNoStack } from '../support/expect-refusal.ts';
import { createProject } from '../support/projects.ts';

const table = (name: string): string =>
  `-- up\nCREATE TABLE ${name} (id int);\n-- down\nDROP TABLE ${name};\n`;

/** Names that people and file systems allow, and a quoting that forgets something does not. */
export function oddNameBehaviour(engine: Engine): void {
  it('a migration may be called anything that a file may be', async () => {
    const names = ['1 😀 smile', `2 it's; --"x"? $1 %s [a]`, `3_${'x'.repeat(249)}`].filter(
      // Windows allows neither quotes nor question marks.
      (name) => process.platform !== 'win32' || !name.includes('?'),
    );
    const files = names.map((name, index) => [`migrations/${name}.sql`, table(`t${index}`)]);
    const project = await createProject(engine, Object.fromEntries(files));
    const up = await project.run('migrate', 'up', '--json');
    expect(up.json().results.map(({ name }) => name)).toEqual(names);
    expect(up.exitCode).toBe(0);
    expect(await project.status()).toEqual(Object.fromEntries(names.map((name) => [name, 'applied'])));
    expect(await project.run('migrate', 'down', '--to', names[0] ?? '')).toMatchObject({ exitCode: 0 });
    expect(await project.database.tables()).toEqual(['t0']);
    const events = (await project.run('migrate', 'history', '--json')).json().events;
    expect(events.map(({ name }) => name)).toEqual([...names.slice(1), ...names.toReversed()]);
  });

  it('the history may stand in a table of any name', async () => {
    for (const name of ['odd? Näme-%s $1', 'select']) {
      const project = await createProject(engine, {
        'migrations/1_a.sql': table('a'),
        'quodsi-db.config.json': JSON.stringify({ migrations: { table: name } }),
      });
      expect(await project.run('migrate', 'up', '--quiet')).toMatchObject({ exitCode: 0, stdout: '' });
      expect(await project.status()).toEqual({ '1_a': 'applied' });
      expect(await project.database.tables()).toEqual(['a', name, `${name}_log`].sort());
      expect(await project.run('migrate', 'lock', 'status')).toMatchObject({ exitCode: 0 });
      expect(await project.run('migrate', 'down', '--quiet')).toMatchObject({ exitCode: 0 });
      expect((await project.run('migrate', 'history', '--json')).json().events).toHaveLength(2);
    }
  });

  it('a history in an SQL schema that is not there is told as that', async () => {
    const project = await createProject(engine, {
      'migrations/1_a.sql': table('a'),
      'quodsi-db.config.json': JSON.stringify({ migrations: { table: 'nowhere.history' } }),
    });
    const result = await project.run('migrate', 'up', '--json');
    // Babelfish has one number for all that SQL Server's numbers do not fit.
    const numbered = result.json().error?.message.includes('33557097') !== true;
    expectJson(result, {
      exitCode: 1,
      code: numbered ? 'NO_SUCH_OBJECT' : 'STATEMENT_FAILED',
      message: /nowhere/,
      hint: numbered ? /schema/ : /migrate status/,
    });
    expect(await project.database.tables()).toEqual([]);
  });

  describe('--to', () => {
    it('of something applied finds nothing to do, and says what it looked at', async () => {
      const project = await createProject(engine, {
        'migrations/1_a.sql': table('a'),
        'migrations/2_b.sql': table('b'),
      });
      await project.run('migrate', 'up', '--to', '1_a');
      for (const command of ['up', 'plan']) {
        expect(await project.run('migrate', command, '--to', '1_a')).toMatchObject({
          exitCode: 0,
          stdout: 'Nothing to do: every migration up to 1_a is applied.\n',
        });
      }
      const usage = {
        exitCode: 64,
        code: 'UNKNOWN_MIGRATION',
        message: /no migration "3_c"/,
        hint: /migrate status/,
      };
      for (const command of ['up', 'plan', 'down'])
        expectJson(await project.run('migrate', command, '--to', '3_c', '--json'), usage);
      const pending = {
        exitCode: 64,
        code: 'NOT_APPLIED',
        message: /2_b is not applied/,
        hint: /migrate status/,
      };
      expectJson(await project.run('migrate', 'down', '--to', '2_b', '--json'), pending);
      const mark = await project.run('migrate', 'mark', '3_c', '--applied', '--yes', '--json');
      expectJson(mark, usage);
      expect(await project.database.tables()).toEqual(['a']);
    });
  });

  it.runIf(engine.name === 'postgres')('a migration that fails at COMMIT is not applied', async () => {
    const project = await createProject(engine, {
      'migrations/1_deferred.sql': `-- up
CREATE TABLE parents (id int PRIMARY KEY);
CREATE TABLE children (id int REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
INSERT INTO children VALUES (1);
`,
    });
    for (const mode of ['file', 'all']) {
      const result = await project.run('migrate', 'up', '--tx-mode', mode, '--json');
      expectNoStack(result);
      expect(result.exitCode).toBe(1);
      expect(result.json().error?.message).toMatch(/violates foreign key constraint .* \(23503\)/);
      expect(await project.status()).toEqual({ '1_deferred': 'pending' });
      expect(await project.database.tables()).toEqual([]);
    }
  });
}
