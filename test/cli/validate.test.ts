import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/validate/finding.ts';
import { isBabelfish, mssqlEngine, pglite, postgresEngine } from '../support/engines.ts';
import { createProject, type TestProject } from '../support/projects.ts';

const slow = 240_000;
const findingsOf = (document: Readonly<Record<string, unknown>>) => document.findings as readonly Finding[];
const engines = [{ ...pglite, isHere: true }, postgresEngine(), mssqlEngine()].filter(
  (engine) => engine !== null,
);

const ownEntity = `import { BaseEntity, columnTypes, defineEntity } from 'quodsi-db';

export const Order = defineEntity({
  table: 'orders',
  scope: 'global',
  base: BaseEntity,
  columns: {
    number: { type: columnTypes.int },
    note: { type: columnTypes.string(100), nullable: true },
  },
});
`;

function damage(project: TestProject): Promise<unknown> {
  return project.database.query('ALTER TABLE users ALTER COLUMN display_name DROP NOT NULL');
}

describe.each(engines)('the built-in project on $name', (engine) => {
  test(
    'after up nothing is found, after down everything is pending',
    async () => {
      const project = await createProject(engine, {});
      expect((await project.run('migrate', 'check')).exitCode).toBe(2);
      await project.run('migrate', 'up');
      expect((await project.run('migrate', 'check')).exitCode).toBe(0);
      const sound = await project.run('validate', 'all', '--json');
      expect(findingsOf(sound.json()).filter(({ severity }) => severity === 'error')).toEqual([]);
      if (engine.dialect === 'postgres' || !(await isBabelfish())) {
        expect(findingsOf(sound.json())).toEqual([]);
      }
      expect(sound.exitCode).toBe(0);
      expect(sound.json().summary).toMatchObject({ error: 0 });

      await project.run('migrate', 'down', '--all', '--yes');
      const behind = await project.run('validate', 'all', '--json');
      expect(behind.exitCode).toBe(2);
      expect(behind.json().pending).toHaveLength(2);
      expect(findingsOf(behind.json()).map(({ rule }) => rule)).toEqual([
        'behind',
        'missing-table',
        'missing-table',
      ]);
      expect(findingsOf(behind.json())[0]?.message).toBe('behind: 2 pending');
    },
    slow,
  );
});

describe('validate schema', () => {
  test('finds what was changed, in every format', async () => {
    const project = await createProject(pglite, {});
    await project.run('migrate', 'up');
    await damage(project);
    const text = await project.run('validate', 'schema', '--format', 'junit', '--output', 'found.xml');
    expect(text.exitCode).toBe(2);
    expect(text.stdout).toContain(
      'column public.users.display_name differs in nullability [different-column]',
    );
    expect(text.stdout).toMatch(/expected +not null\n +actual +null\n +advice +ALTER TABLE/);
    expect(text.stdout).not.toContain('\u001b');
    expect(readFileSync(join(project.folder, 'found.xml'), 'utf8')).toContain('failures="1"');
    const off = { 'quodsi-db.config.json': '{"validate":{"rules":{"different-column":"warning"}}}' };
    project.write(off);
    expect((await project.run('validate', 'schema')).exitCode).toBe(0);
  });

  test('names the file and the line of an entity', async () => {
    const project = await createProject(pglite, {
      'entities/order.ts': ownEntity,
      'migrations/20260101000000_nothing.sql': '-- up\nSELECT 1;\n-- down\nSELECT 1;\n',
      'quodsi-db.config.json': '{"entities":"entities"}',
    });
    await project.run('migrate', 'up');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: project.folder };
    const { stdout, exitCode } = await project.start(env, 'validate', 'schema').result;
    expect(exitCode).toBe(2);
    expect(stdout).toContain(
      '::error file=entities/order.ts,line=4,title=missing-table::table public.orders is missing',
    );
    await project.database.query('CREATE TABLE orders (id uuid)');
    const sarif = await project.run('validate', 'schema', '--only', 'columns', '--format', 'sarif');
    const { results } = JSON.parse(sarif.stdout).runs[0];
    const lineOf = (name: string) =>
      results.find(({ message }: { message: { text: string } }) =>
        message.text.startsWith(`column public.orders.${name} `),
      ).locations[0].physicalLocation.region.startLine;
    expect(lineOf('note')).toBe(9);
  });

  test('bad input meets a clear error', async () => {
    const project = await createProject(pglite, {});
    const codeOf = async (...args: string[]) => {
      const { exitCode, stderr } = await project.run(...args);
      return { exitCode, stderr };
    };
    expect(await codeOf('validate', 'schema', '--only', 'table')).toMatchObject({ exitCode: 64 });
    expect((await codeOf('validate', 'schema', '--only', 'table')).stderr).toContain('tables, columns');
    expect(await codeOf('validate', 'schema', '--ignore', 'a[')).toMatchObject({ exitCode: 64 });
    expect(await codeOf('validate', 'schema', '--format', 'xml')).toMatchObject({ exitCode: 64 });
    const sarif = await project.run('migrate', 'status', '--format', 'sarif', '--output', 'x');
    expect(sarif).toMatchObject({ exitCode: 64, stdout: '' });
    expect(sarif.stderr).toContain('Its formats are text and json');
    expect(existsSync(join(project.folder, 'x'))).toBe(false);
    project.write({ 'quodsi-db.config.json': '{"validate":{"rules":{"missing-tabel":"off"}}}' });
    const rule = await codeOf('validate', 'schema');
    expect(rule.exitCode).toBe(78);
    expect(rule.stderr).toContain('did you mean missing-table?');
    project.write({
      'quodsi-db.config.json': '{"migrations":{"directory":"migrations"}}',
      'migrations/.keep': '',
    });
    const nothing = await codeOf('validate', 'schema');
    expect(nothing.exitCode).toBe(78);
    expect(nothing.stderr).toContain('NO_ENTITIES');
  });
});

test('migrate check tells a history that does not fit', async () => {
  const project = await createProject(pglite);
  await project.run('migrate', 'up');
  project.write({ 'migrations/20260103000000_loans.sql': '-- up\nSELECT 2;\n-- down\nSELECT 2;\n' });
  const { exitCode, json } = await project.run('migrate', 'check', '--json');
  expect(exitCode).toBe(5);
  expect(json()).toMatchObject({ ok: false, summary: { error: 1 } });
  expect(findingsOf(json())).toMatchObject([
    {
      rule: 'altered-migration',
      object: '20260103000000_loans',
      location: { file: 'migrations/20260103000000_loans.sql' },
    },
  ]);
});

test('schema diff: a dump and a database, both ways', async () => {
  const project = await createProject(pglite, {});
  await project.run('migrate', 'up');
  await project.run('schema', 'dump', '--json', '--output', 'before.json');
  const same = await project.run('schema', 'diff', 'before.json', 'database', '--json');
  expect(same).toMatchObject({ exitCode: 0 });
  expect(same.json().changes).toEqual([]);
  await damage(project);
  const changed = await project.run('schema', 'diff', 'before.json', project.database.url);
  expect(changed.exitCode).toBe(2);
  expect(changed.stdout).toContain(
    '~ column public.users.display_name\n    nullable: false → true\n\n1 difference.',
  );
  expect((await project.run('schema', 'diff', 'database', 'before.json')).stdout).toContain('true → false');
  expect(await project.run('schema', 'diff', 'nowhere.json', 'database')).toMatchObject({ exitCode: 78 });
});
