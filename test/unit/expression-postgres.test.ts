import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../src/database/fresh-database.ts';
import type { ExpressionContext } from '../../src/schema/expression-canonical.ts';
import { compareExpressions as comparePlaced } from '../../src/schema/expression-compare.ts';

const columns: Readonly<Record<string, string>> = {
  id: 'uuid',
  status: 'varchar(20)',
  name: 'text',
  code: 'char(3)',
  n: 'integer',
  small: 'smallint',
  big: 'bigint',
  price: 'numeric(10,2)',
  ratio: 'double precision',
  single: 'real',
  is_deleted: 'boolean',
  at: 'timestamptz(3)',
  plain: 'timestamp',
  day: 'date',
  data: 'jsonb',
  tags: 'text[]',
  mood: 'mood',
  'Order No': 'integer',
};
const bare: Readonly<Record<string, string>> = {
  ...columns,
  status: 'character varying',
  code: 'character',
  price: 'numeric',
  at: 'timestamp with time zone',
  plain: 'timestamp without time zone',
};
const context: ExpressionContext = {
  dialect: 'postgres',
  caseSensitive: true,
  columnType: (name) => bare[name],
};

let db: PGlite;
beforeAll(async () => {
  db = await PGlite.create({ loadDataDir: await freshDatabase() });
  const list = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`);
  await db.exec(
    `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (${list.join(', ')}); CREATE SEQUENCE s`,
  );
});
afterAll(() => db.close());

const checks = [
  "status IN ('trial', 'active', 'suspended')",
  "status IN ('trial')",
  "status NOT IN ('trial', 'active')",
  "status NOT IN ('trial')",
  "NOT (status IN ('trial', 'active'))",
  "status = 'a' OR status = 'b'",
  "name IN ('a', 'b')",
  "name = 'it''s' AND (n > 1 OR n < -1)",
  'n IN (3, 1, 2)',
  'big IN (1, 2)',
  'big > 5',
  'big > 3000000000',
  'n = -1',
  'n + 1 > -2 * n',
  '(n + big) * 2 > 10',
  'n - (big - 2) > 0',
  '-n * 2 < 0',
  'price >= 0',
  'price >= 0.5',
  'price > -1.5',
  'price * 2 > n',
  'price * n > 0 AND price IN (1, 2)',
  'ratio > 0',
  'ratio BETWEEN 0 AND 1.5',
  'ratio * n > price',
  'single > 0.5',
  'small > 1',
  'small IN (1, 2)',
  'n NOT BETWEEN 1 AND 5',
  'n != 4',
  'is_deleted = false',
  'NOT is_deleted',
  'is_deleted IS NOT TRUE',
  'name IS NOT NULL',
  'status IS NULL OR length(status) > 3',
  'lower(status) = status',
  'lower(name) = name',
  "name LIKE 'a%'",
  "status NOT LIKE 'a%'",
  "name ILIKE 'a%'",
  "name LIKE 'a!%' ESCAPE '!'",
  "status ~ '^[a-z]+$'",
  "status ~* 'x' AND name !~ 'y'",
  "code = 'abc'",
  "code IN ('abc', 'def')",
  "mood = 'sad'",
  "mood IN ('sad', 'ok')",
  "id <> '00000000-0000-0000-0000-000000000000'",
  "data @> '{}'",
  "data ->> 'a' = 'b'",
  "data ? 'a'",
  "jsonb_typeof(data) = 'object'",
  "json_typeof((name)::json) IN ('object', 'array')",
  "json_typeof(CAST(name AS json)) IN ('object', 'array')",
  "tags @> ARRAY['a', 'b']",
  "'a' = ANY (tags)",
  "tags[1] = 'a'",
  "status || name <> 'ab'",
  "coalesce(status, '') <> ''",
  'coalesce(price, 0) >= 0',
  "CASE WHEN n = 1 THEN status ELSE 'x' END <> 'y'",
  'CASE n WHEN 1 THEN true ELSE false END',
  'CASE WHEN n = 1 THEN true END',
  "day > '2020-01-31'",
  "at > plain AT TIME ZONE 'utc'",
  "at < now() + interval '1 day'",
  'EXTRACT(year FROM at) > 2000',
  "position('a' in name) > 0",
  "substring(name from 2 for 3) = 'abc'",
  'trim(name) = name',
  "trim(leading 'x' from name) = name",
  'rtrim(name) = name',
  "left(name, 1) = 'a'",
  'name COLLATE "C" < \'b\'',
  'n IS DISTINCT FROM big',
  '(n, big) = (1, 2)',
  '"Order No" > 0',
  'n % 2 = 0 AND n ^ 2 < 100 AND n & 1 = 0',
  'at >= CURRENT_TIMESTAMP',
  "name = E'a\\\\b\\n'",
  "name = $$a'b$$",
  'num_nonnulls(name, status) = 1',
  'n > 1 AND big > 2 AND (price > 3 OR NOT (ratio > 4 AND small > 5))',
  'greatest(n, 5) > 3',
  "nullif(name, '') IS NOT NULL",
];

describe('what PostgreSQL stores is what was written', () => {
  test.each(checks)('check %s', async (written) => {
    const stored = await storedCheck(written);
    expect([compareExpressions(written, stored, context), stored]).toEqual(['equal', stored]);
  });

  test.each([
    ['status', "'trial'"],
    ['name', "'it''s'"],
    ['name', "''"],
    ['code', "'abc'"],
    ['n', '5'],
    ['n', '-1'],
    ['big', '0'],
    ['big', '-5'],
    ['big', "'7'"],
    ['small', '1'],
    ['price', '1.0'],
    ['price', '0'],
    ['price', '-2'],
    ['ratio', '0.5'],
    ['single', '1'],
    ['is_deleted', 'false'],
    ['at', 'now()'],
    ['at', 'CURRENT_TIMESTAMP'],
    ['at', "now() AT TIME ZONE 'utc'"],
    ['day', 'CURRENT_DATE'],
    ['day', "'2020-01-31'"],
    ['plain', "(now() AT TIME ZONE 'utc')"],
    ['id', 'gen_random_uuid()'],
    ['data', "'{}'"],
    ['data', "'[]'::jsonb"],
    ['tags', "'{}'"],
    ['tags', 'ARRAY[]::text[]'],
    ['mood', "'ok'"],
    ['at', "now() + '1 day'::interval"],
    ['name', 'NULL'],
    ['name', 'CURRENT_USER'],
    ['n', '1 + 2 * 3'],
  ])('default of %s: %s', async (column, written) => {
    await db.exec(`ALTER TABLE t ALTER COLUMN ${column} SET DEFAULT ${written}`);
    const sql = `SELECT pg_get_expr(adbin, adrelid) AS stored FROM pg_attrdef d JOIN pg_attribute a
      ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE adrelid = 't'::regclass AND attname = $1`;
    const { rows } = await db.query<{ stored: string }>(sql, [column]);
    const stored = rows[0]?.stored ?? 'NULL';
    const type = bare[column] ?? '';
    expect([compareExpressions(written, stored, context, type), stored]).toEqual(['equal', stored]);
  });

  test.each(['is_deleted = false', "status = 'active' AND n > 0", "status IN ('a', 'b')", 'at IS NULL'])(
    'filter %s',
    async (written) => {
      await db.exec(`CREATE INDEX i ON t (id) WHERE ${written}`);
      const { rows } = await db.query<{ stored: string }>(
        "SELECT pg_get_expr(indpred, indrelid) AS stored FROM pg_index WHERE indexrelid = 'i'::regclass",
      );
      await db.exec('DROP INDEX i');
      expect(compareExpressions(written, rows[0]?.stored ?? '', context)).toBe('equal');
    },
  );
});

describe('what is the same in other words', () => {
  test.each([
    ['at >= CURRENT_TIMESTAMP', 'at >= now()'],
    ['at >= transaction_timestamp()', 'at >= now()'],
    ['is_deleted = false', 'NOT is_deleted'],
    ['is_deleted <> true', 'NOT is_deleted'],
    ['true = is_deleted', 'is_deleted'],
    ['NOT (is_deleted = false)', 'is_deleted'],
    ['n > 1 AND is_deleted = false', 'NOT is_deleted AND n > 1'],
  ])('%s and %s', async (a, b) => {
    expect(compareExpressions(a, b, context)).toBe('equal');
    // On every row there can be, null included.
    const rows = `(VALUES (true, 1), (false, 2), (NULL, 3)) AS v (is_deleted, n), (VALUES (now()), (NULL)) AS w (at)`;
    const counted = await db.query(`SELECT FROM ${rows} WHERE (${a}) IS DISTINCT FROM (${b})`);
    expect(counted.rows).toHaveLength(0);
  });
});

describe('what only may be the same', () => {
  test.each([
    ["plain > '2020-01-01'"],
    ["nextval('s') > 0"],
    ['data = \'{"a":1}\''],
    ['length(code) > 0 AND name = code'],
  ])('%s', async (written) => {
    const stored = await storedCheck(written);
    expect([compareExpressions(written, stored, context), stored]).not.toEqual(['different', stored]);
  });
});

describe('what is not the same', () => {
  test.each([
    ["(n)::text = '5'", "n = '5'", 'unknown'],
    ['(n)::bigint > 1', '(n)::numeric > 1', 'different'],
    ['(single)::double precision + single > 1', 'single + single > 1', 'unknown'],
    ["status = 'a'", "(status)::text = 'b'::text", 'different'],
    ['is_deleted = false', 'is_deleted = true', 'different'],
    ['is_deleted = false', 'is_deleted IS NOT TRUE', 'different'],
    ['is_deleted = false', 'is_deleted', 'different'],
    ['is_deleted = null', 'NOT is_deleted', 'different'],
    ['at > CURRENT_TIMESTAMP', 'at > clock_timestamp()', 'different'],
    ['at > CURRENT_TIMESTAMP', 'at > LOCALTIMESTAMP', 'different'],
    ['at > now()', 'at > public.now()', 'different'],
    ["(status)::varchar(2) = 'ab'", "(status)::text = 'ab'::text", 'unknown'],
    ["name = 'A'", "(name = 'a'::text)", 'different'],
    ['"Name" = 1', 'name = 1', 'different'],
    ["status IN ('a', 'b')", "((status)::text = ANY ((ARRAY['a'::character varying])::text[]))", 'different'],
    [
      "status IN ('a', 'b')",
      "((status)::text <> ALL ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
      'different',
    ],
    ['n / 2 > 1', '(n / (2)::numeric) > 1', 'unknown'],
    ["substring(data from 1) = 'a'", "(substring(data, 1))::text = 'a'", 'unknown'],
    ["at > '2020-01-01'", "at > '2021-01-01 00:00:00+00'::timestamptz", 'different'],
    ["name ~~ 'a'", "name ~~* 'a'", 'different'],
    ['-2 ^ 2 > n', '-(2 ^ 2) > n', 'different'],
    ["name LIKE 'a'", "name NOT LIKE 'a'", 'different'],
    ['n > ANY (ARRAY[1, 2])', 'n > ALL (ARRAY[1, 2])', 'different'],
    ["U&'\\0041' = name", "'A' = name", 'unknown'],
    ["N'a' = name", "'a' = name", 'unknown'],
    ['count(*) FILTER (WHERE n > 1) > 1', 'count(*) > 1', 'unknown'],
  ])('%s and %s: %3$s', (a, b, verdict) => {
    expect([compareExpressions(a, b, context), compareExpressions(b, a, context)]).toEqual([
      verdict,
      verdict,
    ]);
  });
});

async function storedCheck(written: string): Promise<string> {
  await db.exec(`ALTER TABLE t ADD CONSTRAINT c CHECK (${written})`);
  const { rows } = await db.query<{ stored: string }>(
    "SELECT pg_get_expr(conbin, conrelid) AS stored FROM pg_constraint WHERE conname = 'c'",
  );
  await db.exec('ALTER TABLE t DROP CONSTRAINT c');
  return rows[0]?.stored ?? '';
}

function compareExpressions(a: string, b: string, context: ExpressionContext, defaultOf?: string) {
  const place = (sql: string) => ({ sql, context, ...(defaultOf === undefined ? {} : { defaultOf }) });
  return comparePlaced(place(a), place(b));
}
