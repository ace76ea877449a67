import { people, type RuleCases } from './case.ts';

/** Rules about a column that becomes another. */
export const columnCases: Readonly<Record<string, RuleCases>> = {
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
};
