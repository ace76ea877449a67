import type { Knex } from 'knex';
import { BaseEntity, columnTypes, defineEntity, Tenant, User } from 'quodsi-db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as createTenants from '../../migrations/20250101000000_create_tenants.ts';
import * as createUsers from '../../migrations/20250101000100_create_users.ts';
import type { Database } from '../../src/database/database.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import { planClear } from '../../src/seed/clear/clear-plan.ts';
import {
  type ClearedRows,
  type ClearWork,
  clearRows,
  countRows,
  findTenant,
} from '../../src/seed/clear/clear-rows.ts';
import { id } from './data-database.ts';
import { onEveryEngine } from './every-engine.ts';

/** A team has a leader, who is a member of a team: rows that refer to each other in a circle, by keys of the database. */
const Team = defineEntity({
  table: 'teams',
  scope: 'tenant',
  base: BaseEntity,
  columns: { leader_id: { type: columnTypes.uuid, nullable: true } },
});
const Member = defineEntity({
  table: 'members',
  scope: 'tenant',
  base: BaseEntity,
  columns: { team_id: { type: columnTypes.uuid }, mentor_id: { type: columnTypes.uuid, nullable: true } },
});
/** A table of the whole platform, whose rows cannot be soft-deleted. */
const Country = defineEntity({
  table: 'countries',
  scope: 'global',
  columns: { code: { type: columnTypes.string(2) } },
  primaryKey: { columns: ['code'] },
});
const entities = [Tenant, User, Team, Member, Country];

/** Two tenants, each with two users, a team, and two members of it, one of whom leads it and one of whom is soft-deleted. */
async function fill({ knex, dialect }: Database): Promise<void> {
  await createTenants.up(knex);
  await createUsers.up(knex);
  const [uuid, moment, flag, no] =
    dialect === 'mssql'
      ? ['uniqueidentifier', 'datetime2(3)', 'bit', '0']
      : ['uuid', 'timestamptz(3)', 'boolean', 'false'];
  const base = `id ${uuid} NOT NULL PRIMARY KEY, tenant_id ${uuid} NOT NULL REFERENCES tenants (id),
    updated_at ${moment} NOT NULL, is_deleted ${flag} NOT NULL DEFAULT ${no}`;
  await knex.raw(`CREATE TABLE teams (${base}, leader_id ${uuid} NULL)`);
  await knex.raw(`CREATE TABLE members (${base}, team_id ${uuid} NOT NULL REFERENCES teams (id),
    mentor_id ${uuid} NULL REFERENCES members (id))`);
  await knex.raw(
    'ALTER TABLE teams ADD CONSTRAINT fk_teams_leader_id FOREIGN KEY (leader_id) REFERENCES members (id)',
  );
  await knex.raw('CREATE TABLE countries (code char(2) NOT NULL PRIMARY KEY)');
  await knex('countries').insert({ code: 'de' });
  const updated_at = '2026-01-01T00:00:00';
  for (const tenant of [1, 2]) {
    const own = { tenant_id: id(tenant), updated_at };
    await knex('tenants').insert({
      id: id(tenant),
      name: `T${tenant}`,
      subdomain: `t${tenant}`,
      slug: `t${tenant}`,
      updated_at,
    });
    for (const user of [1, 2]) {
      const name = `u${tenant}${user}`;
      await knex('users').insert({
        ...own,
        email: `${name}@example.com`,
        display_name: name,
        identity_provider: 'google',
        identity_provider_id: name,
      });
    }
    await knex('teams').insert({ ...own, id: id(tenant * 10) });
    await knex('members').insert({ ...own, id: id(tenant * 10 + 1), team_id: id(tenant * 10) });
    await knex('members').insert({
      ...own,
      id: id(tenant * 10 + 2),
      team_id: id(tenant * 10),
      mentor_id: id(tenant * 10 + 1),
      is_deleted: dialect === 'mssql' ? 1 : true,
    });
    await knex('teams')
      .where({ id: id(tenant * 10) })
      .update({ leader_id: id(tenant * 10 + 1) });
  }
}

