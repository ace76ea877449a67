import type { Knex } from 'knex';
import { addComputedColumn, dropColumn as dropColumnHelper } from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

const computed = (knex: Knex) =>
  addComputedColumn(knex, 'people', 'double', { type: 'int', expression: 'amount * 2' });

/** Rules about what goes with all its values. */
export const droppingCases: Readonly<Record<string, RuleCases>> = {
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
};
