import { createIndex, dropIndex } from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

/** Rules about a migration as such: how it has to run, what it lacks, what cannot be known of it. */
export const migrationCases: Readonly<Record<string, RuleCases>> = {
  'outside-transaction': {
    fires: [
      {
        name: 'an index built concurrently',
        engine: 'postgres',
        migration: (knex) => createIndex(knex, 't', 'ix_t', { columns: ['a'], concurrently: true }),
        message: 'CREATE INDEX CONCURRENTLY cannot run in a transaction',
      },
      {
        name: 'in down',
        engine: 'postgres',
        migration: { up: 'SELECT 1', down: 'DROP INDEX CONCURRENTLY ix_t' },
        message: 'DROP INDEX CONCURRENTLY',
      },
      { name: 'VACUUM', engine: 'postgres', migration: 'VACUUM people', message: 'VACUUM' },
      {
        name: 'REINDEX CONCURRENTLY',
        engine: 'postgres',
        migration: 'REINDEX TABLE CONCURRENTLY people',
        message: 'REINDEX CONCURRENTLY',
      },
      {
        name: 'ALTER DATABASE',
        engine: 'mssql',
        migration: 'ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON',
        message: 'ALTER DATABASE',
      },
      {
        name: 'a full-text index',
        engine: 'mssql',
        migration: 'CREATE FULLTEXT INDEX ON people (name) KEY INDEX pk_people',
        message: 'CREATE FULLTEXT',
      },
      {
        name: 'a resumable index',
        engine: 'mssql',
        migration: 'CREATE INDEX ix_t ON t (a) WITH (ONLINE = ON, RESUMABLE = ON)',
        message: 'RESUMABLE',
      },
    ],
    quiet: [
      {
        name: 'without a transaction',
        migration: {
          transaction: false,
          up: (knex) => createIndex(knex, 't', 'ix_t', { columns: ['a'], concurrently: true }),
          down: (knex) => dropIndex(knex, 't', 'ix_t', { concurrently: true }),
        },
      },
      {
        name: 'ONLINE, which may',
        engine: 'mssql',
        migration:
          'CREATE INDEX ix_t ON t (a) WITH (ONLINE = ON); ALTER DATABASE SCOPED CONFIGURATION SET MAXDOP = 4',
      },
    ],
  },
  'new-column-in-same-batch': {
    fires: [
      {
        name: 'UPDATE',
        engine: 'mssql',
        migration: 'ALTER TABLE people ADD code int NULL;\nUPDATE people SET code = 1;',
        message: 'column code of people is used in the batch that adds it',
      },
      {
        name: 'in WHERE, without semicolons',
        engine: 'mssql',
        migration: 'ALTER TABLE [people] ADD [Code] int NULL DELETE FROM people WHERE code = 1',
        message: 'column Code',
      },
    ],
    quiet: [
      {
        name: 'GO between them',
        engine: 'mssql',
        migration: 'ALTER TABLE people ADD code int NULL;\nGO\nUPDATE people SET code = 1;',
      },
      {
        name: 'text that is compiled when it runs',
        engine: 'mssql',
        migration: "ALTER TABLE people ADD code int NULL; EXEC (N'UPDATE people SET code = 1')",
      },
      {
        name: 'an index',
        engine: 'mssql',
        migration: 'ALTER TABLE t ADD a int NULL; CREATE INDEX ix_t ON t (a)',
      },
      {
        name: 'another column',
        engine: 'mssql',
        migration: 'ALTER TABLE t ADD a int NULL; UPDATE t SET b = 1',
      },
      {
        name: 'a table of the batch',
        engine: 'mssql',
        migration: 'CREATE TABLE t (b int); ALTER TABLE t ADD a int NULL; UPDATE t SET a = 1',
      },
      {
        name: 'PostgreSQL',
        engine: 'postgres',
        migration: 'ALTER TABLE t ADD a int NULL; UPDATE t SET a = 1',
      },
    ],
  },
  'missing-down': {
    fires: [
      { name: 'none', migration: { up: people, down: null }, message: 'migration m1 has no down' },
      {
        name: 'none in code',
        migration: { up: (knex) => knex.raw(people), down: null },
        message: 'migration m1 has no down',
      },
      {
        name: 'one that does nothing',
        migration: { up: people, down: async () => undefined },
        message: 'the down of migration m1 does nothing',
      },
      {
        name: 'one that does nothing about a view',
        migration: { up: 'CREATE VIEW v AS SELECT 1 AS a', down: async () => undefined },
        message: 'does nothing',
      },
      {
        name: 'none beside a change of rows',
        migration: { up: "UPDATE people SET note = 'x'", down: null },
        message: 'no down',
      },
    ],
    quiet: [
      { name: 'one', migration: { up: people, down: 'DROP TABLE people' } },
      {
        name: 'one that says why it cannot be',
        migration: {
          up: people,
          down: async () => {
            throw new Error('The old values are gone.');
          },
        },
      },
      {
        name: 'statements that are not understood',
        migration: { up: 'CREATE VIEW v AS SELECT 1 AS a', down: 'DROP VIEW v' },
      },
      { name: 'nothing to take back', migration: { up: async () => undefined, down: async () => undefined } },
      {
        name: 'rows that stay as they are',
        migration: { up: 'INSERT INTO plans (id) VALUES (1)', down: async () => undefined },
      },
    ],
  },
  'broken-migration': {
    fires: [
      {
        name: 'a forgotten await',
        migration: async (knex) => {
          knex.schema.createTable('t', (table) => table.integer('a'));
        },
        message: 'forgot an await',
      },
      {
        name: 'options that no server has',
        migration: (knex) =>
          createIndex(knex, 't', 'ix_t', { columns: ['a'], clustered: true, where: { a: 1 } }),
        message: 'ix_t is clustered, so it holds every row and column',
      },
    ],
    quiet: [{ name: 'one that runs', migration: people }],
  },
  'needs-database': {
    fires: [
      {
        name: 'an answer that is used',
        migration: async (knex) => {
          const [row] = (await knex('people').select('id')) as { id: number }[];
          await knex('people')
            .where('id', (row as { id: number }).id)
            .update({ note: 'x' });
        },
        message: 'it was not looked at for',
      },
      {
        name: 'an answer that decides',
        migration: async (knex) => {
          if (await knex.schema.hasTable('people')) await knex.schema.dropTable('people');
        },
        message: 'it reads from the database',
      },
    ],
    quiet: [{ name: 'one that asks nothing', migration: people }],
  },
};
