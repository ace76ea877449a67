import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Askable } from '../../src/database/ask.ts';
import { freshDatabase } from '../../src/database/fresh-database.ts';
import { refuseHistoryElsewhere } from '../../src/migrate/history/history-elsewhere.ts';

let pglite: PGlite;
const from: Askable = {
  ask: async <Row>(sql: string) => (await pglite.query<Row>(sql)).rows,
};

beforeAll(async () => {
  pglite = await PGlite.create({ loadDataDir: await freshDatabase() });
  await pglite.exec('CREATE TABLE history (id int); CREATE SCHEMA app');
});
afterAll(() => pglite.close());

test('a history on the search path, behind the schema that it is looked for in, is refused', async () => {
  await expect(refuseHistoryElsewhere(from, 'history', 'app.history')).rejects.toMatchObject({
    code: 'HISTORY_ELSEWHERE',
    message: expect.stringContaining('the history is in public.history'),
  });
});

test('one that another run has made since, in that schema, is none', async () => {
  await expect(refuseHistoryElsewhere(from, 'history', 'public.history')).resolves.toBeUndefined();
  await expect(refuseHistoryElsewhere(from, 'nowhere', 'public.nowhere')).resolves.toBeUndefined();
});
