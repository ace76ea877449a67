import type { Knex } from 'knex';
import {
  addCheck,
  addForeignKey,
  addPrimaryKey,
  addUniqueConstraint,
  createIndex,
  createSchema,
  dropColumn,
  dropConstraint,
  dropIndex,
  dropSchema,
  setColumnDescription,
  setDefault,
} from '../../src/ddl/index.ts';
import { statements, type TestMigration } from './verify-harness.ts';

/** A fault in a migration that comes after {@link base}, and what is to be said of it. */
export interface FaultCase {
  readonly name: string;
  readonly migration: TestMigration;
  readonly data?: boolean;
  readonly status: string;
  /** `rule object`, the object without its SQL schema's name where that is the default one. */
  readonly told?: readonly string[];
  /** Expected and actual of the first finding. */
  readonly sides?: readonly [expected: string | undefined, actual: string | undefined];
  readonly hiddenOnBabelfish?: true;
  /** Whether it is worth its time on Babelfish. */
  readonly quick?: true;
}

/** Two tables with one of each kind of object. */
export const base: TestMigration = {
  up: async (knex) => {
    await knex.schema.createTable('tenants', (table) => {
      table.integer('id').notNullable();
      table.string('slug', 50).notNullable();
    });
    await addPrimaryKey(knex, 'tenants', 'pk_tenants', ['id']);
    await addUniqueConstraint(knex, 'tenants', 'uq_tenants_slug', ['slug']);
    await knex.schema.createTable('projects', (table) => {
      table.integer('id').notNullable();
      table.integer('tenant_id').notNullable();
      table.string('name', 100).notNullable();
      table.string('status', 20).notNullable();
      table.integer('priority').notNullable();
      table.decimal('budget', 12, 4).notNullable();
      table.string('note', 200).nullable();
    });
    await addPrimaryKey(knex, 'projects', 'pk_projects', ['id']);
    await setDefault(knex, 'projects', 'priority', { name: 'df_projects_priority', value: 5 });
    await addCheck(knex, 'projects', 'ck_projects_status', { status: ['open', 'closed'] });
    await addUniqueConstraint(knex, 'projects', 'uq_projects_tenant_id_name', ['tenant_id', 'name']);
    await addForeignKey(knex, 'projects', 'fk_projects_tenant_id', {
      columns: ['tenant_id'],
      references: { table: 'tenants', columns: ['id'] },
    });
    await createIndex(knex, 'projects', 'ix_projects_status', {
      columns: ['status', { name: 'name', desc: true }],
    });
    await createIndex(knex, 'projects', 'ix_projects_open', {
      columns: ['priority'],
      where: { status: 'open' },
    });
    await setColumnDescription(knex, 'projects', 'note', 'What people say.');
  },
  down: async (knex) => {
    await knex.schema.dropTable('projects');
    await knex.schema.dropTable('tenants');
  },
};

const nothing = statements();
const dropStatusIndex = (knex: Knex) => dropIndex(knex, 'projects', 'ix_projects_status');

export const faults: readonly FaultCase[] = [
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
  {
    name: 'a column that goes',
    migration: {
      up: (knex) => dropColumn(knex, 'projects', 'budget'),
      down: (knex) =>
        knex.schema.alterTable('projects', (table) => void table.decimal('budget', 12, 4).notNullable()),
    },
    status: 'data-loss',
    told: ['columns-moved projects', 'lossy-up projects.budget'],
  },
  {
    name: 'a column that goes, and cannot come back where rows are',
    migration: {
      up: (knex) => dropColumn(knex, 'projects', 'budget'),
      down: (knex) =>
        knex.schema.alterTable('projects', (table) => void table.decimal('budget', 12, 4).notNullable()),
    },
    data: true,
    status: 'fails-on-rows',
    told: ['columns-moved projects', 'fails-on-rows 2_fault'],
  },
  {
    name: 'a column that goes and comes back empty',
    migration: {
      up: (knex) => dropColumn(knex, 'projects', 'note'),
      down: async (knex) => {
        await knex.schema.alterTable('projects', (table) => void table.string('note', 200).nullable());
        await setColumnDescription(knex, 'projects', 'note', 'What people say.');
      },
    },
    data: true,
    status: 'data-loss',
    told: ['lossy-up projects.note'],
  },
  {
    name: 'the same, on purpose',
    migration: {
      destructive: true,
      up: (knex) => dropColumn(knex, 'projects', 'note'),
      down: async (knex) => {
        await knex.schema.alterTable('projects', (table) => void table.string('note', 200).nullable());
        await setColumnDescription(knex, 'projects', 'note', 'What people say.');
      },
    },
    data: true,
    status: 'data-loss',
  },
  {
    name: 'a column whose values are kept elsewhere until down',
    migration: {
      up: async (knex) => {
        await knex.schema.createTable('notes', (table) => {
          table.integer('project_id').notNullable();
          table.string('note', 200).nullable();
        });
        await knex.raw('INSERT INTO notes SELECT id, note FROM projects');
        await dropColumn(knex, 'projects', 'note');
      },
      down: async (knex) => {
        await knex.schema.alterTable('projects', (table) => void table.string('note', 200).nullable());
        await setColumnDescription(knex, 'projects', 'note', 'What people say.');
        await knex.raw(
          'UPDATE projects SET note = (SELECT n.note FROM notes n WHERE n.project_id = projects.id)',
        );
        await knex.schema.dropTable('notes');
      },
    },
    data: true,
    status: 'reversible',
  },
  {
    name: 'a number that loses digits',
    migration: {
      up: (knex) =>
        knex.schema.alterTable(
          'projects',
          (table) => void table.decimal('budget', 12, 1).notNullable().alter(),
        ),
      down: (knex) =>
        knex.schema.alterTable(
          'projects',
          (table) => void table.decimal('budget', 12, 4).notNullable().alter(),
        ),
    },
    data: true,
    status: 'data-loss',
    told: ['lossy-up projects.budget'],
  },
  {
    name: 'a down that loses rows',
    migration: {
      up: (knex) => createSchema(knex, 'archive'),
      down: async (knex) => {
        await dropSchema(knex, 'archive');
        await knex('projects').delete();
      },
    },
    data: true,
    status: 'not-restored',
    told: ['lost-rows projects'],
    sides: ['3 rows', '0 rows'],
    quick: true,
  },
  {
    name: 'an up that changes values, and a down that forgets it',
    migration: {
      up: (knex) => knex('projects').update({ name: knex.raw('UPPER(name)') }),
      down: nothing,
    },
    data: true,
    status: 'not-restored',
    told: ['lost-rows projects'],
  },
  {
    name: 'the same, on purpose',
    migration: {
      destructive: true,
      up: (knex) => knex('projects').update({ name: knex.raw('UPPER(name)') }),
      down: nothing,
    },
    data: true,
    status: 'data-loss',
  },
  {
    name: 'a new column that no row can have',
    migration: {
      up: (knex) => knex.schema.alterTable('projects', (table) => void table.integer('code').notNullable()),
      down: (knex) => dropColumn(knex, 'projects', 'code'),
    },
    data: true,
    status: 'fails-on-rows',
    told: ['fails-on-rows 2_fault'],
    quick: true,
  },
  {
    name: 'a new check that rows of an application would meet',
    migration: {
      up: (knex) => addCheck(knex, 'projects', 'ck_projects_name', { name: ['alpha', 'beta', 'gamma'] }),
      down: (knex) => dropConstraint(knex, 'projects', 'ck_projects_name'),
    },
    data: true,
    status: 'reversible',
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
