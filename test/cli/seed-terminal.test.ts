import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { planFields } from '../../src/cli/seed/plan-fields.ts';
import { bin, type CliOptions, cliEnvironment, temporaryFolder, writeFiles } from '../support/cli.ts';
import { postgresEngine } from '../support/engines.ts';
import { CTRL_C, cliOnTerminal, hasTerminal, type Step } from '../support/terminal.ts';
import { counts, demo, none, seedProject } from './seed-project.ts';

const postgres = postgresEngine();
const ENTER = '\r';
const ESCAPE = '\u001b';
const DOWN = `${ESCAPE}[B`;
/** Takes back what was typed. */
const CTRL_U = '\u0015';

/** What a person sees, without colours and movements of the cursor. */
const visible = (shown: string): string => stripVTControlCharacters(shown).replaceAll('\r\n', '\n');

/** The answers to the questions about generated rows; those not given are Enter. */
function generated(answers: Readonly<Record<string, string>> = {}): Step[] {
  return [
    { see: 'What to write', type: `${DOWN}${ENTER}` },
    ...planFields.flatMap(({ key, question }) =>
      question === undefined ? [] : [{ see: question, type: `${answers[key] ?? ''}${ENTER}` }],
    ),
  ];
}

const small = { tenants: '4', usersPerTenant: '5', randomSeed: '7' };

