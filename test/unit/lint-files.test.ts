import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseLintFiles } from '../../src/cli/lint-files.ts';
import { temporaryFolder, writeFiles } from '../support/cli.ts';

const sql = '-- up\nSELECT 1;\n';

function folder(): { cwd: string; choose: (asked: readonly string[], from?: string) => Promise<string[]> } {
  const cwd = temporaryFolder();
  writeFiles(cwd, {
    'migrations/1_a.sql': sql,
    'migrations/2_b.sql': sql,
    'migrations/3_c.sql': sql,
    'migrations/notes.md': '',
    'other/1_z.sql': sql,
  });
  return {
    cwd,
    choose: async (asked, from) =>
      (await chooseLintFiles(join(cwd, 'migrations'), asked, cwd, from)).chosen.map(({ name }) => name),
  };
}

test('all of the folder, or what is named by path, folder or name, in the order in which they run', async () => {
  const { cwd, choose } = folder();
  expect(await choose([])).toEqual(['1_a', '2_b', '3_c']);
  expect(await choose(['3_c', './migrations/1_a.sql'])).toEqual(['1_a', '3_c']);
  expect(await choose(['2_b.sql', join(cwd, 'migrations/2_b.sql')])).toEqual(['2_b']);
  expect(await choose(['migrations/'])).toEqual(['1_a', '2_b', '3_c']);
  expect(await choose(['other/1_z.sql'])).toEqual(['1_z']);
  expect(await choose([], '1_a')).toEqual(['2_b', '3_c']);
  expect(await choose(['migrations'], '2_b.sql')).toEqual(['3_c']);
});

test('what is no migration is refused with 64', async () => {
  const { choose } = folder();
  const refused = [
    { asked: ['migrations/notes.md'], code: 'USAGE', message: 'notes.md is not a migration' },
    { asked: ['4_d'], code: 'UNKNOWN_MIGRATION', message: 'there is no migration "4_d"' },
    {
      asked: ['migrations/4_d.sql'],
      code: 'UNKNOWN_MIGRATION',
      message: 'there is no migration "migrations/4_d.sql"',
    },
    { asked: ['other', 'migrations'], code: 'USAGE', message: 'the files are in several folders' },
  ];
  for (const { asked, code, message } of refused) {
    await expect(choose(asked)).rejects.toMatchObject({ code, message, exitCode: 64 });
  }
});
