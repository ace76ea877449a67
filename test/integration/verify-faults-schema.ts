import type { Knex } from 'knex';
import {
  addCheck,
  addForeignKey,
  addUniqueConstraint,
  createIndex,
  createSchema,
  dropColumn,
  dropConstraint,
  dropIndex,
  dropSchema,
  setDefault,
} from '../../src/ddl/index.ts';
import { type FaultCase, nothing } from './verify-fault-case.ts';
import { statements, type TestMigration } from './verify-harness.ts';

const dropStatusIndex = (knex: Knex) => dropIndex(knex, 'projects', 'ix_projects_status');

/** Faults that the schema shows, with rows or without: what down leaves otherwise, a half that fails, an up that differs. */
export const schemaFaults: readonly FaultCase[] = [
  {
    name: 'a clean one',
    migration: {
      up: async (knex) => {
        await knex.schema.alterTable('projects', (table) => void table.string('code', 20).nullable());
        await createIndex(knex, 'projects', 'ix_projects_code', { columns: ['code'] });
      },
      down: async (knex) => {
        await dropIndex(knex, 'projects', 'ix_projects_code');
        await dropColumn(knex, 'projects', 'code');
      },
    },
    data: true,
    status: 'reversible',
    quick: true,
  },
  {
    name: 'a down that forgets an index that up dropped',
    migration: { up: dropStatusIndex, down: nothing },
    status: 'not-restored',
    told: ['not-restored projects.ix_projects_status'],
    sides: ['(status, name DESC)', undefined],
    quick: true,
  },
  {
    name: 'a down that leaves an index that up made',
    migration: {
      up: (knex) => createIndex(knex, 'projects', 'ix_projects_name', { columns: ['name'] }),
      down: nothing,
    },
    status: 'not-restored',
    told: ['not-removed projects.ix_projects_name'],
    sides: [undefined, '(name)'],
  },
  {
    name: 'a down that restores another default',
    migration: {
      up: (knex) => setDefault(knex, 'projects', 'priority', { name: 'df_projects_priority', value: 7 }),
      down: (knex) => setDefault(knex, 'projects', 'priority', { name: 'df_projects_priority', value: 6 }),
    },
    status: 'not-restored',
    told: ['restored-otherwise projects.priority'],
    quick: true,
  },
  {
    name: 'a down that reorders the columns of an index',
    migration: {
      up: dropStatusIndex,
      down: (knex) =>
        createIndex(knex, 'projects', 'ix_projects_status', {
          columns: [{ name: 'name', desc: true }, 'status'],
        }),
    },
    status: 'not-restored',
    told: ['restored-otherwise projects.ix_projects_status'],
    sides: ['status, name DESC', 'name DESC, status'],
  },
  {
    name: 'a down that forgets that a column of an index is descending',
    migration: {
      up: dropStatusIndex,
      down: (knex) => createIndex(knex, 'projects', 'ix_projects_status', { columns: ['status', 'name'] }),
    },
    status: 'not-restored',
    told: ['restored-otherwise projects.ix_projects_status'],
  },
  {
    name: 'a down that reorders the columns of a unique constraint',
    migration: {
      up: (knex) => dropConstraint(knex, 'projects', 'uq_projects_tenant_id_name'),
      down: (knex) =>
        addUniqueConstraint(knex, 'projects', 'uq_projects_tenant_id_name', ['name', 'tenant_id']),
    },
    status: 'not-restored',
    told: ['restored-otherwise projects.uq_projects_tenant_id_name'],
    sides: ['tenant_id, name', 'name, tenant_id'],
    quick: true,
  },
  {
    name: 'a down that renames a check',
    migration: {
      up: (knex) => dropConstraint(knex, 'projects', 'ck_projects_status'),
      down: (knex) => addCheck(knex, 'projects', 'ck_status', { status: ['open', 'closed'] }),
    },
    status: 'not-restored',
    told: ['restored-otherwise projects.ck_projects_status'],
    sides: ['ck_projects_status', 'ck_status'],
    quick: true,
  },
  {
    name: 'a down that brings a foreign key back with another action',
    migration: {
      up: (knex) => dropConstraint(knex, 'projects', 'fk_projects_tenant_id'),
      down: (knex) =>
        addForeignKey(knex, 'projects', 'fk_projects_tenant_id', {
          columns: ['tenant_id'],
          references: { table: 'tenants', columns: ['id'] },
          onDelete: 'cascade',
        }),
    },
    status: 'not-restored',
    told: ['restored-otherwise projects.fk_projects_tenant_id'],
    sides: ['no action', 'cascade'],
  },
  {
    name: 'a down that forgets the filter of an index',
    migration: {
      up: (knex) => dropIndex(knex, 'projects', 'ix_projects_open'),
      down: (knex) => createIndex(knex, 'projects', 'ix_projects_open', { columns: ['priority'] }),
    },
    status: 'not-restored',
    told: ['restored-otherwise projects.ix_projects_open'],
    hiddenOnBabelfish: true,
  },
  {
    name: 'a down that brings a column back without its description',
    migration: {
      up: (knex) => dropColumn(knex, 'projects', 'note'),
      down: (knex) =>
        knex.schema.alterTable('projects', (table) => void table.string('note', 200).nullable()),
    },
    status: 'not-restored',
    told: ['restored-otherwise projects.note'],
    sides: ['What people say.', 'none'],
    hiddenOnBabelfish: true,
  },
  {
    name: 'a down that leaves an SQL schema',
    migration: {
      up: (knex) => createSchema(knex, 'archive'),
      down: nothing,
    },
    status: 'not-restored',
    told: ['not-removed archive'],
    quick: true,
  },
  {
    name: 'a down that leaves a view',
    migration: { up: statements('CREATE VIEW open_projects AS SELECT id FROM projects'), down: nothing },
    status: 'not-restored',
    told: ['not-removed open_projects'],
  },
  {
    name: 'a down that leaves a sequence',
    migration: { up: statements('CREATE SEQUENCE numbers'), down: nothing },
    status: 'not-restored',
    told: ['not-removed numbers'],
    hiddenOnBabelfish: true,
  },
  {
    name: 'a down that fails',
    migration: {
      up: (knex) => createSchema(knex, 'archive'),
      down: (knex) => dropSchema(knex, 'archives'),
    },
    status: 'irreversible',
    told: ['failing-down 2_fault'],
    quick: true,
  },
  {
    name: 'a down that fails half-way, outside a transaction',
    migration: {
      transaction: false,
      up: (knex) => createSchema(knex, 'archive'),
      down: async (knex) => {
        await dropSchema(knex, 'archive');
        throw new Error('the second half is missing');
      },
    },
    status: 'irreversible',
    told: ['failing-down 2_fault'],
  },
  {
    name: 'no down',
    migration: { up: (knex) => createSchema(knex, 'archive') },
    status: 'irreversible',
    told: ['no-down 2_fault'],
  },
  {
    name: 'a second up that does something else',
    migration: otherEachTime(),
    status: 'not-repeatable',
    told: ['different-second-up projects.extra_1', 'different-second-up projects.extra_2'],
  },
  {
    name: 'a second up that fails on what down left',
    migration: {
      up: (knex) => knex('tenants').insert({ id: 1, slug: 'first' }),
      down: nothing,
    },
    status: 'not-repeatable',
    told: ['failing-second-up 2_fault'],
  },
];

function otherEachTime(): TestMigration {
  let count = 0;
  return {
    up: (knex) => {
      count += 1;
      return knex.schema.alterTable('projects', (table) => void table.integer(`extra_${count}`).nullable());
    },
    down: (knex) => dropColumn(knex, 'projects', `extra_${count}`),
  };
}
