import {
  addCheck,
  createSchema,
  dropColumn,
  dropConstraint,
  dropSchema,
  setColumnDescription,
} from '../../src/ddl/index.ts';
import { type FaultCase, nothing } from './verify-fault-case.ts';
import type { TestMigration } from './verify-harness.ts';

const budgetGoes: TestMigration = {
  up: (knex) => dropColumn(knex, 'projects', 'budget'),
  down: (knex) =>
    knex.schema.alterTable('projects', (table) => void table.decimal('budget', 12, 4).notNullable()),
};

const noteGoes: TestMigration = {
  up: (knex) => dropColumn(knex, 'projects', 'note'),
  down: async (knex) => {
    await knex.schema.alterTable('projects', (table) => void table.string('note', 200).nullable());
    await setColumnDescription(knex, 'projects', 'note', 'What people say.');
  },
};

const namesInCapitals: TestMigration = {
  up: (knex) => knex('projects').update({ name: knex.raw('UPPER(name)') }),
  down: nothing,
};

/** Faults about rows: values that up or down loses, changes that fail where rows are, and what only looks like either. */
export const rowFaults: readonly FaultCase[] = [
  {
    name: 'a column that goes',
    migration: budgetGoes,
    status: 'data-loss',
    told: ['columns-moved projects', 'lossy-up projects.budget'],
  },
  {
    name: 'a column that goes, and cannot come back where rows are',
    migration: budgetGoes,
    data: true,
    status: 'fails-on-rows',
    told: ['columns-moved projects', 'fails-on-rows 2_fault'],
  },
  {
    name: 'a column that goes and comes back empty',
    migration: noteGoes,
    data: true,
    status: 'data-loss',
    told: ['lossy-up projects.note'],
  },
  {
    name: 'the same, on purpose',
    migration: { ...noteGoes, destructive: true },
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
    migration: namesInCapitals,
    data: true,
    status: 'not-restored',
    told: ['lost-rows projects'],
  },
  {
    name: 'the same, on purpose',
    migration: { ...namesInCapitals, destructive: true },
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
