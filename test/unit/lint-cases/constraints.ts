import { addForeignKey, dropConstraint, renameConstraint, trustConstraint } from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

/** Rules about constraints. */
export const constraintCases: Readonly<Record<string, RuleCases>> = {
  'unnamed-constraint': {
    fires: [
      {
        name: 'a primary key',
        migration: 'CREATE TABLE t (a int PRIMARY KEY)',
        message: 'the primary key of t (a)',
      },
      {
        name: 'a unique column',
        migration: 'CREATE TABLE t (a int UNIQUE)',
        message: 'a unique constraint of t (a)',
      },
      {
        name: 'a unique key of two columns',
        migration: 'CREATE TABLE t (a int, b int, UNIQUE (a, b))',
        message: '(a, b)',
      },
      {
        name: 'a foreign key',
        migration: 'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES o (id)',
        message: 'a foreign key of t (a)',
      },
      {
        name: 'a reference',
        migration: 'CREATE TABLE t (a int REFERENCES o (id))',
        message: 'a foreign key of t (a)',
      },
      { name: 'a check', migration: 'ALTER TABLE t ADD CHECK (a > 0)', message: 'a check of t' },
      {
        name: 'a check of Knex',
        migration: (knex) =>
          knex.schema.createTable('t', (table) => {
            table.integer('a').checkPositive();
          }),
        message: 'a check of t',
      },
      {
        name: 'a default',
        engine: 'mssql',
        migration: 'CREATE TABLE t (a int NOT NULL DEFAULT 0)',
        message: 'the default of column a of t',
      },
      {
        name: 'a default that is added',
        engine: 'mssql',
        migration: 'ALTER TABLE t ADD DEFAULT 0 FOR a',
        message: 'the default of column a of t',
      },
    ],
    quiet: [
      { name: 'names everywhere', migration: people },
      {
        name: 'names of Knex',
        migration: (knex) =>
          knex.schema.createTable('t', (table) => {
            table.integer('a').primary().references('id').inTable('o');
            table.integer('b').unique().defaultTo(1).checkPositive('ck_t_b');
          }),
      },
      {
        name: 'defaults, which PostgreSQL gives no names',
        engine: 'postgres',
        migration: 'CREATE TABLE t (a int NOT NULL DEFAULT 0)',
      },
      { name: 'a temporary table', engine: 'mssql', migration: 'CREATE TABLE #t (a int PRIMARY KEY)' },
      { name: 'a temporary table', engine: 'postgres', migration: 'CREATE TEMP TABLE t (a int PRIMARY KEY)' },
    ],
  },
  'untrusted-constraint': {
    fires: [
      {
        name: 'with the helper',
        before: [people],
        migration: (knex) =>
          addForeignKey(knex, 'people', 'fk_people_boss', {
            columns: ['id'],
            references: { table: 'people', columns: ['id'] },
            checkExisting: false,
          }),
        message: 'fk_people_boss of people is left unchecked',
      },
      {
        name: 'WITH NOCHECK',
        engine: 'mssql',
        migration: 'ALTER TABLE people WITH NOCHECK ADD CONSTRAINT ck_people CHECK (id > 0)',
        message: 'ck_people',
      },
      {
        name: 'switched off and on',
        engine: 'mssql',
        migration: 'ALTER TABLE people NOCHECK CONSTRAINT ALL; ALTER TABLE people CHECK CONSTRAINT ALL',
        message: 'every constraint of people',
      },
      {
        name: 'NOT VALID',
        engine: 'postgres',
        migration: 'ALTER TABLE people ADD CONSTRAINT ck_people CHECK (id > 0) NOT VALID',
        message: 'ck_people',
      },
    ],
    quiet: [
      {
        name: 'checked in a later migration',
        engine: 'postgres',
        migration: 'ALTER TABLE people ADD CONSTRAINT ck_people CHECK (id > 0) NOT VALID',
        after: ['ALTER TABLE people VALIDATE CONSTRAINT ck_people'],
      },
      {
        name: 'checked in the same',
        migration: async (knex) => {
          await addForeignKey(knex, 'people', 'fk_people_boss', {
            columns: ['id'],
            references: { table: 'people', columns: ['id'] },
            checkExisting: false,
          });
          await trustConstraint(knex, 'people', 'fk_people_boss');
        },
      },
      {
        name: 'all of them checked again',
        engine: 'mssql',
        migration:
          'ALTER TABLE people NOCHECK CONSTRAINT ALL; ALTER TABLE people WITH CHECK CHECK CONSTRAINT ALL',
      },
      {
        name: 'dropped again',
        engine: 'mssql',
        migration: 'ALTER TABLE t WITH NOCHECK ADD CONSTRAINT ck_t CHECK (a > 0)',
        after: [(knex) => dropConstraint(knex, 't', 'ck_t')],
      },
      {
        name: 'checked at once',
        before: [people],
        migration: 'ALTER TABLE people ADD CONSTRAINT ck_people CHECK (id > 0)',
      },
    ],
  },
  'drop-index-of-constraint': {
    fires: [
      {
        name: 'dropUnique of Knex in down',
        engine: 'mssql',
        before: [people],
        migration: {
          up: (knex) =>
            knex.schema.alterTable('people', (table) =>
              table.unique(['note'], { indexName: 'uq_people_note', useConstraint: true }),
            ),
          down: (knex) =>
            knex.schema.alterTable('people', (table) => table.dropUnique(['note'], 'uq_people_note')),
        },
        message: 'uq_people_note of people is a constraint, and cannot be dropped as an index',
      },
      {
        name: 'an index as a constraint',
        before: [people, 'CREATE UNIQUE INDEX ux_people ON people (name)'],
        migration: (knex) => dropConstraint(knex, 'people', 'ux_people'),
        message: 'ux_people of people is an index',
      },
    ],
    quiet: [
      {
        name: 'each as what it is',
        engine: 'postgres',
        before: [people, 'CREATE UNIQUE INDEX ux_people ON people (name)'],
        migration: 'DROP INDEX ux_people; ALTER TABLE people DROP CONSTRAINT pk_people',
      },
      {
        name: 'what is not known',
        before: [people],
        migration: 'ALTER TABLE people DROP CONSTRAINT ck_other',
      },
      {
        name: 'one that has another name by then',
        before: [people],
        migration: async (knex) => {
          await renameConstraint(knex, 'people', 'pk_people', 'pk_persons');
          await dropConstraint(knex, 'people', 'pk_persons');
        },
      },
    ],
  },
};
