import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../support/engines.ts';
import { createProject, names, threeMigrations } from '../support/projects.ts';

const [authors, books, loans] = names;

/** What is refused where history and files differ, how it is settled, and what the history keeps. */
export function historyBehaviour(engine: Engine): void {
  describe('a history that does not fit the files', () => {
    it('refuses an altered migration until it is restored or accepted', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up', '--to', books);
      const original = threeMigrations['migrations/20260101000000_authors.ts'] ?? '';
      project.write({ 'migrations/20260101000000_authors.ts': original.replace('100', '120') });
      for (const command of [['up'], ['down'], ['redo'], ['plan']]) {
        const refused = await project.run('migrate', ...command, '--json');
        expect(refused.exitCode).toBe(5);
        expect(refused.json().error).toMatchObject({
          code: 'HISTORY_ALTERED',
          hint: expect.stringContaining('repair'),
        });
      }
      expect(await project.run('migrate', 'status', '--exit-code')).toMatchObject({ exitCode: 5 });
      expect((await project.status())[authors]).toBe('altered');

      // Line ends and a byte order mark are no alteration.
      project.write({ 'migrations/20260101000000_authors.ts': `\uFEFF${original.replaceAll('\n', '\r\n')}` });
      expect((await project.status())[authors]).toBe('applied');

      project.write({ 'migrations/20260101000000_authors.ts': original.replace('100', '120') });
      expect(await project.run('migrate', 'repair')).toMatchObject({ exitCode: 4 });
      expect((await project.status())[authors]).toBe('altered');
      expect(await project.run('migrate', 'repair', '--yes')).toMatchObject({ exitCode: 0 });
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
    });

    it('refuses when an applied file is missing, until it is back or forgotten', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up');
      rmSync(join(project.folder, 'migrations/20260102000000_books.js'));
      const refused = await project.run('migrate', 'up', '--json');
      expect(refused.exitCode).toBe(5);
      expect(refused.json().error).toMatchObject({ code: 'HISTORY_MISSING' });
      expect(await project.status()).toEqual({
        [authors]: 'applied',
        [books]: 'missing',
        [loans]: 'applied',
      });
      const repaired = await project.run('migrate', 'repair', '--yes', '--json');
      expect(repaired.json()).toMatchObject({ changes: [{ name: books, event: 'forgotten' }] });
      expect(await project.status()).toEqual({ [authors]: 'applied', [loans]: 'applied' });
      expect(await project.database.tables()).toEqual(['authors', 'books', 'loans']);
    });

    it('refuses a late migration until it is allowed', async () => {
      const project = await createProject(engine);
      await project.run('migrate', 'up');
      project.write({
        'migrations/20260101120000_late.sql':
          '-- up\nCREATE TABLE late (id int);\n-- down\nDROP TABLE late;\n',
      });
      const refused = await project.run('migrate', 'up', '--json');
      expect(refused.exitCode).toBe(5);
      expect(refused.json().error).toMatchObject({
        code: 'HISTORY_OUT_OF_ORDER',
        hint: expect.stringContaining('--allow-out-of-order'),
      });
      expect((await project.status())['20260101120000_late']).toBe('out-of-order');
      expect(await project.run('migrate', 'up', '--allow-out-of-order')).toMatchObject({ exitCode: 0 });
      expect((await project.status())['20260101120000_late']).toBe('applied');
    });

    it('remembers that a migration without a transaction stopped half-way, until it is settled', async () => {
      const half = `-- transaction: false
-- up
CREATE TABLE first_half (id int);
${engine.dialect === 'mssql' ? 'GO\n' : ''}INSERT INTO no_such_table (id) VALUES (1);
-- down
DROP TABLE first_half;
`;
      const project = await createProject(engine, {
        'migrations/1_half.sql': half,
        'migrations/2_next.sql': '-- up\nCREATE TABLE next (id int);\n-- down\nDROP TABLE next;\n',
      });
      const failed = await project.run('migrate', 'up', '--json');
      expect(failed.exitCode).toBe(1);
      expect(failed.json().error?.hint).toContain('migrate mark 1_half');
      expect(failed.json().error?.details?.join('\n')).toMatch(
        engine.dialect === 'mssql' ? /1_half\.sql:5/ : /1_half\.sql:4/,
      );
      expect(await project.database.tables()).toEqual(['first_half']);
      expect(await project.status()).toEqual({ '1_half': 'failed', '2_next': 'pending' });
      const refused = await project.run('migrate', 'up', '--json');
      expect(refused.exitCode).toBe(5);
      expect(refused.json().error).toMatchObject({ code: 'HISTORY_FAILED' });

      expect(await project.run('migrate', 'mark', '1_half', '--applied')).toMatchObject({ exitCode: 4 });
      expect(await project.run('migrate', 'mark', '1_half', '--applied', '--yes')).toMatchObject({
        exitCode: 0,
      });
      expect(await project.run('migrate', 'up')).toMatchObject({ exitCode: 0 });
      expect(await project.status()).toEqual({ '1_half': 'applied', '2_next': 'applied' });
      expect(await project.run('migrate', 'mark', '2_next', '--reverted', '--yes')).toMatchObject({
        exitCode: 0,
      });
      expect(await project.status()).toEqual({ '1_half': 'applied', '2_next': 'pending' });
    });
  });

  describe('history', () => {
    it('keeps every event, also over down', async () => {
      const project = await createProject(engine, {
        ...threeMigrations,
        'migrations/20260104000000_bad.sql': '-- up\nINSERT INTO no_such_table (id) VALUES (1);\n-- down\n',
      });
      await project.run('migrate', 'up');
      await project.run('migrate', 'down', '--step', '3');
      const result = await project.run('migrate', 'history', '--json');
      expect(result.json().events.map(({ event, name }) => [event, name])).toEqual([
        ['reverted', authors],
        ['reverted', books],
        ['reverted', loans],
        ['failed', '20260104000000_bad'],
        ['applied', loans],
        ['applied', books],
        ['applied', authors],
      ]);
      for (const event of result.json().events) {
        expect(event).toMatchObject({
          host: expect.stringMatching(/./),
          login: expect.stringMatching(/./),
          toolVersion: expect.stringMatching(/^\d+\./),
          durationMs: expect.any(Number),
        });
        expect(Math.abs(Date.now() - Date.parse(event.at))).toBeLessThan(600_000);
      }
      expect((await project.run('migrate', 'history', '--limit', '2', '--json')).json().events).toHaveLength(
        2,
      );
      expect((await project.run('migrate', 'history')).stdout).toContain('reverted');
    });
  });
}
