import { describe, expect, test } from 'vitest';
import type { ExpressionContext } from '../../src/schema/expression-canonical.ts';
import { compareExpressions as comparePlaced } from '../../src/schema/expression-compare.ts';

const types: Readonly<Record<string, string>> = {
  is_deleted: 'bit',
  n: 'int',
  c: 'nvarchar',
  a: 'int',
  b: 'int',
};
const context: ExpressionContext = {
  dialect: 'mssql',
  caseSensitive: false,
  columnType: (name) => types[name.toLowerCase()],
};
const compare = (a: string, b: string) => [
  compareExpressions(a, b, context),
  compareExpressions(b, a, context),
];

describe('what SQL Server stores is what was written', () => {
  test.each([
    ['0', '((0))'],
    ['-1', '((-1))'],
    ['-1.50', '((-1.50))'],
    ["'x'", "('x')"],
    ["N''", "(N'')"],
    ["N'Zürich ''s'", "(N'Zürich ''s')"],
    ['GETDATE()', '(getdate())'],
    ['SYSUTCDATETIME()', '(sysutcdatetime())'],
    ['NEWID()', '(newid())'],
    ['NEWSEQUENTIALID()', '(newsequentialid())'],
    ['CURRENT_TIMESTAMP', '(getdate())'],
    ['CAST(0 AS bit)', 'CONVERT([bit],(0))'],
    ['CAST(0 AS bit)', '(CONVERT([bit],(0)))'],
    ["c IN ('a','b','c')", "([c]='c' OR [c]='b' OR [c]='a')"],
    ["c IN ('a','b','c')", "([c] IN ('a', 'b', 'c'))"],
    ["c IN ('a','b')", "([c]='a' OR [c]='b')"],
    ["c IN ('a')", "([c]='a')"],
    ["c NOT IN ('a','b')", "(NOT ([c]='b' OR [c]='a'))"],
    ["c NOT IN ('a','b')", "([c]<>'b' AND [c]<>'a')"],
    ['is_deleted = 0', '([is_deleted]=(0))'],
    ['is_deleted = CAST(0 AS bit)', '([is_deleted]=(0))'],
    ['n BETWEEN 1 AND 5', '([n]>=(1) AND [n]<=(5))'],
    ['n NOT BETWEEN 1 AND 5', '([n]<(1) OR [n]>(5))'],
    ['n != 1', '([n]<>(1))'],
    ['n !> 1', '([n]<=(1))'],
    ['ISJSON([c]) = 1', '(isjson([c])=(1))'],
    ['c IS NULL OR LEN(c) > 3', '([c] IS NULL OR len([c])>(3))'],
    ['NOT c IS NULL', '([c] IS NOT NULL)'],
    ['(a + b) * n > 0', '(([a]+[b])*[n]>(0))'],
    ['a + b * n > 0', '([a]+[b]*[n]>(0))'],
    ['(a + (b * n)) > 0', '([a]+[b]*[n]>(0))'],
    ['-a * b < 0', '( -[a]*[b]<(0))'],
    ['DATEADD(dd, -1, SYSUTCDATETIME())', '(dateadd(day,(-1),sysutcdatetime()))'],
    ["c LIKE '%x' ESCAPE '!'", "([c] like '%x' escape '!')"],
    ['CAST(a AS numeric(10,2))', 'CONVERT([decimal](10,2),[a])'],
    ['CAST(a AS varchar)', 'CONVERT([varchar](30),[a])'],
    ["CONVERT(varchar(10), c, 126) <> ''", "(CONVERT([varchar](10),[c],(126))<>'')"],
    ['IIF(a > 1, a, b)', '(case when [a]>(1) then [a] else [b] end)'],
    ["c COLLATE Latin1_General_BIN2 = 'X'", "([c] collate Latin1_General_BIN2='X')"],
    ["c AT TIME ZONE 'UTC' > 0", "(([c] AT TIME ZONE 'UTC')>(0))"],
    ['NEXT VALUE FOR dbo.numbers', '(NEXT VALUE FOR [dbo].[numbers])'],
    ['dbo.Fn(a, 1)', '([dbo].[fn]([a],(1)))'],
    ['a = 1 AND b = 2 AND n = 3', '([n]=(3) AND ([a]=(1) AND [b]=(2)))'],
    ['a & 4 = 4', '(([a]&(4))=(4))'],
    ['TRY_CAST(c AS int) > 0', '(TRY_CONVERT([int],[c])>(0))'],
    ['"order" = 1 -- comment', '([order]=(1))'],
    ['a = 1 OR (a = 2 OR a IN (3, 1))', '([a]=(3) OR [a]=(2) OR [a]=(1))'],
  ])('%s is %s', (written, stored) => {
    expect(compare(written, stored)).toEqual(['equal', 'equal']);
  });

  test.each([
    ["'x'", "N'x'"],
    ['1.0', '1.00'],
    ['1e5', '(1.0000000000000000e+005)'],
    ['CONVERT(varchar(10), a)', 'CONVERT([varchar](10),[a],(0))'],
    ['CAST(a AS int)', '[a]'],
  ])('%s and %s may be the same', (written, stored) => {
    expect(compare(written, stored)).toEqual(['unknown', 'unknown']);
  });

  test.each([
    ['(a+b)*n', '([a]+([b]*[n]))'],
    ["'a b'", "('ab')"],
    ["'ab'", "('AB')"],
    ["'a''b'", "('ab')"],
    ["c IN ('a','b','c')", "([c]='b' OR [c]='a')"],
    ["c IN ('a','b')", "([c]='a' OR [n]='b')"],
    ["c IN ('a','b')", "([c]='a' AND [c]='b')"],
    ["c NOT IN ('a','b')", "([c]='b' OR [c]='a')"],
    ["c NOT IN ('a','b')", "([c]<>'b' OR [c]<>'a')"],
    ['a = 1 AND b = 2 OR n = 3', '([a]=(1) AND ([b]=(2) OR [n]=(3)))'],
    ['NOT a = 1 AND b = 2', '(NOT ([a]=(1) AND [b]=(2)))'],
    ['n BETWEEN 1 AND 5', '([n]>(1) AND [n]<(5))'],
    ['a - b - n', '([a]-([b]-[n]))'],
    ['-(a + b)', '( -[a]+[b])'],
    ['CAST(a AS bit)', 'CONVERT([int],[a])'],
    ['is_deleted = CAST(2 AS bit)', '([is_deleted]=(2))', 'unknown'],
    ['CAST(a AS varchar(10))', 'CONVERT([nvarchar](10),[a])'],
    ['CAST(a AS varchar(10))', 'CONVERT([varchar](20),[a])'],
    ['CONVERT(varchar(10), a, 126)', 'CONVERT([varchar](10),[a],(121))'],
    ['TRY_CAST(a AS int)', 'CONVERT([int],[a])'],
    ['GETDATE()', '(getutcdate())'],
    ['[a.b] = 1', '([a].[b]=(1))'],
    ['1', '(-1)'],
    ['0x0A', '(0x0B)'],
    ["c LIKE 'a'", "(NOT [c] like 'a')"],
    ["c LIKE 'a'", "([c]='a')"],
    ["c LIKE 'a' ESCAPE '!'", "([c] like 'a' escape '?')"],
    ['c IS NULL', '([c] IS NOT NULL)'],
    ["c COLLATE Latin1_General_BIN2 = 'X'", "([c] collate Latin1_General_CI_AS='X')"],
    ['CASE WHEN a=1 THEN 1 ELSE 2 END', '(case when [a]=(1) then (2) else (1) end)'],
  ])('%s is not %s', (written, stored, verdict = 'different') => {
    expect(compare(written, stored)).toEqual([verdict, verdict]);
  });

  test('case of names counts where the database says so', () => {
    const sensitive = { ...context, caseSensitive: true };
    expect(compareExpressions('A = 1', '([a]=(1))', sensitive)).toBe('different');
    expect(compareExpressions('GETDATE()', '(getdate())', sensitive)).toBe('equal');
    expect(compareExpressions("'A'", "('a')", context)).toBe('different');
  });

  test.each([
    ['EXISTS (SELECT 1)', '(exists (select 1))'],
    ['count(*) OVER ()', 'count(*)'],
    ['a >', 'b'],
    ["'open", "'open'"],
    ['', '0'],
    ['a b', 'a'],
    ['(a', 'a'],
    ['a)', 'a'],
    ['$1.5', '1.5'],
  ])('%s is not read, so it is equal to the same text only', (sql, other) => {
    expect(compare(sql, other)).toEqual(['unknown', 'unknown']);
    expect(compareExpressions(sql, `  ${sql}\n`, context)).toBe('equal');
  });
});

