import { people, type RuleCases } from './case.ts';

/** Rules about what fails on rows that are there. */
export const rowsInTheWayCases: Readonly<Record<string, RuleCases>> = {
  'not-null-without-default': {
    fires: [
      {
        name: 'a new column',
        before: [people],
        migration: 'ALTER TABLE people ADD email varchar(100) NOT NULL',
        message: 'column email is added to people as NOT NULL without a default',
      },
      {
        name: 'with Knex',
        migration: (knex) => knex.schema.alterTable('people', (table) => table.string('email').notNullable()),
        message: 'email',
      },
      {
        name: 'one of several',
        engine: 'mssql',
        migration: 'ALTER TABLE people ADD a int NULL, b int NOT NULL',
        message: 'column b',
      },
      {
        name: 'a column that nobody fills',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN note SET NOT NULL',
        message: 'note of people becomes NOT NULL',
      },
      {
        name: 'a column that nobody fills',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN note varchar(100) NOT NULL',
        message: 'note of people becomes NOT NULL',
      },
      {
        name: 'a new table that has got rows',
        migration: `${people}; INSERT INTO people (id, name) VALUES (1, 'a'); ALTER TABLE people ADD b int NOT NULL`,
        message: 'column b',
      },
    ],
    quiet: [
      { name: 'a default', before: [people], migration: 'ALTER TABLE people ADD a int NOT NULL DEFAULT 0' },
      { name: 'nullable', before: [people], migration: 'ALTER TABLE people ADD a int NULL' },
      { name: 'a new table', migration: `${people}; ALTER TABLE people ADD a int NOT NULL` },
      {
        name: 'values that the server makes',
        engine: 'mssql',
        before: [people],
        migration:
          'ALTER TABLE people ADD a int IDENTITY(1,1) NOT NULL, b rowversion NOT NULL, c AS (id + 1) PERSISTED NOT NULL',
      },
      {
        name: 'values that the server makes',
        engine: 'postgres',
        before: [people],
        migration:
          'ALTER TABLE people ADD a bigint GENERATED ALWAYS AS IDENTITY NOT NULL, ADD b serial NOT NULL, ADD c int GENERATED ALWAYS AS (id + 1) STORED NOT NULL',
      },
      {
        name: 'filled in the same migration',
        engine: 'postgres',
        before: [people],
        migration:
          "UPDATE people SET note = '' WHERE note IS NULL; ALTER TABLE people ALTER note SET NOT NULL",
      },
      {
        name: 'filled in a migration of its own',
        engine: 'mssql',
        before: [people, "UPDATE p SET note = '' FROM people AS p WHERE p.note IS NULL"],
        migration: 'ALTER TABLE people ALTER COLUMN note varchar(100) NOT NULL',
      },
      {
        name: 'NOT NULL said again',
        before: [people],
        migration: (knex) =>
          knex.schema.alterTable('people', (table) => table.string('name', 200).notNullable().alter()),
      },
    ],
  },
  'unique-on-existing-rows': {
    fires: [
      {
        name: 'a constraint',
        before: [people],
        migration: 'ALTER TABLE people ADD CONSTRAINT uq_people_name UNIQUE (name)',
        message: 'uq_people_name of people fails where rows are alike in (name)',
      },
      {
        name: 'an index',
        before: [people],
        migration: 'CREATE UNIQUE INDEX ux_people ON people (name, note DESC) WHERE note IS NOT NULL',
        message: '(name, note DESC)',
      },
      {
        name: 'behind a new column',
        before: [people],
        migration: 'ALTER TABLE people ADD code int NULL CONSTRAINT uq_people_code UNIQUE',
        message: 'uq_people_code',
      },
    ],
    quiet: [
      {
        name: 'a new materialized view',
        engine: 'postgres',
        migration:
          'CREATE MATERIALIZED VIEW totals AS SELECT 1 AS id; CREATE UNIQUE INDEX ux_totals ON totals (id)',
      },
      {
        name: 'a new table',
        migration: `${people}; ALTER TABLE people ADD CONSTRAINT uq_people_name UNIQUE (name)`,
      },
      {
        name: 'one that has the primary key in it',
        before: [people],
        migration: 'CREATE UNIQUE INDEX ux_people ON people (name, id)',
      },
      {
        name: 'in place of another of the same columns',
        before: [people, 'CREATE UNIQUE INDEX ux_people ON people (name)'],
        migration: (knex) =>
          knex.schema
            .alterTable('people', (table) => table.dropIndex(['name'], 'ux_people'))
            .raw('CREATE UNIQUE INDEX ux_people_name ON people (name, note)'),
      },
      {
        name: 'a new identity',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ADD n int IDENTITY(1,1) NOT NULL CONSTRAINT uq_people_n UNIQUE',
      },
      { name: 'not unique', before: [people], migration: 'CREATE INDEX ix_people_name ON people (name)' },
      {
        name: 'an index that is there',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ADD CONSTRAINT uq_people_name UNIQUE USING INDEX ux_people',
      },
    ],
  },
};
