import {
  addForeignKey,
  addPrimaryKey,
  createIndex,
  dropConstraint,
  renameColumn,
  renameConstraint,
  trustConstraint,
} from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

const manyRows = 'INSERT INTO archive (id) SELECT id FROM people';

/** Rules about keys, indexes and constraints. */
export const shapeCases: Readonly<Record<string, RuleCases>> = {
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
