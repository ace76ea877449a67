import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { SabotageCase } from './sabotage-case.ts';
import { columnCases } from './sabotage-columns.ts';
import { constraintCases } from './sabotage-constraints.ts';
import { findingsOf, migratedDatabase, type SabotagedDatabase, sabotage } from './sabotage-database.ts';
import { defaultCases } from './sabotage-defaults.ts';
import { indexCases } from './sabotage-indexes.ts';
import { keyCases } from './sabotage-keys.ts';
import { postgresCases } from './sabotage-postgres.ts';

const server = inject('postgresUrl');
const cases: readonly SabotageCase[] = [
  ...columnCases,
  ...defaultCases,
  ...keyCases,
  ...indexCases,
  ...constraintCases,
  ...postgresCases,
];

describe.skipIf(server === null)('one change to a migrated PostgreSQL', () => {
  let made: SabotagedDatabase;
  beforeAll(async () => {
    made = await migratedDatabase(server ?? '');
  });
  afterAll(() => made?.drop());

  test('there are enough of them, each a different one', () => {
    expect(cases.length).toBeGreaterThan(80);
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
    expect(new Set(cases.map(({ sql }) => sql)).size).toBe(cases.length);
  });

  test('nothing is found where nothing was done', async () => {
    expect(await findingsOf(made.database)).toEqual([]);
  });

  test.each(cases)('$title', async ({ sql, finds }) => {
    const { found, afterRepair } = await sabotage(made.database, sql, { repair: true });
    const facts = found.map(({ rule, object, expected, actual }) => ({ rule, object, expected, actual }));
    expect(facts).toEqual(finds.map((find) => ({ expected: undefined, actual: undefined, ...find })));
    // Only the order of columns differs by itself: nothing depends on it, and nothing mends it.
    const reordered = (rule: string) => rule === 'different-table' && sql.includes('ADD COLUMN login_count');
    expect(found.map(({ severity }) => severity)).toEqual(
      found.map(({ rule }) => (reordered(rule) ? 'warning' : 'error')),
    );
    expect(found.every(({ confidence }) => confidence === undefined)).toBe(true);
    expect(found.filter(({ message, object }) => !message.includes(object))).toEqual([]);
    expect(found.filter(({ advice }) => advice === undefined)).toEqual([]);
    // A column that is added comes last: no statement can put it where it was.
    const moved = found.some(({ rule }) => rule === 'missing-column' || rule === 'different-table');
    expect((afterRepair ?? []).map(({ rule }) => rule)).toEqual(moved ? ['different-table'] : []);
  });

  test('only the kinds that were asked for', async () => {
    const only = new Set(['index', 'comment'] as const);
    const { found } = await sabotage(made.database, 'DROP TABLE users', { only, repair: false });
    const number = (wanted: string) => found.filter(({ rule }) => rule === wanted).length;
    expect([number('missing-comment'), number('missing-index'), found.length]).toEqual([18, 5, 23]);
    const none = await sabotage(made.database, 'ALTER TABLE users DROP COLUMN login_count', {
      only: new Set(['check']),
      repair: false,
    });
    expect(none.found).toEqual([]);
  });

  test('not what is allowed or ignored', async () => {
    const sql =
      'CREATE TABLE notes (id int); CREATE INDEX ix_users_email ON users (email); DROP INDEX ix_users_tenant_status';
    const rulesOf = async (options: Omit<Parameters<typeof sabotage>[2], 'repair'>) =>
      (await sabotage(made.database, sql, { ...options, repair: false })).found.map(({ rule }) => rule);
    expect(await rulesOf({})).toEqual(['extra-table', 'extra-index', 'missing-index']);
    expect(await rulesOf({ allowExtra: true })).toEqual(['missing-index']);
    expect(await rulesOf({ ignore: [(object) => object.startsWith('public.users.')] })).toEqual([
      'extra-table',
    ]);
  });
});
