import type { Knex } from 'knex';
import { addComputedColumn, dropColumn as dropColumnHelper } from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

const computed = (knex: Knex) =>
  addComputedColumn(knex, 'people', 'double', { type: 'int', expression: 'amount * 2' });

/** Rules about losing values, and about rows that stand in the way. */
export const dataCases: Readonly<Record<string, RuleCases>> = {
  'drop-column': {
    fires: [
      {
        name: 'a column of an earlier migration',
        before: [people],
        migration: 'ALTER TABLE people DROP COLUMN note',
        message: 'the values of column note of people are lost',
      },
      {
        name: 'a computed column for good, which loses no value',
        before: [people, computed],
        migration: 'ALTER TABLE people DROP COLUMN double',
        message: 'the computed column double of people is dropped',
      },
      {
        name: 'a column of a table that no migration creates',
        migration: 'ALTER TABLE sales.orders DROP COLUMN note',
        message: 'column note of sales.orders',
      },
      {
        name: 'with Knex',
        before: [people],
        migration: (knex) => knex.schema.alterTable('people', (table) => table.dropColumns('name', 'note')),
        message: 'column note',
      },
      {
        name: 'behind an IF',
        engine: 'mssql',
        before: [people],
        migration: "IF COL_LENGTH('people', 'note') IS NOT NULL ALTER TABLE people DROP COLUMN note",
        message: 'column note',
      },
      {
        name: 'in a block',
        engine: 'postgres',
        before: [people],
        migration: 'DO $$ BEGIN ALTER TABLE people DROP COLUMN note; END $$',
        message: 'column note',
      },
      {
        name: 'in text that is run',
        engine: 'mssql',
        before: [people],
        migration: "EXEC sp_executesql N'ALTER TABLE people DROP COLUMN note'",
        message: 'column note',
      },
    ],
    quiet: [
      { name: 'a new table', migration: `${people}; ALTER TABLE people DROP COLUMN note` },
      {
        name: 'a computed column that comes back with another formula',
        before: [people, computed],
        migration: async (knex) => {
          await dropColumnHelper(knex, 'people', 'double');
          await addComputedColumn(knex, 'people', 'double', { type: 'int', expression: 'amount * 3' });
        },
      },
      {
        name: 'a column that the migration has added',
        before: [people],
        migration: 'ALTER TABLE people ADD extra int NULL; ALTER TABLE people DROP COLUMN extra',
      },
      {
        name: 'a constraint',
        before: [people],
        migration: 'ALTER TABLE people DROP CONSTRAINT pk_people',
      },
      {
        name: 'the body of a procedure',
        engine: 'mssql',
        before: [people],
        migration: 'CREATE PROCEDURE p AS BEGIN ALTER TABLE people DROP COLUMN note END',
      },
      {
        name: 'the body of a function',
        engine: 'postgres',
        before: [people],
        migration:
          'CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ ALTER TABLE people DROP COLUMN note $$',
      },
      {
        name: 'a comment and a string',
        before: [people],
        migration: "-- ALTER TABLE people DROP COLUMN note\nSELECT 'ALTER TABLE people DROP COLUMN note'",
      },
    ],
  },
  'drop-table': {
    fires: [
      { name: 'one of before', before: [people], migration: 'DROP TABLE people', message: 'people' },
      { name: 'one that is not known', migration: 'DROP TABLE IF EXISTS a, b', message: 'rows of b' },
    ],
    quiet: [
      {
        name: 'a materialized view, which can be made again',
        engine: 'postgres',
        migration: 'DROP MATERIALIZED VIEW IF EXISTS totals',
      },
      {
        name: 'one of the same migration',
        migration: `${people}; INSERT INTO people (id, name) SELECT 1, 'a'; DROP TABLE people`,
      },
      { name: 'a temporary one', engine: 'mssql', migration: 'CREATE TABLE #t (a int NULL); DROP TABLE #t' },
    ],
  },
  'delete-all-rows': {
    fires: [
      { name: 'DELETE', before: [people], migration: 'DELETE FROM people', message: 'every row of people' },
      { name: 'TRUNCATE', before: [people], migration: 'TRUNCATE TABLE people', message: 'people' },
      { name: 'with Knex', before: [people], migration: (knex) => knex('people').del(), message: 'people' },
    ],
    quiet: [
      { name: 'with WHERE', before: [people], migration: 'DELETE FROM people WHERE id = 1' },
      { name: 'with Knex', before: [people], migration: (knex) => knex('people').where({ id: 1 }).del() },
      {
        name: 'a table of the migration',
        migration: `${people}; INSERT INTO people (id, name) VALUES (1, 'a'); DELETE FROM people`,
      },
      {
        name: 'ON DELETE',
        before: [people],
        migration:
          'ALTER TABLE people ADD CONSTRAINT fk_people_boss FOREIGN KEY (id) REFERENCES people (id) ON DELETE CASCADE',
      },
      {
        name: 'a trigger',
        engine: 'mssql',
        before: [people],
        migration: 'CREATE TRIGGER t ON people AFTER INSERT, UPDATE AS DELETE FROM people',
      },
    ],
  },
  'narrow-column': {
    fires: [
      {
        name: 'a length',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN name varchar(50) NOT NULL',
        message: 'from varchar(100) to varchar(50)',
      },
      {
        name: 'a length',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN name TYPE varchar(50)',
        message: 'from varchar(100) to varchar(50)',
      },
      {
        name: 'with Knex',
        before: [people],
        migration: (knex) =>
          knex.schema.alterTable('people', (table) => table.string('name', 40).notNullable().alter()),
        message: 'column name of people is narrowed',
      },
      {
        name: 'digits',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN amount decimal(10, 1) NOT NULL',
        message: 'decimal(10, 1)',
      },
      {
        name: 'a smaller number, after a wider one in between',
        engine: 'postgres',
        before: [people, 'ALTER TABLE people ALTER id TYPE bigint'],
        migration: 'ALTER TABLE people ALTER id SET DATA TYPE integer',
        message: 'from bigint to integer',
      },
      {
        name: 'without a limit before',
        engine: 'postgres',
        before: ['CREATE TABLE notes (body text)'],
        migration: 'ALTER TABLE notes ALTER body TYPE varchar(4000)',
        message: 'from text',
      },
      {
        name: 'fewer digits of a second',
        engine: 'mssql',
        before: ['CREATE TABLE events (at datetime2 NOT NULL)'],
        migration: 'ALTER TABLE events ALTER COLUMN at datetime2(0) NOT NULL',
        message: 'datetime2(0)',
      },
    ],
    quiet: [
      {
        name: 'wider',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN name varchar(max) NOT NULL',
      },
      {
        name: 'wider',
        engine: 'postgres',
        before: [people],
        migration:
          'ALTER TABLE people ALTER amount TYPE numeric(12, 2), ALTER name TYPE text, ALTER id TYPE bigint',
      },
      {
        name: 'a type that is not known',
        engine: 'mssql',
        migration: 'ALTER TABLE t ALTER COLUMN a varchar(1)',
      },
      {
        name: 'the same under another name',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ALTER name TYPE character varying(100), ALTER id TYPE int4',
      },
      {
        name: 'a new table',
        engine: 'postgres',
        migration: `${people}; ALTER TABLE people ALTER name TYPE varchar(10)`,
      },
    ],
  },
  'data-loss-in-type-change': {
    fires: [
      {
        name: 'letters that the code page lacks',
        engine: 'mssql',
        before: ['CREATE TABLE t (a nvarchar(50) NULL)'],
        migration: 'ALTER TABLE t ALTER COLUMN a varchar(100) NULL',
        message: 'from nvarchar(50) to varchar(100)',
      },
      {
        name: 'text to a number',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ALTER note TYPE integer USING note::integer',
        message: 'to integer',
      },
      {
        name: 'a zone that goes',
        engine: 'postgres',
        before: ['CREATE TABLE t (at timestamptz)'],
        migration: 'ALTER TABLE t ALTER at TYPE timestamp',
        message: 'timestamptz',
      },
      {
        name: 'a decimal to a whole number',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN amount int NOT NULL',
        message: 'decimal(10, 2) to int',
      },
    ],
    quiet: [
      {
        name: 'a number to text with room',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ALTER id TYPE varchar(20), ALTER amount TYPE text',
      },
      {
        name: 'a whole number to a decimal',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN id decimal(18, 0) NOT NULL',
      },
      {
        name: 'types that are not judged',
        engine: 'postgres',
        before: ['CREATE TABLE t (a uuid, b json, c text[], d geography)'],
        migration:
          'ALTER TABLE t ALTER a TYPE text, ALTER b TYPE jsonb, ALTER c TYPE varchar(5)[], ALTER d TYPE box',
      },
      {
        name: 'a new table',
        engine: 'postgres',
        migration: `${people}; ALTER TABLE people ALTER note TYPE int USING 1`,
      },
    ],
  },
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
  'lost-not-null': {
    fires: [
      {
        name: 'not repeated',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN name varchar(200)',
        message: 'name of people was NOT NULL and becomes nullable',
      },
      {
        name: 'with Knex',
        before: [people],
        migration: (knex) => knex.schema.alterTable('people', (table) => table.string('name', 200).alter()),
        message: 'name',
      },
    ],
    quiet: [
      {
        name: 'repeated',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN name varchar(200) NOT NULL',
      },
      {
        name: 'meant',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN name varchar(200) NULL',
      },
      {
        name: 'repeated in Knex, and meant',
        before: [people],
        migration: (knex) =>
          knex.schema.alterTable('people', (table) => {
            table.string('name', 200).notNullable().alter();
            table.setNullable('amount');
          }),
      },
      {
        name: 'nullable before',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people ALTER COLUMN note varchar(200)',
      },
      {
        name: 'meant',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ALTER name DROP NOT NULL',
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
  'knex-drop-column-with-default': {
    fires: [
      {
        name: 'raw',
        engine: 'mssql',
        before: [people],
        migration: (knex) => knex.raw('ALTER TABLE people DROP COLUMN amount'),
        message: 'amount of people cannot be dropped while its default is there',
      },
      {
        name: 'in another schema',
        engine: 'mssql',
        migration: (knex) =>
          knex.schema.withSchema('sales').alterTable('orders', (table) => table.dropColumn('amount')),
        message: 'amount of sales.orders',
      },
      {
        name: 'in down',
        engine: 'mssql',
        before: [people],
        migration: {
          up: 'ALTER TABLE people ADD n int NOT NULL CONSTRAINT df_people_n DEFAULT 0',
          down: 'ALTER TABLE people DROP COLUMN n',
        },
        message: 'column n',
      },
    ],
    quiet: [
      {
        name: 'the default looked up and dropped in a batch before',
        engine: 'mssql',
        before: [people],
        migration: `DECLARE @name sysname = (SELECT d.name FROM [sys].[default_constraints] d JOIN sys.columns c
            ON c.default_object_id = d.object_id WHERE OBJECT_NAME(d.parent_object_id) = 'people' AND c.name = 'amount');
          IF @name IS NOT NULL EXEC ('ALTER TABLE people DROP CONSTRAINT ' + @name)
          GO
          ALTER TABLE people DROP COLUMN amount`,
      },
      {
        name: 'with the helper',
        before: [people],
        migration: (knex) => dropColumnHelper(knex, 'people', 'amount'),
      },
      {
        name: 'with Knex, which looks for the default',
        before: [people],
        migration: (knex) => knex.schema.alterTable('people', (table) => table.dropColumn('amount')),
      },
      {
        name: 'dropped by its name',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people DROP CONSTRAINT df_people_amount, COLUMN amount',
      },
      {
        name: 'no default',
        engine: 'mssql',
        before: [people],
        migration: 'ALTER TABLE people DROP COLUMN note',
      },
      {
        name: 'PostgreSQL, which drops it too',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people DROP COLUMN amount',
      },
    ],
  },
};