onEveryEngine('rows are taken away', (open) => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ database, drop } = await open());
    await fill(database);
  });
  afterAll(() => drop());

  const workFor = async (hard: boolean, slug: string | null): Promise<ClearWork> => {
    const live = await introspect(database, { historyTable: 'quodsi_db_migrations' });
    const plan = planClear(entities, live, { hard, oneTenant: slug !== null });
    return {
      database,
      plan,
      hard,
      tenantId: slug === null ? null : await findTenant(database, plan, slug),
    };
  };
  const byTable = (rows: readonly ClearedRows[]) =>
    Object.fromEntries(rows.map(({ table, rows: number }) => [table, number]));
  const inTransaction = (work: ClearWork) =>
    database.knex.transaction((trx: Knex.Transaction) => clearRows(work, trx));
  const count = async (table: string, where = '1 = 1'): Promise<number> => {
    const [row] = await database.knex(table).whereRaw(where).count({ number: '*' });
    return Number(row?.number);
  };
  const gone = (): string => `is_deleted = ${database.dialect === 'mssql' ? '1' : 'true'}`;

  test('softly, of one tenant: its active rows, and nobody else’s', async () => {
    const work = await workFor(false, 't1');
    expect(work.plan.left).toEqual([{ table: 'countries', why: 'its rows belong to no tenant' }]);
    const expected = { tenants: 1, users: 2, teams: 1, members: 1 };
    expect(byTable(await countRows(work))).toEqual(expected);
    expect(await count('users', gone())).toBe(0);
    expect(byTable(await inTransaction(work))).toEqual(expected);
    expect(byTable(await countRows(work))).toEqual({ tenants: 0, users: 0, teams: 0, members: 0 });
    expect(await count('users', gone())).toBe(2);
    expect(await count('members', gone())).toBe(3);
    const rows: { slug: string; updated_at: Date }[] = await database
      .knex('tenants')
      .select('slug', 'updated_at');
    const touched = rows.filter(({ updated_at }) => Number(updated_at) > Date.UTC(2026, 0, 2));
    expect(touched.map(({ slug }) => slug)).toEqual(['t1']);
  });

  test('for good, of one tenant that is soft-deleted already, circle and all', async () => {
    const work = await workFor(true, 't1');
    expect(byTable(await inTransaction(work))).toEqual({ tenants: 1, users: 2, teams: 1, members: 2 });
    for (const [table, number] of [
      ['tenants', 1],
      ['users', 2],
      ['teams', 1],
      ['members', 2],
      ['countries', 1],
    ] as const) {
      expect([table, await count(table)]).toEqual([table, number]);
    }
    expect(await count('teams', 'leader_id IS NOT NULL')).toBe(1);
    await expect(workFor(true, 't1')).rejects.toMatchObject({ code: 'UNKNOWN_TENANT', exitCode: 64 });
  });

  test('all or nothing, where a table that nobody declares holds on to a row', async () => {
    const column = database.dialect === 'mssql' ? 'uniqueidentifier' : 'uuid';
    await database.knex.raw(
      `CREATE TABLE audit (tenant_id ${column} NOT NULL CONSTRAINT fk_audit_tenant_id REFERENCES tenants (id))`,
    );
    await database.knex('audit').insert({ tenant_id: id(2) });
    const work = await workFor(true, null);
    expect(work.plan.outside.map(({ table }) => table)).toEqual(['audit']);
    await expect(inTransaction(work)).rejects.toThrow(/fk_audit_tenant_id/);
    expect(await count('members')).toBe(2);
    expect(await count('teams', 'leader_id IS NOT NULL')).toBe(1);
    await database.knex('audit').del();
  });

  test('for good, of all', async () => {
    const work = await workFor(true, null);
    const all = { tenants: 1, users: 2, teams: 1, members: 2, countries: 1 };
    expect(byTable(await inTransaction(work))).toEqual(all);
    for (const table of Object.keys(all)) expect(await count(table)).toBe(0);
  });
});
