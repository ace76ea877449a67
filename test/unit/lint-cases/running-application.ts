import { createIndex, renameColumn, renameConstraint } from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

const manyRows = 'INSERT INTO archive (id) SELECT id FROM people';

/** Rules about what an application notices that runs meanwhile. */
export const runningApplicationCases: Readonly<Record<string, RuleCases>> = {
  'blocking-index': {
    fires: [
      {
        name: 'an index',
        before: [people],
        migration: 'CREATE INDEX ix_people_name ON people (name)',
        message: 'building the index ix_people_name keeps writers of people waiting',
      },
      {
        name: 'a constraint',
        before: [people],
        migration: 'ALTER TABLE people ADD CONSTRAINT uq_people_name UNIQUE (name)',
        message: 'uq_people_name',
      },
    ],
    quiet: [
      {
        name: 'a new table that the migration has filled',
        migration: `${people}; INSERT INTO people (id, name) SELECT 1, 'a'; CREATE INDEX ix_people_name ON people (name)`,
      },
      {
        name: 'without blocking',
        before: [people],
        migration: {
          transaction: false,
          up: (knex) =>
            createIndex(knex, 'people', 'ix_people_name', {
              columns: ['name'],
              online: true,
              concurrently: true,
            }),
        },
      },
      {
        name: 'a constraint ONLINE',
        engine: 'mssql',
        before: [people],
        migration:
          'ALTER TABLE people ADD CONSTRAINT uq_people_name UNIQUE (name) WITH (FILLFACTOR = 80, ONLINE = ON)',
      },
      {
        name: 'an index that is there',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ADD CONSTRAINT uq_people_name UNIQUE USING INDEX ux_people_name',
      },
      { name: 'a new table', migration: `${people}; CREATE INDEX ix_people_name ON people (name)` },
    ],
  },
  'rewriting-default': {
    fires: [
      {
        name: 'a random value',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ADD uid uuid DEFAULT gen_random_uuid()',
        message: 'adding column uid writes every row of people',
      },
      {
        name: 'a random value',
        engine: 'mssql',
        before: [people],
        migration:
          'ALTER TABLE people ADD uid uniqueidentifier NOT NULL CONSTRAINT df_people_uid DEFAULT newid()',
        message: 'uid',
      },
    ],
    quiet: [
      {
        name: 'one value for all',
        before: [people],
        migration:
          'ALTER TABLE people ADD at datetime NOT NULL CONSTRAINT df_people_at DEFAULT CURRENT_TIMESTAMP',
      },
      {
        name: 'rows that stay without',
        engine: 'mssql',
        before: [people],
        migration:
          'ALTER TABLE people ADD uid uniqueidentifier NULL CONSTRAINT df_people_uid DEFAULT newid()',
      },
      {
        name: 'a new table',
        engine: 'postgres',
        migration: `${people}; ALTER TABLE people ADD uid uuid DEFAULT gen_random_uuid()`,
      },
    ],
  },
  'mixed-ddl-and-backfill': {
    fires: [
      {
        name: 'a column that is filled',
        before: [people],
        migration: "ALTER TABLE people ADD code int NULL; UPDATE people SET note = 'x'",
        message: 'rows of people are changed in the migration that changes it',
      },
      {
        name: 'rows first',
        before: [people],
        migration: async (knex) => {
          await knex('people').update({ note: 'x' });
          await createIndex(knex, 'people', 'ix_people_note', { columns: ['note'] });
        },
        message: 'people is changed in the migration that changes rows of it',
      },
      {
        name: 'rows of another table',
        before: [people],
        migration: `ALTER TABLE people ADD code int NULL; ${manyRows}`,
        message: 'rows of archive are changed in the migration that changes people',
      },
    ],
    quiet: [
      {
        name: 'rows alone',
        before: [people],
        migration: "UPDATE people SET note = 'x'; DELETE FROM people WHERE id = 1",
      },
      { name: 'a new table', before: [people], migration: `CREATE TABLE archive (id int); ${manyRows}` },
      {
        name: 'a few rows',
        before: [people],
        migration: "ALTER TABLE people ADD code int NULL; INSERT INTO people (id, name) VALUES (1, 'a')",
      },
      {
        name: 'DO UPDATE',
        engine: 'postgres',
        before: [people],
        migration:
          "ALTER TABLE people ADD code int NULL; INSERT INTO people (id, name) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET name = 'a'",
      },
    ],
  },
  'rename-in-use': {
    fires: [
      {
        name: 'a column without the word COLUMN',
        engine: 'mssql',
        migration: "EXEC sp_rename '[dbo].[people].[note]', 'remark'",
        message: 'column note of dbo.people is renamed to remark',
      },
      {
        name: 'a column',
        before: [people],
        migration: (knex) => renameColumn(knex, 'people', 'note', 'remark'),
        message: 'column note of people is renamed to remark',
      },
      {
        name: 'a column with Knex',
        before: [people],
        migration: (knex) =>
          knex.schema.alterTable('people', (table) => table.renameColumn('note', 'remark')),
        message: 'column note of people is renamed to remark',
      },
      {
        name: 'a table',
        before: [people],
        migration: (knex) => knex.schema.renameTable('people', 'persons'),
        message: 'table people is renamed to persons',
      },
    ],
    quiet: [
      {
        name: 'a constraint',
        before: [people],
        migration: (knex) => renameConstraint(knex, 'people', 'pk_people', 'pk_persons'),
      },
      {
        name: 'a constraint of before',
        migration: (knex) => renameConstraint(knex, 'people', 'ck_people', 'ck_b'),
      },
      {
        name: 'what the migration has made',
        migration: async (knex) => {
          await knex.raw(people);
          await renameColumn(knex, 'people', 'note', 'remark');
          await knex.schema.renameTable('people', 'persons');
        },
      },
    ],
  },
};
