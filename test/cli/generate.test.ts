import { describe, expect, it } from 'vitest';
import { type CliOptions, cli, writeFiles } from '../support/cli.ts';
import { postgresEngine } from '../support/engines.ts';
import { expectJson, expectTold } from '../support/expect-refusal.ts';
import { dump, entity, fromDump, generateProject, usual } from './generate-project.ts';

const engine = postgresEngine();

describe('migrate generate, from a dump', () => {
  it('writes nothing where there is nothing to do', async () => {
    const { run, files } = generateProject({});
    const result = await run('nothing', ...fromDump);
    expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing to generate') });
    expect((await run('nothing', ...fromDump, '--json')).json()).toMatchObject({
      command: 'migrate generate',
      ok: true,
      name: null,
      path: null,
      changes: [],
      destructive: [],
    });
    expect(files()).toEqual([]);
  });

  it('writes one migration, and tells it as text and as JSON', async () => {
    const more = `${usual} score: { type: columnTypes.int, default: 0 },`;
    const { run, files, text } = generateProject({ 'entities.ts': entity(more) });
    const result = await run('Add the score', ...fromDump, '--json');
    expect(result.exitCode).toBe(0);
    const [file = ''] = files();
    expect(file).toMatch(/^\d{14}_add_the_score\.ts$/);
    expect(result.json()).toMatchObject({
      ok: true,
      name: file.slice(0, -3),
      path: expect.stringContaining(file),
      changes: [{ action: 'add', kind: 'column', object: 'public.items.score' }],
      destructive: [],
      leftOut: [],
    });
    expect(text(file)).toBe(`import type { Knex } from 'knex';
import { dropColumn, literal } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  // The rows that are there get the default.
  await knex.schema.alterTable('items', (table) => {
    table.integer('score').notNullable().defaultTo(literal(knex, 0), { constraintName: 'df_items_score' });
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumn(knex, 'items', 'score');
}
`);
    const again = await run('again', ...fromDump);
    expect(again.stdout).toMatch(/Created migrations[/\\]\d{14}_again\.ts/);
    // Another name, the same bytes.
    expect(text(files()[1] ?? '')).toBe(text(file));
  });

  it('refuses to drop without a word for it, naming the flag', async () => {
    const gone = 'name: { type: columnTypes.string(50) },';
    const { run, files, text } = generateProject({ 'entities.ts': entity(gone) });
    const refused = {
      exitCode: 4,
      code: 'REFUSED',
      message: /needs consent, and nobody is there to ask/,
      hint: /--allow-destructive/,
    };
    expectTold(await run('drop', ...fromDump), refused);
    expectJson(await run('drop', ...fromDump, '--json'), refused, 'migrate generate');
    expect(files()).toEqual([]);
    const result = await run('drop', ...fromDump, '--allow-destructive', '--json');
    expect(result.json()).toMatchObject({
      destructive: [{ kind: 'drop-column', object: 'public.items.note' }],
    });
    expect(text(files()[0] ?? '')).toContain(
      '// Destructive: drops the column note of items and what is in it.\n',
    );
    expect((await run('drop', ...fromDump, '--yes')).exitCode).toBe(0);
    expect((await run('drop', ...fromDump, '--allow-extra')).stdout).toContain('Nothing to generate');
    expect((await run('drop', ...fromDump, '--ignore', 'public.items.note')).stdout).toContain(
      'Nothing to generate',
    );
  });

  it('asks about renames, naming the flags where nobody is there', async () => {
    const { run, files, text } = generateProject({ 'dump.json': dump('phone') });
    const result = await run('rename', ...fromDump);
    expectTold(result, {
      exitCode: 4,
      code: 'REFUSED',
      message: /has to know what was renamed and what was dropped/,
      hint: /Give one of the flags for each/,
    });
    expect(result.stderr).toContain('items.phone: --rename items.phone:note, or --not-renamed items.phone');
    expect((await run('rename', ...fromDump, '--rename', 'items.phone:note')).exitCode).toBe(0);
    expect(text(files()[0] ?? '')).toContain("await renameColumn(knex, 'items', 'phone', 'note');");
    expect((await run('drop', ...fromDump, '--not-renamed', 'items.phone')).exitCode).toBe(4);
    const dropped = await run('drop', ...fromDump, '--not-renamed', 'items.phone', '--allow-destructive');
    expect(dropped.exitCode).toBe(0);
    expect(text(files()[1] ?? '')).toContain("await dropColumn(knex, 'items', 'phone');");
  });

  it('asks about tables before their columns', async () => {
    const { run, files, text } = generateProject({
      'dump.json': dump('phone'),
      'entities.ts': entity(usual, 'things'),
    });
    expect((await run('rename', ...fromDump)).stderr).toContain(
      'items: --rename items:things, or --not-renamed items',
    );
    const columns = await run('rename', ...fromDump, '--rename', 'items:things');
    expect(columns.stderr).toContain('things.phone: --rename things.phone:note');
    const flags = ['--rename', 'items:things', '--rename', 'items.phone:note'];
    expect((await run('rename', ...fromDump, ...flags)).exitCode).toBe(0);
    const written = text(files()[0] ?? '');
    expect(written).toContain("await renameTable(knex, 'items', 'things');");
    expect(written).toContain("await renameColumn(knex, 'things', 'phone', 'note');");
    expect(written).toContain("await renameConstraint(knex, 'things', 'pk_items', 'pk_things');");
  });

  it('takes what rows get, and says so where it was given nothing', async () => {
    const more = `${usual} email: { type: columnTypes.string(10) },`;
    const { run, files, text } = generateProject({ 'entities.ts': entity(more) });
    expect((await run('email', ...fromDump)).exitCode).toBe(0);
    expect(text(files()[0] ?? '').replaceAll('\n  // ', ' ')).toContain(
      'On a table with rows that fails until they are given a value here',
    );
    expect((await run('email', ...fromDump, '--backfill', 'items.email=none')).exitCode).toBe(0);
    expect(text(files()[1] ?? '')).toContain("await backfill(knex, 'items', 'email', 'none');");
  });

  it.each([
    [['--rename', 'items.phones:note'], /there is no items\.phones/, /items\.phone/],
    [['--rename', 'items.phone'], /expected old:new/, /--rename users\.phone:phone_number/],
    [['--rename', 'items.phone:nothing'], /nothing declares a column nothing of items/, /the entity has/],
    [['--rename', 'items.phone:name'], /items has a column name already/, /another name/],
    [['--rename', 'items:things'], /nothing declares a table things/, /an entity has/],
    [['--not-renamed', 'item'], /there is no item/, /items/],
    [['--backfill', 'items.name'], /expected column=value/, /users\.phone=unknown/],
    [['--backfill', 'items=1'], /items is a table/, /Name a column/],
    [['--backfill', 'items.id=many'], /id of items cannot hold "many"/, /integer/],
  ])('%j is bad usage', async (flags, message, hint) => {
    const { run } = generateProject({ 'dump.json': dump('phone') });
    expectTold(await run('bad', ...fromDump, ...flags), { exitCode: 64, code: 'USAGE', message, hint });
  });

  it('needs a name, unless it only checks', async () => {
    const more = `${usual} score: { type: columnTypes.int, default: 0 },`;
    const { run, files } = generateProject({ 'entities.ts': entity(more) });
    expectTold(await run(...fromDump), {
      exitCode: 64,
      code: 'USAGE',
      message: /needs a name/,
      hint: /quodsi-db migrate generate/,
    });
    const result = await run('--check', ...fromDump, '--json');
    expect(result.exitCode).toBe(2);
    expect(result.json()).toMatchObject({
      ok: false,
      summary: { error: 1 },
      findings: [{ rule: 'missing-column', object: 'public.items.score' }],
    });
    expect(files()).toEqual([]);
  });

  it('says what is wrong with a dump', async () => {
    const { run } = generateProject({ 'dump.json': '{}' });
    expectTold(await run('x', ...fromDump), {
      exitCode: 78,
      code: 'BAD_DUMP',
      message: /is not a dump of a schema/,
      hint: /schema dump/,
    });
  });
});