describe.skipIf(!hasTerminal())('seed on a terminal', () => {
  it('asks, shows what it will write and where, writes it with a bar, and says how to do it again', async () => {
    const { options, database } = await seedProject();
    writeFiles(options.cwd, {
      'quodsi-db.config.mjs':
        'const url = process.env.QUODSI_DB_URL;\nexport default { environments: { "try out": { url } } };\n',
    });
    const steps = [...generated(small), { see: 'Write 4 generated tenants and 20 users?', type: ENTER }];
    const result = await cliOnTerminal(['seed', '--env', 'try out'], steps, options);
    expect(result.exitCode).toBe(0);
    const text = visible(result.shown);
    expect(text).toMatch(/^tenants {2}4 rows\n {2}slug .*\n(?: {2}[a-z0-9…-]+ {2}.*\n){4}/m);
    expect(text).toMatch(/^users {2}20 rows, the first 5\n {2}email .*\n(?: {2}\S+ {2}.*\n){5}/m);
    // In bold: the database and the environment.
    expect(result.shown).toContain(`database     ${ESCAPE}[1m${database.url.split(':')[0]}:`);
    expect(result.shown).toContain(`environment  ${ESCAPE}[1mtry out${ESCAPE}[22m`);
    expect(text).toMatch(/tenants {2}█{10,} {2}100% {2}4 of 4/);
    expect(text).toMatch(/users {2}█{10,} {2}100% {2}20 of 20/);
    expect(text).toMatch(/^✔ Inserted 4 tenants and 20 users in /m);
    expect(await counts(database)).toEqual({ tenants: 4, users: 20 });

    const [, command = ''] = /^The same again:\n {2}(npx quodsi-db .*)$/m.exec(text) ?? [];
    expect(command).toMatch(/ --tenants 4 --users-per-tenant 5 .* --random-seed 7 .* --env 'try out'$/);
    expect(command).not.toContain('postgres');
    const rows = "SELECT to_jsonb(t) - ARRAY['index_id'] AS row FROM users t ORDER BY id";
    const before = await database.query(rows);
    const other = await seedProject();
    const again = inShell(command, { ...options, env: other.options.env ?? {} });
    expect(again).toContain('Inserted 4 tenants and 20 users');
    expect(await other.database.query(rows)).toEqual(before);
  });

  it('asks again where an answer is wrong, and says what would be right', async () => {
    const { options, database } = await seedProject();
    const wrong: Readonly<Record<string, readonly [text: string, told: string]>> = {
      tenants: ['x', '> Expected a whole number of at least 1.'],
      plans: ['tiral=1', '> There is no plan "tiral". Did you mean trial?'],
      locales: ['dde', '> There is no locale "dde". Did you mean de?'],
    };
    const right = { ...small, plans: 'trial=1', locales: 'de' };
    const asked = planFields.filter(({ question }) => question !== undefined);
    const steps = generated(right).flatMap((step, index) => {
      const [text, told] = wrong[asked[index - 1]?.key ?? ''] ?? [];
      if (text === undefined || told === undefined) return [step];
      return [
        { see: step.see, type: `${text}${ENTER}` },
        { see: told, type: `${CTRL_U}${step.type}` },
      ];
    });
    const confirm = { see: 'Write 4 generated', type: `n${ENTER}` };
    const result = await cliOnTerminal(['seed'], [...steps, confirm], options);
    const text = visible(result.shown);
    for (const [, told] of Object.values(wrong)) expect(text).toContain(told);
    expect(result.exitCode).toBe(4);
    expect(text).toContain('nothing was written');
    expect(await counts(database)).toEqual(none);
  });

  it('Ctrl-C at any prompt ends with 130, and nothing is written', async () => {
    const { options, database } = await seedProject();
    writeFiles(options.cwd, { 'users.csv': 'email\na@example.com\n' });
    const what = (times: number): Step => ({ see: 'What to write', type: `${DOWN.repeat(times)}${ENTER}` });
    const flows: readonly (readonly Step[])[] = [
      [what(0), { see: 'Write the demo set' }],
      [...generated(), { see: 'generated tenants and' }],
      [
        what(2),
        { see: 'File', type: `users.csv${ENTER}` },
        { see: 'Its rows are', type: ENTER },
        { see: 'Skip rows', type: ENTER },
        { see: 'Write the rows of users.csv' },
      ],
    ];
    const ways = flows.flatMap((flow, number) =>
      flow.flatMap((step, index) =>
        // The first question is the same in all.
        index === 0 && number > 0 ? [] : [[...flow.slice(0, index), { see: step.see, type: CTRL_C }]],
      ),
    );
    expect(ways.length).toBeGreaterThan(14);
    const inTurn = async (): Promise<void> => {
      const steps = ways.pop();
      if (steps === undefined) return;
      const prompt = steps.at(-1)?.see ?? '';
      const { exitCode, shown } = await cliOnTerminal(['seed'], steps, options);
      expect(exitCode, prompt).toBe(130);
      const text = visible(shown);
      expect(text, prompt).toContain(prompt);
      expect(text, prompt).toMatch(
        /error interrupted by SIGINT \[INTERRUPTED\]\nhint {2}Nothing was done\.\n$/,
      );
      expect(text, prompt).not.toMatch(/^\s+at /m);
      // The cursor that a list hides is back.
      expect(shown.lastIndexOf(`${ESCAPE}[?25h`), prompt).toBeGreaterThanOrEqual(
        shown.lastIndexOf(`${ESCAPE}[?25l`),
      );
      return inTurn();
    };
    // An embedded database is for one process at a time.
    await Promise.all([inTurn(), ...(postgres === null ? [] : [inTurn()])]);
    expect(await counts(database)).toEqual(none);
    expect(await database.tables()).toEqual(['tenants', 'users']);
  });

  it("offers the project's seed files where there are any", async () => {
    const { options, database } = await seedProject();
    const table = (name: string): string =>
      `export const seed = (knex) => knex.schema.createTable('${name}', (table) => table.integer('n'));\n`;
    writeFiles(options.cwd, { 'seeds/1_pears.mjs': table('pears'), 'seeds/2_plums.mjs': table('plums') });
    const steps: Step[] = [
      { see: "The project's seed files (2)", type: `${DOWN.repeat(3)}${ENTER}` },
      // Takes the first off the list.
      { see: 'Seed files, in this order', type: ` ${ENTER}` },
      { see: 'Write what 2_plums brings?', type: ENTER },
    ];
    const { exitCode, shown } = await cliOnTerminal(['seed'], steps, options);
    expect(exitCode).toBe(0);
    expect(visible(shown)).toMatch(/The same again:\n {2}npx quodsi-db seed run 2_plums\n/);
    expect(await database.tables()).toEqual(['plums', 'tenants', 'users']);
  });

  it('being told to stop at a prompt ends with 143', async () => {
    const { options, database } = await seedProject();
    const steps: Step[] = [
      { see: 'What to write', type: ENTER },
      { see: 'Write the demo set', signal: 'SIGTERM' },
    ];
    const { exitCode, shown } = await cliOnTerminal(['seed'], steps, options);
    expect(exitCode).toBe(143);
    expect(visible(shown)).toContain('interrupted by SIGTERM');
    expect(await counts(database)).toEqual(none);
  });

  it('Ctrl-C while it writes rolls back, but for what was committed', async () => {
    const { options, database } = await seedProject();
    const steps: Step[] = [{ see: 'users  ', type: CTRL_C }];
    const args = ['seed', 'run', '--tenants', '1000', '--users-per-tenant', '2000'];
    const { exitCode, shown } = await cliOnTerminal(args, steps, options);
    expect(exitCode).toBe(130);
    expect(visible(shown)).toMatch(/error interrupted by SIGINT \[INTERRUPTED\]/);
    expect(await counts(database)).toEqual(none);
    const inSteps = await cliOnTerminal([...args, '--commit-every', '1000'], steps, options);
    expect(inSteps.exitCode).toBe(130);
    expect(visible(inSteps.shown)).toContain('hint  What was committed stays. The same command goes on');
    expect(await counts(database)).toMatchObject({ tenants: 1000 });
  });

  it('fits into 40 columns, and heeds NO_COLOR', async () => {
    const { options } = await seedProject();
    const steps = [...generated({ ...small, locales: 'ja,ar,he' }), { see: 'Write 4', type: ENTER }];
    const { exitCode, shown } = await cliOnTerminal(['seed'], steps, {
      ...options,
      env: { ...options.env, NO_COLOR: '1' },
      size: { columns: 40, rows: 24 },
    });
    expect(exitCode).toBe(0);
    expect(shown.split(ESCAPE).filter((part) => /^\[[\d;]*m/.test(part))).toEqual([]);
    const text = visible(shown);
    const preview = text.slice(text.indexOf('\ntenants  '), text.indexOf('\ndatabase  ')).split('\n');
    expect(preview.length).toBeGreaterThan(12);
    for (const line of preview) expect(stringWidth(line), line).toBeLessThanOrEqual(40);
    expect(text).toMatch(/users {2}█{8,}.* 100%/);
    const bars = text.split(/\r|\n/).filter((line) => /[█░]/.test(line));
    for (const line of bars) expect(line.length, line).toBeLessThan(40);
  });

  it('on a protected environment, Enter at the last question is a no', async () => {
    const { options, database } = await seedProject();
    writeFiles(options.cwd, { 'quodsi-db.config.mjs': 'export default { protected: true };\n' });
    const steps = (type: string): Step[] => [
      { see: 'What to write', type: ENTER },
      { see: '(y/N)', type },
    ];
    const no = await cliOnTerminal(['seed'], steps(ENTER), options);
    expect(no).toMatchObject({ exitCode: 4, shown: expect.stringContaining('nothing was written') });
    expect(visible(no.shown)).toMatch(/^database {5}\S+, protected$/m);
    expect(await counts(database)).toEqual(none);
    const yes = await cliOnTerminal(['seed'], steps(`y${ENTER}`), options);
    expect(yes.exitCode).toBe(0);
    expect(await counts(database)).toEqual(demo);
  });

  it('a connection string with a password is not in the command that does it again', async () => {
    const { options, database } = await seedProject();
    const steps: Step[] = [
      { see: 'What to write', type: ENTER },
      { see: 'Write the demo set', type: ENTER },
    ];
    const { shown } = await cliOnTerminal(['seed', '--url', database.url], steps, { cwd: options.cwd });
    const text = visible(shown);
    const [, needs, command = ''] = /^The same again(.*):\n {2}(.*)$/m.exec(text) ?? [];
    if (postgres === null) {
      expect(command).toBe(`npx quodsi-db seed run --set demo --url ${database.url}`);
      return;
    }
    expect(needs).toBe(', with the connection string in the variable QUODSI_DB_URL');
    expect(command).toBe('npx quodsi-db seed run --set demo --url "$QUODSI_DB_URL"');
    expect(shown).not.toMatch(/Pa55/);
    expect(inShell(command, options)).toContain('Nothing to insert');
  });
});

/** Runs a command line as it was printed, with an npx that knows where the built command is. Returns its stdout. */
function inShell(command: string, options: CliOptions): string {
  const tools = temporaryFolder();
  writeFiles(tools, { npx: `#!/bin/sh\nshift\nexec "${process.execPath}" "${bin}" "$@"\n` });
  chmodSync(join(tools, 'npx'), 0o755);
  const env = cliEnvironment(options);
  return execFileSync('sh', ['-c', command], {
    cwd: options.cwd,
    env: { ...env, PATH: `${tools}:${env.PATH ?? ''}` },
    encoding: 'utf8',
  });
}
