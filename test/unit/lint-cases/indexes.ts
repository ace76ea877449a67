import { addPrimaryKey, createIndex } from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

/** Rules about indexes, those of keys too. */
export const indexCases: Readonly<Record<string, RuleCases>> = {
  'duplicate-index': {
    fires: [
      {
        name: 'the same index twice',
        before: [people, 'CREATE INDEX ix_a ON people (name, note)'],
        migration: 'CREATE INDEX ix_b ON people (name, note)',
        message: 'ix_b of people has the same key (name, note) as the index ix_a',
      },
      {
        name: 'in one migration, filters too',
        migration: `${people}; CREATE INDEX ix_a ON people (name) WHERE note IS NULL; CREATE INDEX ix_b ON people (name) WHERE (note IS NULL)`,
        message: 'ix_b',
      },
      {
        name: 'a unique constraint and a unique clustered index on one column',
        migration: async (knex) => {
          await knex.schema.createTable('t', (table) => {
            table.bigInteger('index_id').notNullable();
            table.unique(['index_id'], { indexName: 'uq_t_index_id', useConstraint: true });
          });
          await createIndex(knex, 't', 'ix_t_index_id', {
            columns: ['index_id'],
            unique: true,
            clustered: true,
          });
        },
        message: 'ix_t_index_id of t has the same key (index_id) as the unique constraint uq_t_index_id',
      },
      {
        name: 'the primary key',
        before: [people],
        migration: 'CREATE UNIQUE INDEX ux_people_id ON people (id)',
        message: 'the primary key pk_people',
      },
      {
        name: 'index() beside unique() of Knex',
        migration: (knex) =>
          knex.schema.createTable('t', (table) => {
            table.string('a').unique().index();
          }),
        message: 't_a',
      },
    ],
    quiet: [
      {
        name: 'the same name: what is there is dropped, or nothing is done',
        engine: 'mssql',
        before: [people, 'CREATE INDEX ix_a ON people (name)'],
        migration: 'CREATE INDEX ix_a ON people (name) INCLUDE (note) WITH (DROP_EXISTING = ON)',
      },
      {
        name: 'another order, direction or filter',
        before: [people, 'CREATE INDEX ix_a ON people (name, note)'],
        migration:
          'CREATE INDEX ix_b ON people (note, name); CREATE INDEX ix_c ON people (name DESC, note); CREATE INDEX ix_d ON people (name, note) WHERE note IS NULL; CREATE INDEX ix_e ON people (name, note, id)',
      },
      {
        name: 'one that was dropped',
        engine: 'mssql',
        before: [people, 'CREATE INDEX ix_a ON people (name)'],
        migration: 'DROP INDEX ix_a ON people; CREATE INDEX ix_b ON people (name)',
      },
      {
        name: 'one that was dropped',
        engine: 'postgres',
        before: [people, 'CREATE INDEX ix_a ON people (name)'],
        migration:
          'DROP INDEX ix_a; CREATE INDEX ix_b ON people (name); CREATE INDEX ix_c ON people USING hash (name)',
      },
      {
        name: 'another table',
        before: [people, 'CREATE INDEX ix_a ON people (name)'],
        migration: 'CREATE INDEX ix_a ON sales.people (name)',
      },
    ],
  },
  'second-clustered-index': {
    fires: [
      {
        name: 'a primary key that says nothing, and a clustered index',
        engine: 'mssql',
        before: [people],
        migration: 'CREATE CLUSTERED INDEX cx_people ON people (name)',
        message: 'cx_people of people cannot be clustered: the primary key pk_people is',
      },
      {
        name: 'two of one table',
        engine: 'mssql',
        migration:
          'CREATE TABLE t (a int CONSTRAINT pk_t PRIMARY KEY CLUSTERED, b int CONSTRAINT uq_t_b UNIQUE CLUSTERED)',
        message: 'cannot be clustered',
      },
    ],
    quiet: [
      {
        name: 'the clustered index first',
        engine: 'mssql',
        migration:
          'CREATE TABLE t (a int, b int); CREATE CLUSTERED INDEX cx_t ON t (b); ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (a)',
      },
      {
        name: 'beside one that says so',
        engine: 'mssql',
        migration:
          'CREATE TABLE t (a int CONSTRAINT pk_t PRIMARY KEY, b int, INDEX cx_t CLUSTERED (b)); CREATE INDEX ix_t ON t (a, b)',
      },
      {
        name: 'a primary key that says nonclustered',
        migration: async (knex) => {
          await knex.schema.createTable('t', (table) => table.integer('a').notNullable());
          await addPrimaryKey(knex, 't', 'pk_t', ['a']);
          await createIndex(knex, 't', 'cx_t', { columns: ['a'], clustered: true });
        },
      },
    ],
  },
  'clustered-on-random-uuid': {
    fires: [
      {
        name: 'the primary key of Knex',
        engine: 'mssql',
        migration: (knex) => knex.schema.createTable('t', (table) => table.uuid('id').primary()),
        message: 't is clustered by id',
      },
    ],
    quiet: [
      {
        name: 'sequential values',
        engine: 'mssql',
        migration:
          'CREATE TABLE t (id uniqueidentifier NOT NULL CONSTRAINT df_t_id DEFAULT newsequentialid() CONSTRAINT pk_t PRIMARY KEY)',
      },
      {
        name: 'not clustered',
        migration: async (knex) => {
          await knex.schema.createTable('t', (table) => table.uuid('id').notNullable());
          await addPrimaryKey(knex, 't', 'pk_t', ['id']);
        },
      },
      { name: 'a number', engine: 'mssql', migration: people },
    ],
  },
  'foreign-key-without-index': {
    fires: [
      {
        name: 'none',
        migration:
          'CREATE TABLE t (id int CONSTRAINT pk_t PRIMARY KEY, o int CONSTRAINT fk_t_o REFERENCES orders (id))',
        message: 'no index of t begins with o',
      },
    ],
    quiet: [
      {
        name: 'an index that begins with it, made later on',
        migration:
          'CREATE TABLE t (o int CONSTRAINT fk_t_o REFERENCES orders (id), p int); CREATE INDEX ix_t ON t (o, p)',
      },
      {
        name: 'the primary key',
        migration:
          'CREATE TABLE t (o int CONSTRAINT pk_t PRIMARY KEY CONSTRAINT fk_t_o REFERENCES orders (id))',
      },
      {
        name: 'a foreign key that is dropped again',
        before: [people],
        migration:
          'ALTER TABLE people ADD CONSTRAINT fk FOREIGN KEY (note) REFERENCES o (id); ALTER TABLE people DROP CONSTRAINT fk',
      },
    ],
  },
};
