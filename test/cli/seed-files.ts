import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Result } from '../support/cli.ts';
import type { Engine } from '../support/engines.ts';
import { expectJson, expectTold } from '../support/expect-refusal.ts';
import { createProject, type TestProject } from '../support/projects.ts';

/** The table that the seeds of these tests write to. */
const notes = {
  'migrations/1_notes.js': `export async function up(knex) {
  await knex.schema.createTable('notes', (table) => {
    table.integer('id').notNullable().primary('pk_notes');
    table.string('text', 100).notNullable();
  });
}
export async function down(knex) { await knex.schema.dropTable('notes'); }
`,
};

/** A seed that adds a note; \`{ run: 'once' }\` and the like stand before it. */
function seed(text: string, config = '', more = ''): string {
  return `${config === '' ? '' : `export const config = ${config};\n`}export async function seed(knex) {
  const [{ last }] = await knex('notes').max('id as last');
  await knex('notes').insert({ id: (last ?? 0) + 1, text: '${text}' });
${more}}
`;
}

interface ListedSeed {
  readonly name: string;
  readonly run?: string;
  readonly status: string;
  readonly changed: boolean;
  readonly lastRun?: string;
}

/** What every engine does alike with seed files, seen from outside. */
export function seedFileBehaviour(engine: Engine): void {
  const projectWith = async (seeds: Readonly<Record<string, string>>): Promise<TestProject> => {
    const project = await createProject(engine, { ...notes, ...seeds });
    expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    return project;
  };
  const texts = async ({ database }: TestProject): Promise<unknown[]> =>
    (await database.query('SELECT text FROM notes ORDER BY id')).map(({ text }) => text);
  const list = async (project: TestProject): Promise<Readonly<Record<string, string>>> => {
    const { seeds } = (await project.run('seed', 'list', '--json')).json() as unknown as {
      seeds: readonly ListedSeed[];
    };
    return Object.fromEntries(seeds.map(({ name, status }) => [name, status]));
  };
  const statuses = (result: Result): string[][] =>
    result.json().results.map(({ name, status }) => [name, status]);

  describe('seed run', () => {
    it('runs them in order: each time, once, or again when the file has changed', async () => {
      const onChange = (id: number, text: string): string => `exports.config = { run: 'on-change' };
exports.seed = async (knex) => { await knex('notes').insert({ id: ${id}, text: '${text}' }); };
`;
      const project = await projectWith({
        'seeds/10_always.ts': `import type { Knex } from 'knex';\n${seed('always').replace('(knex)', '(knex: Knex): Promise<void>')}`,
        'seeds/11_once.mjs': seed('once', "{ run: 'once' }"),
        'seeds/12_on_change.cjs': onChange(100, 'first'),
        'seeds/data.csv': 'id,text\n',
      });
      expect(await list(project)).toEqual({
        '10_always': 'always',
        '11_once': 'pending',
        '12_on_change': 'pending',
      });
      const first = await project.run('seed', 'run', '--json');
      expect(first).toMatchObject({ exitCode: 0 });
      expect(first.json()).toMatchObject({ version: 1, command: 'seed run', ok: true, pendingMigrations: 0 });
      expect(statuses(first)).toEqual([
        ['10_always', 'done'],
        ['11_once', 'done'],
        ['12_on_change', 'done'],
      ]);
      const second = await project.run('seed', 'run', '--json');
      expect(statuses(second)).toEqual([
        ['10_always', 'done'],
        ['11_once', 'skipped'],
        ['12_on_change', 'skipped'],
      ]);
      expect(await texts(project)).toEqual(['always', 'once', 'first', 'always']);

      project.write({
        // Other line ends are no change.
        'seeds/11_once.mjs': seed('once', "{ run: 'once' }").replaceAll('\n', '\r\n'),
        'seeds/12_on_change.cjs': onChange(200, 'changed'),
      });
      expect(await list(project)).toMatchObject({ '11_once': 'done', '12_on_change': 'changed' });
      expect(statuses(await project.run('seed', 'run', '12_on_change', '--json'))).toEqual([
        ['12_on_change', 'done'],
      ]);
      expect((await texts(project)).at(-1)).toBe('changed');

      // A changed file does not run again where it said once; a person may want it. A process keeps an .mjs that it has loaded.
      project.write({ 'seeds/11_once.mjs': seed('once more', "{ run: 'once' }") });
      const skipped = await project.run('seed', 'run', 'seeds/11_once.mjs');
      expect(skipped.stdout).toMatch(/11_once +skipped +ran .*, its file has changed since\n\n1 skipped\./);
      const forced = await project.start({}, 'seed', 'run', '11_once', '--force').result;
      expect(forced).toMatchObject({ exitCode: 0 });
      expect((await texts(project)).at(-1)).toBe('once more');
      rmSync(join(project.folder, 'seeds/11_once.mjs'));
      expect(await list(project)).toMatchObject({ '11_once': 'missing' });
    });

    it('leaves nothing of one that fails, tells where, and does not run later ones', async () => {
      const bad = { 'seeds/2_bad.js': seed('bad', '', "  await knex('no_such_table').insert({ id: 1 });\n") };
      const project = await projectWith({
        'seeds/1_good.js': seed('good', "{ run: 'once' }"),
        ...bad,
        'seeds/3_later.js': seed('later'),
      });
      const result = await project.run('seed', 'run', '--json');
      expectJson(
        result,
        { exitCode: 1, code: 'SEED_FAILED', message: /^seed 2_bad failed: /, hint: /\S/ },
        'seed run',
      );
      expect(statuses(result)).toEqual([
        ['1_good', 'done'],
        ['2_bad', 'failed'],
        ['3_later', 'not-run'],
      ]);
      expect(result.json().error?.details?.join('\n')).toMatch(
        /2_bad\.js:4\b[\s\S]*insert into .no_such_table./,
      );
      expect(await texts(project)).toEqual(['good']);
      expect(await list(project)).toEqual({ '1_good': 'done', '2_bad': 'always', '3_later': 'always' });
      expect(await project.database.query('SELECT name FROM quodsi_db_migrations_seed')).toEqual([
        { name: 'seeds/1_good' },
      ]);
      project.write({ 'seeds/2_bad.js': seed('mended') });
      expect(await project.run('seed', 'run')).toMatchObject({ exitCode: 0 });
      expect(await texts(project)).toEqual(['good', 'mended', 'later']);
    });

    it('tells of one that stopped half-way without a transaction, and runs it again only when asked', async () => {
      const alone = "{ run: 'once', transaction: false }";
      const project = await projectWith({
        'seeds/1_alone.js': seed('half', alone, '  throw new Error("stop");\n'),
      });
      const failed = await project.run('seed', 'run');
      expectTold(failed, {
        exitCode: 1,
        code: 'SEED_FAILED',
        message: /seed 1_alone failed: stop/,
        hint: /first statements may have taken effect[\s\S]*seed run 1_alone --force/,
      });
      expect(await texts(project)).toEqual(['half']);
      expect(await list(project)).toEqual({ '1_alone': 'interrupted' });
      project.write({ 'seeds/1_alone.js': seed('whole', alone) });
      const refused = {
        exitCode: 5,
        code: 'SEED_INTERRUPTED',
        message: /seed 1_alone stopped half-way/,
        hint: /seed run 1_alone --force/,
      };
      expectTold(await project.run('seed', 'run'), refused);
      expectTold(await project.run('seed', 'run', '--dry-run'), refused);
      expect(await texts(project)).toEqual(['half']);
      expectTold(await project.run('seed', 'run', '--force'), {
        exitCode: 64,
        code: 'USAGE',
        message: /--force/,
        hint: /Name them/,
      });
      expect(await project.run('seed', 'run', '1_alone', '--force')).toMatchObject({ exitCode: 0 });
      expect(await texts(project)).toEqual(['half', 'whole']);
      expect(await list(project)).toEqual({ '1_alone': 'done' });
      const always = '{ transaction: false }';
      project.write({ 'seeds/1_alone.js': seed('again', always, '  throw new Error("stop");\n') });
      expect(await project.run('seed', 'run')).toMatchObject({ exitCode: 1 });
      project.write({ 'seeds/1_alone.js': seed('and again', always) });
      const again = await project.run('seed', 'run');
      expect(again).toMatchObject({ exitCode: 0 });
      expect(again.stderr).toMatch(/seed 1_alone stopped half-way the last time.*: it runs again/);
    });

    it('shows what a dry run did, and leaves nothing of it', async () => {
      const project = await projectWith({
        'seeds/1_a.js': seed("it\\'s"),
        'seeds/2_b.js': seed('b'),
      });
      const result = await project.run('seed', 'run', '--dry-run', '--json');
      expect(result).toMatchObject({ exitCode: 0 });
      expect(statuses(result)).toEqual([
        ['1_a', 'not-run'],
        ['2_b', 'not-run'],
      ]);
      expect(result.json().results[0]?.statements?.join()).toContain("it''s");
      // The second one saw the row of the first.
      expect(result.json().results[1]?.statements?.at(-1)).toMatch(/values \(2, N?'b'\)/);
      const text = await project.run('seed', 'run', '--dry-run', '--quiet');
      expect(text.stdout).toMatch(
        /Dry run: 2 seeds ran and were rolled back\. The database is as it was\.\n$/,
      );
      expect(await texts(project)).toEqual([]);
      const tables = await project.database.query(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_name LIKE '%seed'",
      );
      expect(tables).toEqual([]);
    });

    it('warns of migrations that are pending, and says it in JSON', async () => {
      const project = await createProject(engine, {
        ...notes,
        'seeds/1_a.js': 'export const seed = async (knex) => { await knex.raw("SELECT 1"); };\n',
      });
      const result = await project.run('seed', 'run');
      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.stderr).toContain('1 migration pending: the seeds run on tables that are not up to date');
      expect((await project.run('seed', 'run', '--json')).json()).toMatchObject({ pendingMigrations: 1 });
    });

    it('says which statement had no await', async () => {
      const project = await projectWith({
        'seeds/1_a.js':
          "export async function seed(knex) {\n  knex('notes').insert({ id: 1, text: 'lost' });\n}\n",
      });
      expectTold(await project.run('seed', 'run'), {
        exitCode: 78,
        code: 'BAD_SEED',
        message: /1_a\.js: seed forgot an await: a statement was built and never run/,
        hint: /Put "await" before every statement/,
      });
      expect(await list(project)).toEqual({ '1_a': 'always' });
    });

    it('begins each with a fresh session', async () => {
      const leaves =
        engine.dialect === 'postgres'
          ? 'SET search_path TO nowhere'
          : 'CREATE TABLE #left (id int); SET DATEFIRST 3';
      const reads =
        engine.dialect === 'postgres'
          ? 'const { rows } = await knex.raw("SELECT current_setting(\'search_path\') AS setting");'
          : 'const rows = await knex.raw("SELECT CONCAT(@@DATEFIRST, OBJECT_ID(\'tempdb..#left\')) AS setting");';
      const asks = `export async function seed(knex) {
  ${reads}
  if (/nowhere|^3/.test(rows[0].setting)) throw new Error('left: ' + rows[0].setting);
}
`;
      const leaving = (config: string): string =>
        `${config}export async function seed(knex) { await knex.raw(${JSON.stringify(leaves)}); }\n`;
      const project = await projectWith({
        'seeds/1_leaves.js': leaving(''),
        'seeds/2_asks.js': asks,
        'seeds/3_leaves.js': leaving('export const config = { transaction: false };\n'),
        'seeds/4_asks.js': asks,
        'seeds/5_notes.js': seed('still found'),
      });
      const result = await project.run('seed', 'run', '--json');
      expect(result.json().error).toBeUndefined();
      expect(await texts(project)).toEqual(['still found']);
    });
  });

  it.runIf(engine.isServer && process.platform !== 'win32')(
    'is alone under the migration lock, and rolls back on Ctrl-C',
    async () => {
      const waits = `import { writeFileSync } from 'node:fs';
${seed(
  'slow',
  '',
  `  if (process.env.SLOW === '1') {
    writeFileSync('busy', '');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }
`,
)}`;
      const project = await projectWith({ 'seeds/1_slow.js': waits });
      const running = project.start({ SLOW: '1' }, 'seed', 'run', '--json');
      await running.saw('seeding 1_slow');
      while (!existsSync(join(project.folder, 'busy'))) await sleep(20);
      for (const command of [
        ['seed', 'run'],
        ['migrate', 'down'],
      ]) {
        expectTold(await project.run(...command, '--lock-timeout', '100ms'), {
          exitCode: 3,
          code: 'LOCK_TIMEOUT',
          message: /the migration lock is held/,
          hint: /--lock-timeout/,
        });
      }
      running.child.kill('SIGINT');
      const result = await running.result;
      expect(result.exitCode).toBe(130);
      expect(result.json()).toMatchObject({ ok: false, error: { code: 'INTERRUPTED' } });
      expect(await texts(project)).toEqual([]);
      expect(await project.run('seed', 'run', '--lock-timeout', '5s')).toMatchObject({ exitCode: 0 });
      expect(await texts(project)).toEqual(['slow']);
    },
  );
}
