import { describe, expect, it } from 'vitest';
import { cliOnTerminal, hasTerminal } from '../support/terminal.ts';
import { dump, entity, fromDump, generateProject, usual } from './generate-project.ts';

describe.skipIf(!hasTerminal())('migrate generate, on a terminal', () => {
  it('asks what was renamed, the likeliest first', async () => {
    const { options, files, text } = generateProject({ 'dump.json': dump('phone') });
    const { exitCode, shown } = await cliOnTerminal(
      ['migrate', 'generate', 'rename', ...fromDump],
      [{ see: 'Was it renamed?', type: '\r' }],
      options,
    );
    expect(shown).toContain('The column items.phone is no longer declared.');
    expect(exitCode).toBe(0);
    expect(text(files()[0] ?? '')).toContain("await renameColumn(knex, 'items', 'phone', 'note');");
  });

  it('a no is a drop, and that has to be agreed to', async () => {
    const { options, files, text } = generateProject({ 'dump.json': dump('phone') });
    const down = '\u001b[B';
    const no = { see: 'Was it renamed?', type: `${down}\r` };
    const refused = await cliOnTerminal(
      ['migrate', 'generate', 'drop', ...fromDump],
      [no, { see: 'Write it all the same?', type: 'n\r' }],
      options,
    );
    expect(refused).toMatchObject({ exitCode: 4, shown: expect.stringContaining('nothing was done') });
    expect(files()).toEqual([]);
    const agreed = await cliOnTerminal(
      ['migrate', 'generate', 'drop', ...fromDump],
      [no, { see: 'Write it all the same?', type: 'y\r' }],
      options,
    );
    expect(agreed.exitCode).toBe(0);
    expect(text(files()[0] ?? '')).toContain("await dropColumn(knex, 'items', 'phone');");
  });

  it('asks what rows get in a column that becomes NOT NULL', async () => {
    const more = `${usual} size: { type: columnTypes.int },`;
    const { options, files, text } = generateProject({ 'entities.ts': entity(more) });
    const { exitCode } = await cliOnTerminal(
      ['migrate', 'generate', 'size', ...fromDump],
      [{ see: 'becomes NOT NULL', type: '7\r' }],
      options,
    );
    expect(exitCode).toBe(0);
    expect(text(files()[0] ?? '')).toContain("await backfill(knex, 'items', 'size', 7);");
  });
});
