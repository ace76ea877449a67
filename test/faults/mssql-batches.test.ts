import { expect, it } from 'vitest';
import { type ScriptedProject, scriptedMigrations, scriptedProject } from '../support/tds/project.ts';
import { fails, on } from '../support/tds/script.ts';

const second = (scriptedMigrations['migrations/2_second.sql'] ?? '').toString();
const files = (head = ''): Record<string, string> => ({ 'migrations/2_second.sql': head + second });

/** What was sent that made a table, or ended what did. */
const sent = ({ server }: ScriptedProject): string[] =>
  server.heard
    .filter(({ text }) =>
      /CREATE TABLE second|INSERT INTO \[dbo\]\.\[quodsi_db_migrations\] |TRANSACTION$/.test(text),
    )
    .map(({ text }) => {
      const tables = text.match(/CREATE TABLE second_\w+/g)?.map((found) => found.slice(13)) ?? [];
      return (
        [
          ...tables,
          ...(text.includes('INSERT INTO [dbo].[quodsi_db_migrations]') ? ['history'] : []),
        ].join() || text
      );
    });

it('statements that change the schema go in one message, with the row of the history', async () => {
  const project = await scriptedProject([], { files: files() });
  expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
  const together = 'second_one,second_two,second_three,history';
  expect(sent(project)).toEqual(['BEGIN TRANSACTION', together, 'COMMIT TRANSACTION']);
  expect(project.tables()).toEqual(['second_one', 'second_three', 'second_two']);
  expect(project.history()).toEqual({ '2_second': 'applied' });
});

it.each([
  ['the migration says so', files('-- batch: false\n'), []],
  ['each has a limit of time of its own', files(), ['--statement-timeout', '1m']],
] as const)('they go one by one where %s', async (_why, written, flags) => {
  const project = await scriptedProject([], { files: written });
  expect(await project.run('migrate', 'up', ...flags)).toMatchObject({ exitCode: 0 });
  expect(sent(project)).toEqual([
    'BEGIN TRANSACTION',
    'second_one',
    'second_two',
    'second_three',
    'history',
    'COMMIT TRANSACTION',
  ]);
});

it('one transaction for all migrations takes one message for all of them', async () => {
  const project = await scriptedProject();
  const result = await project.run('migrate', 'up', '--tx-mode', 'all', '--json');
  expect(result).toMatchObject({ exitCode: 0 });
  const made = project.server.heard.filter(({ text }) => /CREATE TABLE (?:first|second|third)/.test(text));
  expect(made).toHaveLength(1);
  expect(result.json().results.map(({ name }) => name)).toEqual(['1_first', '2_second', '3_third']);
});

it.each([
  ['1_first', /CREATE TABLE first_one/, /1_first\.sql:2$/],
  ['2_second', /CREATE TABLE second_three/, /2_second\.sql:8$/],
  ['3_third', /CREATE TABLE third_one/, /3_third\.sql:2$/],
])('in it, an error is told of the migration that it is in: %s', async (name, statement, place) => {
  const project = await scriptedProject([on(statement, fails(2714, 'There is already one.'))]);
  const result = await project.run('migrate', 'up', '--tx-mode', 'all', '--json');
  expect(result.exitCode).toBe(1);
  const { error, results } = result.json();
  expect(error).toMatchObject({
    message: `migration ${name} failed in up: There is already one. (2714)`,
    details: expect.arrayContaining([expect.stringMatching(place)]),
  });
  expect(results.filter(({ status }) => status === 'failed').map((each) => each.name)).toEqual([name]);
  expect(project.tables()).toEqual([]);
});
