import { BaseEntity, columnTypes, defineEntity, Tenant, User } from 'quodsi-db';
import { describe, expect, it } from 'vitest';
import type { Entity } from '../../src/entities/entity.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import type { Dialect, ForeignKey, Schema } from '../../src/schema/model.ts';
import { planClear } from '../../src/seed/clear/clear-plan.ts';

/** A table of the tenants with keys `[column, table, more]`; a column ends in ? where it may be NULL. */
function entity(table: string, keys: readonly (readonly [string, string, Partial<ForeignKey>?])[]): Entity {
  return defineEntity({
    table,
    scope: 'tenant',
    base: BaseEntity,
    columns: Object.fromEntries(
      keys.map(([column]) => [
        column.replace('?', ''),
        { type: columnTypes.uuid, nullable: column.endsWith('?') },
      ]),
    ),
    foreignKeys: keys.map(([column, parent, more]) => ({
      columns: [column.replace('?', '')],
      references: { table: parent, columns: ['id'] },
      ...more,
    })),
  });
}

function live(entities: readonly Entity[], dialect: Dialect = 'postgres'): Schema {
  return { ...toSchema(entities, dialect), origin: 'database' };
}

function plan(entities: readonly Entity[], { dialect = 'postgres' as Dialect, hard = true } = {}) {
  const { tables, left, outside, deferred } = planClear(entities, live(entities, dialect), {
    hard,
    oneTenant: false,
  });
  return {
    order: tables.map(({ label }) => label),
    unlinked: Object.fromEntries(
      tables.filter(({ unlinked }) => unlinked.length > 0).map(({ label, unlinked }) => [label, unlinked]),
    ),
    left,
    outside,
    deferred,
  };
}

describe('the order in which rows go', () => {
  it('has children before their parents, and the same one whatever the order of the entities', () => {
    const entities = [
      Tenant,
      User,
      entity('tasks', [
        ['project_id', 'projects'],
        ['owner_id', 'users'],
        ['parent_id', 'tasks'],
      ]),
      entity('projects', [['owner_id', 'users']]),
    ];
    const order = ['tasks', 'projects', 'users', 'tenants'];
    expect(plan(entities)).toEqual({ order, unlinked: {}, left: [], outside: [], deferred: false });
    expect(plan(entities.toReversed()).order).toEqual(order);
  });

  it('breaks a circle where a key may be NULL, and leaves the other keys alone', () => {
    const teams = entity('teams', [['lead_id?', 'members']]);
    const members = entity('members', [['team_id', 'teams']]);
    expect(plan([Tenant, teams, members])).toMatchObject({
      order: ['members', 'teams', 'tenants'],
      unlinked: { teams: ['lead_id'] },
    });
  });

  it('does not mind a circle of keys that delete, forget or wait by themselves', () => {
    const members = entity('members', [['team_id', 'teams']]);
    for (const onDelete of ['cascade', 'set null'] as const) {
      const teams = entity('teams', [['lead_id', 'members', { onDelete }]]);
      expect(plan([Tenant, teams, members])).toMatchObject({ unlinked: {}, deferred: false });
    }
    const waiting = entity('teams', [['lead_id', 'members', { deferrable: 'initially immediate' }]]);
    expect(plan([Tenant, waiting, members])).toMatchObject({
      order: ['members', 'teams', 'tenants'],
      unlinked: {},
      deferred: true,
    });
  });

  it('says so where a circle cannot be broken, and only when rows go for good', () => {
    const circle = [
      Tenant,
      User,
      entity('members', [['team_id', 'teams']]),
      entity('teams', [['lead_id', 'members', { onDelete: 'restrict', deferrable: 'initially deferred' }]]),
    ];
    const error = expect.objectContaining({
      code: 'CLEAR_CYCLE',
      details: [
        'members refers to teams by fk_members_team_id',
        'teams refers to members by fk_teams_lead_id',
      ],
    });
    expect(() => plan(circle)).toThrow(error);
    // SQL Server has no keys that wait.
    const waiting = circle.with(
      3,
      entity('teams', [['lead_id', 'members', { deferrable: 'initially deferred' }]]),
    );
    expect(() => plan(waiting, { dialect: 'mssql' })).toThrow(error);
    expect(plan(circle, { hard: false }).order).toEqual(['members', 'teams', 'tenants', 'users']);
  });

  it('forgets what a table refers to in itself, where RESTRICT would look at each row', () => {
    const onDelete = 'restrict';
    expect(plan([Tenant, entity('tree', [['parent_id?', 'tree', { onDelete }]])]).unlinked).toEqual({
      tree: ['parent_id'],
    });
    expect(plan([Tenant, entity('tree', [['parent_id?', 'tree']])]).unlinked).toEqual({});
  });
});

describe('what is cleared', () => {
  const Country = defineEntity({
    table: 'countries',
    schema: 'geo',
    scope: 'global',
    columns: { code: { type: columnTypes.string(2) } },
    primaryKey: { columns: ['code'] },
  });

  it('leaves what has no soft-delete flag, no tenant, or is not there, and says so', () => {
    const entities = [Tenant, User, Country];
    const found = planClear(entities, live([Tenant, User, Country]), { hard: false, oneTenant: false });
    expect(found.left).toEqual([{ table: 'geo.countries', why: 'it has no is_deleted' }]);
    const ofOne = planClear(entities, live([Tenant, Country]), { hard: true, oneTenant: true });
    expect(ofOne.left).toEqual([
      { table: 'users', why: 'it is not in the database' },
      { table: 'geo.countries', why: 'its rows belong to no tenant' },
    ]);
    expect(ofOne.tables.map(({ label, tenantColumn }) => [label, tenantColumn])).toEqual([['tenants', 'id']]);
    expect(planClear(entities, live(entities), { hard: true, oneTenant: false }).tables).toHaveLength(3);
  });

  it('knows a table by its name as the server does', () => {
    const schema = live([Tenant], 'mssql');
    const upper: Schema = {
      ...schema,
      tables: schema.tables.map((table) => ({ ...table, schema: 'DBO', name: 'TENANTS' })),
    };
    const [table] = planClear([Tenant], upper, { hard: true, oneTenant: false }).tables;
    expect(table).toMatchObject({ schema: 'DBO', name: 'TENANTS', label: 'tenants' });
    const exact: Schema = { ...upper, dialect: 'postgres' };
    expect(planClear([Tenant], exact, { hard: true, oneTenant: false }).tables).toEqual([]);
  });

  it('finds keys of tables that no entity declares', () => {
    const audit = entity('audit', [['user_id?', 'users', { onDelete: 'set null' }]]);
    const { outside } = planClear([Tenant, User], live([Tenant, User, audit]), {
      hard: true,
      oneTenant: false,
    });
    expect(outside.map(({ table, key }) => [table, key.name])).toEqual([
      ['audit', 'fk_audit_tenant_id'],
      ['audit', 'fk_audit_user_id'],
    ]);
  });
});
