import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import { loadRows } from '../../src/seed/load/load-rows.ts';
import { type RowBatches, type SeedTable, tenantsTable, usersTable } from '../../src/seed/seed-table.ts';
import { tenantRow, userRow } from '../support/seed-rows.ts';
import { clear, onEveryMigratedEngine } from './seed-database.ts';

const { signal } = new AbortController();

const STRANGE = [
  '👩‍👩‍👧‍👦 Zoë 🇩🇪',
  'שלום עליכם',
  'مرحبا بالعالم',
  '東京都 𠮷野家',
  `O'Brien "the" \`quoted\` [x]`,
  'back\\slash \\n \\N \\. \\\\ \\t \\x41',
  '\\N',
  '\\.',
  'tab\there',
  'line\nfeed',
  'carriage\r\nreturn\r',
  '\\\n\\\r\n',
  '\u0001\u0008\u000b\u000c\u001f\u007f\u0085\u00a0\u2028\ufeff',
  ' spaces around ',
  '? $1 ?? \\? @p0',
  'e\u0301 is not \u00e9',
  '\u{10ffff}\uffff',
];

onEveryMigratedEngine('loading rows', (open) => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ database, drop } = await open());
  });
  afterAll(() => drop());
  beforeEach(() => clear(database));

  const load = (table: SeedTable, batches: RowBatches): Promise<number> =>
    database.knex.transaction((trx) => loadRows(database, trx, table, batches, { signal }));
  const names = async (): Promise<string[]> =>
    (await database.knex('tenants').select('name').orderBy('index_id')).map(({ name }) => name);

  test('keeps every text as it is, nulls and the order of the rows', async () => {
    const rows = STRANGE.map((name, index) =>
      tenantRow(index + 1, { name, billing_email: index % 2 === 0 ? null : name }),
    );
    expect(await load(tenantsTable, [rows.slice(0, 5), [], rows.slice(5)])).toBe(STRANGE.length);
    expect(await names()).toEqual(STRANGE);
    const emails = await database.knex('tenants').select('billing_email').orderBy('index_id');
    expect(emails.map((row) => row.billing_email)).toEqual(
      STRANGE.map((name, index) => (index % 2 === 0 ? null : name)),
    );
  });

  test('keeps texts as long as their column, and the longest that may be', async () => {
    await load(tenantsTable, [[tenantRow(1)]]);
    const metadata = JSON.stringify({ a: 'ü'.repeat(3992) });
    await load(usersTable, [[userRow(1, 1, { display_name: '東'.repeat(255), user_metadata: metadata })]]);
    const [user] = await database.knex('users').select('display_name', 'user_metadata');
    expect(user).toEqual({ display_name: '東'.repeat(255), user_metadata: metadata });
  });

  test('keeps moments to the millisecond, in UTC', async () => {
    await load(tenantsTable, [[tenantRow(1)]]);
    const moments = [
      ...Array.from({ length: 1000 }, (_, ms) => new Date(Date.UTC(2025, 2, 30, 1, 59, 59, ms))),
      // The ends of a summer time, of years and centuries, and before 1970.
      ...['2025-10-26T00:59:59.999Z', '2024-02-29T23:59:59.999Z', '2099-12-31T23:59:59.999Z'].map(iso),
      ...['1900-02-28T00:00:00.001Z', '1969-12-31T23:59:59.999Z', '1000-01-03T00:00:00.001Z'].map(iso),
      ...['9999-12-29T23:59:59.999Z', '1582-10-10T12:00:00.500Z'].map(iso),
    ];
    const rows = moments.map((moment, index) => userRow(index + 1, 1, { last_login_at: moment }));
    await load(usersTable, [rows]);
    const stored = await database.knex('users').select('last_login_at').orderBy('index_id');
    expect(stored.map((row) => iso(row.last_login_at).toISOString())).toEqual(
      moments.map((moment) => moment.toISOString()),
    );
  });

  test('keeps numbers, and rounds decimals the same everywhere', async () => {
    const values = [0, 0.01, 1.005, 1.115, 0.125, -0.125, 99_999_999.99, -99_999_999.99, 12_345.678];
    const limits = [-(2 ** 31), 2 ** 31 - 1, 0, -1, 1, 10, 100, 1000, 10_000];
    await load(tenantsTable, [
      values.map((max_storage_gb, index) =>
        tenantRow(index + 1, { max_storage_gb, max_users: limits[index] ?? 0, is_deleted: index % 2 === 1 }),
      ),
    ]);
    const stored = await database.knex('tenants').orderBy('index_id');
    expect(stored.map((row) => Number(row.max_storage_gb).toFixed(2))).toEqual(
      values.map((value) => value.toFixed(2)),
    );
    expect(stored.map((row) => row.max_users)).toEqual(limits);
    expect(stored.map((row) => row.is_deleted)).toEqual(values.map((_, index) => index % 2 === 1));
  });

  test('loads what is made while it is loaded, and a temporary table', async () => {
    async function* batches() {
      for (let batch = 0; batch < 40; batch += 1) {
        await null;
        yield Array.from({ length: 500 }, (_, index) => [batch * 500 + index, `${index}`.repeat(20), null]);
      }
    }
    const name = database.dialect === 'mssql' ? '#loaded' : 'loaded';
    const temporary: SeedTable = {
      name,
      columns: [
        { name: 'line', type: columnTypes.bigint, nullable: false },
        { name: 'content', type: columnTypes.text, nullable: false },
        { name: 'nothing', type: columnTypes.string(10), nullable: true },
      ],
    };
    const told: number[] = [];
    const counted = await database.knex.transaction(async (trx) => {
      await trx.raw(
        database.dialect === 'mssql'
          ? 'CREATE TABLE #loaded (line bigint NOT NULL, content nvarchar(max) NOT NULL, nothing nvarchar(10) NULL)'
          : 'CREATE TEMP TABLE loaded (line bigint NOT NULL, content text NOT NULL, nothing text) ON COMMIT DROP',
      );
      const loaded = await loadRows(database, trx, temporary, batches(), {
        signal,
        onRows: (total) => told.push(total),
      });
      const [row] = await trx(name).sum({ sum: 'line' }).count({ count: '*' }).max({ longest: 'content' });
      if (database.dialect === 'mssql') await trx.raw('DROP TABLE #loaded');
      return { loaded, ...row };
    });
    expect(counted.loaded).toBe(20_000);
    expect(Number(counted.count)).toBe(20_000);
    expect(Number(counted.sum)).toBe((19_999 * 20_000) / 2);
    expect(counted.longest).toBe('99'.repeat(20));
    expect(told).toEqual(Array.from({ length: 40 }, (_, index) => (index + 1) * 500));
  });

  test.each([
    ['name', 'a\0b', 'name has a NUL character or half of a surrogate pair in it'],
    ['name', 'a\ud83d', 'name has a NUL character or half of a surrogate pair in it'],
    ['slug', 'x'.repeat(101), 'slug is longer than 100 characters'],
    ['slug', null, 'slug is null'],
    ['id', '1234', 'id is no UUID'],
    ['max_users', 2 ** 31, 'max_users is no whole number of 32 bits'],
    ['max_users', 1.5, 'max_users is no whole number of 32 bits'],
    ['max_storage_gb', 100_000_000, 'max_storage_gb does not fit into 10 digits, 2 of them behind the point'],
    ['max_storage_gb', Number.NaN, 'max_storage_gb does not fit into 10 digits, 2 of them behind the point'],
    ['created_at', new Date(Number.NaN), 'created_at is no moment of the years 1 to 9999'],
    ['created_at', new Date(8.64e15), 'created_at is no moment of the years 1 to 9999'],
    ['is_deleted', 1, 'is_deleted is neither true nor false'],
  ])('refuses %s %j, with the row', async (column, value, message) => {
    const rows = [[tenantRow(1)], [tenantRow(2), tenantRow(3, { [column]: value })]];
    await expect(load(tenantsTable, rows)).rejects.toMatchObject({
      code: 'BAD_VALUE',
      message: `tenants, row 3: ${message}`,
    });
    expect(await names()).toEqual([]);
  });

  test('tells of a key that is taken, and of a tenant that is not there', async () => {
    await load(tenantsTable, [[tenantRow(1)]]);
    const taken = load(tenantsTable, [[tenantRow(2), tenantRow(3, { slug: 'tenant-1' })]]);
    await expect(taken).rejects.toMatchObject({
      code: 'DUPLICATE_KEY',
      exitCode: 1,
      message: expect.stringMatching(
        /^tenants: a row has a key that another row has already: .*uq_tenants_slug.*\((?:23505|2627)\)$/s,
      ),
    });
    await expect(load(usersTable, [[userRow(1, 99)]])).rejects.toMatchObject({
      code: 'CONSTRAINT_VIOLATED',
      message: expect.stringMatching(/^users: a row breaks a rule of the table: .*fk_users_tenant_id/s),
    });
    await expect(load(usersTable, [[userRow(1, 1, { status: 'asleep' })]])).rejects.toMatchObject({
      code: 'CONSTRAINT_VIOLATED',
      message: expect.stringMatching(/^users: .*ck_users_status.*\((?:23514|547)\)$/s),
    });
    expect(await names()).toEqual(['Tenant 1']);
  });

  test('says that migrations are missing where the table or a column is', async () => {
    for (const table of [
      { ...tenantsTable, name: 'tenants_of_old' },
      {
        ...tenantsTable,
        columns: tenantsTable.columns.map((c) => (c.name === 'slug' ? { ...c, name: 'slugg' } : c)),
      },
    ]) {
      await expect(load(table, [[tenantRow(1)]])).rejects.toMatchObject({
        code: expect.stringMatching(/^NO_SUCH_(?:OBJECT|COLUMN)$/),
        exitCode: 1,
        hint: 'Apply the migrations first: quodsi-db migrate up.',
      });
    }
  });

  test('ends with the signal, and what it ran on goes on', async () => {
    const controller = new AbortController();
    const reason = new Error('told to stop');
    let made = 0;
    function* endless() {
      for (;;) {
        yield Array.from({ length: 1000 }, () => {
          made += 1;
          return tenantRow(made);
        });
      }
    }
    const run = database.knex.transaction((trx) =>
      loadRows(database, trx, tenantsTable, endless(), {
        signal: controller.signal,
        onRows: (total) => {
          if (total >= 5000) controller.abort(reason);
        },
      }),
    );
    await expect(run).rejects.toBe(reason);
    expect(made).toBeLessThan(50_000);
    expect(await names()).toEqual([]);
    expect(await load(tenantsTable, [[tenantRow(1)]])).toBe(1);
  });

  test('ends with an error of what makes the rows, and closes it after every error', async () => {
    let closed = 0;
    async function* failing(end: () => void) {
      try {
        for (let number = 1; ; number += 1) {
          if (number === 3) end();
          yield [tenantRow(number % 100)];
        }
      } finally {
        closed += 1;
      }
    }
    const broken = new Error('the file ends in the middle');
    const run = load(
      tenantsTable,
      failing(() => {
        throw broken;
      }),
    );
    await expect(run).rejects.toBe(broken);
    await expect(
      load(
        tenantsTable,
        failing(() => undefined),
      ),
    ).rejects.toMatchObject({ code: 'DUPLICATE_KEY' });
    expect(closed).toBe(2);
    expect(await names()).toEqual([]);
  });
});

function iso(text: string | Date): Date {
  return new Date(text);
}
