import { expect, test } from 'vitest';
import { conditionSql } from '../../src/ddl/condition.ts';
import { addCheck } from '../../src/ddl/index.ts';
import { captured } from './ddl-capture.ts';

test.each([
  [{ is_deleted: false }, '[is_deleted] = 0', '"is_deleted" = false'],
  [{ deleted_at: null }, '[deleted_at] IS NULL', '"deleted_at" IS NULL'],
  [{ a: { not: null } }, '[a] IS NOT NULL', '"a" IS NOT NULL'],
  [{ a: { not: 'x' } }, "[a] <> 'x'", `"a" <> 'x'`],
  [{ a: { not: [1, 2] } }, '[a] <> 1 AND [a] <> 2', '"a" <> 1 AND "a" <> 2'],
  [{ a: [true, false] }, '[a] IN (1, 0)', '"a" IN (true, false)'],
  [{ a: { gte: 1, lt: 10 } }, '[a] >= 1 AND [a] < 10', '"a" >= 1 AND "a" < 10'],
  [{ a: { gt: 1, lte: 10 } }, '[a] > 1 AND [a] <= 10', '"a" > 1 AND "a" <= 10'],
  [{ a: 1, 'b"]': 'c' }, `[a] = 1 AND [b"]]] = 'c'`, `"a" = 1 AND "b""]" = 'c'`],
  ['a + b > 1', 'a + b > 1', 'a + b > 1'],
])('%o', (condition, mssql, postgres) => {
  expect(conditionSql('mssql', condition)).toBe(mssql);
  expect(conditionSql('postgres', condition)).toBe(postgres);
});

test.each([{}, '', ' \n', { a: [] }, { a: {} }, { a: { not: [] } }])(
  '%o says nothing and is refused',
  (condition) => {
    expect(() => conditionSql('mssql', condition)).toThrow(
      expect.objectContaining({ code: 'DDL_CONDITION', exitCode: 78 }),
    );
  },
);

test('a text that Knex would spoil is refused before it is sent', async () => {
  const { db, sent } = captured('postgres');
  await expect(addCheck(db, 't', 'ck_t_a', "a ~ '\\?'")).rejects.toMatchObject({
    code: 'DDL_STATEMENT',
    exitCode: 78,
  });
  expect(sent).toEqual([]);
  const mssql = captured('mssql');
  await addCheck(mssql.db, 't', 'ck_t_a', "a <> '\\?'");
  expect(mssql.sent).toEqual(["ALTER TABLE [t] ADD CONSTRAINT [ck_t_a] CHECK (a <> '\\?')"]);
});