describe('what Babelfish stores is what was written', () => {
  test.each([
    ["c IN ('a','b','c')", "((c IN ('a', 'b', 'c')))"],
    ["c NOT IN ('a','b')", "((c NOT IN ('a', 'b')))"],
    ['n BETWEEN 1 AND 5', '(((n >= 1) AND (n <= 5)))'],
    ['n != 1', '((n <> 1))'],
    ['CAST(0 AS bit)', 'CAST((0) AS bit)'],
    ['-1', "CAST('-1' AS int)"],
    ['n > -1', "((n > CAST('-1' AS int)))"],
  ])('%s is %s', (written, stored) => {
    expect(compare(written, stored)).toEqual(['equal', 'equal']);
  });
});

describe('what is long or deep', () => {
  test('a list of thousands of values is read, which SQL Server stores as a chain', () => {
    const values = Array.from({ length: 5_000 }, (_, i) => `'v${i}'`);
    const chain = values.toReversed().map((value) => `[c]=${value}`);
    expect(compare(`c IN (${values.join(',')})`, `(${chain.join(' OR ')})`)).toEqual(['equal', 'equal']);
    expect(compare(chain.join(' OR '), chain.slice(1).join(' OR '))).toEqual(['different', 'different']);
  });

  test.each([
    ['parentheses', `${'('.repeat(50_000)}a = 1${')'.repeat(50_000)}`],
    ['negations', `${'NOT '.repeat(50_000)}a = 1`],
    ['sums', `${'a + '.repeat(50_000)}a = 1`],
    ['calls', `${'abs('.repeat(50_000)}a${')'.repeat(50_000)} = 1`],
    ['cases', `${'case when a = 1 then '.repeat(20_000)}a${' end'.repeat(20_000)} = 1`],
    ['sums in sums', `${'('.repeat(240)}a${` ${'+ a '.repeat(240)})`.repeat(240)} = 1`],
  ])('%s without end are not understood, and equal to the same text only', (_, deep) => {
    expect(compare(deep, deep)).toEqual(['equal', 'equal']);
    expect(compare(deep, 'a = 1')).toEqual(['unknown', 'unknown']);
  });
});

describe('defaults', () => {
  test.each([
    ['0', 'CONVERT([bit],(0))', 'bit', 'equal'],
    ['1', '(CONVERT([bit],(0)))', 'bit', 'different'],
    ["'x'", "CONVERT([nvarchar](20),'x')", 'nvarchar(20)', 'equal'],
    ["'x'", "CONVERT([nvarchar](10),'x')", 'nvarchar(20)', 'unknown'],
  ])('%s and %s on a column of %3$s', (a, b, type, verdict) => {
    expect(compareExpressions(a, b, context, type)).toBe(verdict);
    expect(compareExpressions(b, a, context, type)).toBe(verdict);
  });
});

function compareExpressions(a: string, b: string, context: ExpressionContext, defaultOf?: string) {
  const place = (sql: string) => ({ sql, context, ...(defaultOf === undefined ? {} : { defaultOf }) });
  return comparePlaced(place(a), place(b));
}
