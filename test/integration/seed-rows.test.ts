import { Tenant, User } from 'quodsi-db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { Database } from '../../src/database/database.ts';
import { demoRows } from '../../src/seed/generate/demo-rows.ts';
import { openGenerator } from '../../src/seed/generate/open-generator.ts';
import { defaultPlan, type SeedPlan } from '../../src/seed/generate/plan.ts';
import { type RowBatches, type SeedTable, tenantsTable, usersTable } from '../../src/seed/seed-table.ts';
import { readRowChecksum, rowChecksum } from '../support/row-checksum.ts';
import { validate } from './data-database.ts';
import { openUrl } from './introspect-database.ts';

let database: Database;
beforeAll(async () => {
  database = await openUrl('pglite:memory');
  await createTenants.up(database.knex);
  await createUsers.up(database.knex);
});
afterAll(() => database?.close());

async function insert({ name, columns }: SeedTable, batches: RowBatches): Promise<void> {
  for await (const rows of batches) {
    const records = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i]])));
    await database.knex.batchInsert(name, records, 200);
  }
}

const plans: readonly (readonly [string, SeedPlan])[] = [
  ['the default plan', defaultPlan],
  [
    'every status, many deleted',
    {
      ...defaultPlan,
      randomSeed: 2,
      tenants: 30,
      usersPerTenant: 12,
      deletedShare: 0.4,
      tenantStatuses: { trial: 1, active: 1, suspended: 1, cancelled: 1, deleted: 1 },
      userStatuses: { active: 1, invited: 1, suspended: 1, pending_verification: 1 },
    },
  ],
  ['larger than its plan', { ...defaultPlan, randomSeed: 3, tenants: 2, usersPerTenant: 300 }],
];

test('the tables take the rows, every rule about data holds, and what is read is what was made', async () => {
  for (const [name, plan] of plans) {
    const { knex } = database;
    await knex.raw('TRUNCATE tenants, users RESTART IDENTITY');
    const generator = await openGenerator(plan);
    const tenants = () => generator.tenants(0, generator.tenantCount);
    const users = () => generator.users(0, generator.userCount);
    await insert(tenantsTable, tenants());
    await insert(usersTable, users());
    expect([name, await validate(database, { of: [Tenant, User] })]).toEqual([
      name,
      { findings: [], skipped: [] },
    ]);
    expect(await readRowChecksum(knex, tenantsTable)).toEqual(await rowChecksum(tenantsTable, tenants()));
    expect(await readRowChecksum(knex, usersTable)).toEqual(await rowChecksum(usersTable, users()));
  }
});

test('the tables take the demo set beside generated rows', async () => {
  const { tenants, users } = demoRows();
  await insert(tenantsTable, [tenants]);
  await insert(usersTable, [users]);
  expect(await validate(database, { of: [Tenant, User] })).toEqual({ findings: [], skipped: [] });
});

test('a checksum tells a changed, missing, doubled and moved row', async () => {
  const rows = [...demoRows().tenants];
  const whole = await rowChecksum(tenantsTable, [rows]);
  const moved = await rowChecksum(tenantsTable, [rows.slice(1), rows.slice(0, 1)]);
  expect(moved).toMatchObject({ rows: 3, anyOrder: whole.anyOrder });
  expect([moved.inOrder, moved.numbered]).not.toContain(whole.inOrder);
  const changed = rows.map((row, i) => (i === 2 ? [...row.slice(0, -1), 'x@example.com'] : row));
  for (const others of [changed, rows.slice(1), [...rows, ...rows.slice(0, 1), ...rows.slice(0, 1)]]) {
    const other = await rowChecksum(tenantsTable, [others]);
    expect(other.anyOrder).not.toBe(whole.anyOrder);
    expect(other.inOrder).not.toBe(whole.inOrder);
  }
});