describe.skipIf(engine === null)('with a live database', () => {
  it('generates, applies, checks, and refuses while something is pending', async () => {
    const { folder, files } = generateProject({});
    const database = await engine?.create(folder);
    const options: CliOptions = { cwd: folder, env: { QUODSI_DB_URL: database?.url ?? '' } };
    // A process that has loaded the entities keeps them.
    const run = (...args: string[]) => cli(args, options);
    expect((await run('migrate', 'generate', 'first')).exitCode).toBe(0);
    const pending = {
      exitCode: 2,
      code: 'BEHIND',
      message: /behind: 1 migration pending/,
      hint: /migrate up/,
    };
    expectTold(await run('migrate', 'generate', 'second'), pending);
    expect((await run('migrate', 'up')).exitCode).toBe(0);
    expect((await run('migrate', 'check')).stdout).toContain('the entities declare nothing more');

    const more = `${usual} score: { type: columnTypes.int, default: 0 },`;
    writeFiles(folder, { 'entities.ts': entity(more) });
    const check = await run('migrate', 'check', '--json');
    expect(check).toMatchObject({ exitCode: 2 });
    expect(check.json()).toMatchObject({
      findings: [{ rule: 'ungenerated-change', expected: 'add column public.items.score' }],
    });
    const fix = await run('validate', 'schema', '--fix', '--json');
    expect(fix.exitCode).toBe(2);
    expect(fix.json()).toMatchObject({ fix: { name: expect.stringMatching(/_mend_schema$/) } });
    expect(files()).toHaveLength(2);
    expect((await run('migrate', 'up')).exitCode).toBe(0);
    expect((await run('validate', 'schema', '--fix')).exitCode).toBe(0);
    expect((await run('migrate', 'generate', '--check')).exitCode).toBe(0);
    expect(files()).toHaveLength(2);
  });
});
