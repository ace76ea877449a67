import { createIndex, dropIndex } from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

/** Rules about what a server refuses, about migrations as such, and about Knex. */
export const engineCases: Readonly<Record<string, RuleCases>> = {
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
  'knex-unique-without-constraint': {
    fires: [
      {
        name: 'of a column',
        engine: 'mssql',
        migration: (knex) => knex.schema.createTable('t', (table) => table.string('a').unique()),
        message: 'unique() makes t_a_unique an index that leaves out nulls',
      },
      {
        name: 'of a table',
        engine: 'mssql',
        migration: (knex) =>
          knex.schema.alterTable('t', (table) => table.unique(['a', 'b'], { indexName: 'uq_t' })),
        message: 'uq_t',
      },
    ],
    quiet: [
      {
        name: 'a constraint',
        migration: (knex) =>
          knex.schema.alterTable('t', (table) =>
            table.unique(['a'], { indexName: 'uq_t_a', useConstraint: true }),
          ),
      },
      {
        name: 'a filter of its own',
        migration: (knex) =>
          knex.schema.alterTable('t', (table) =>
            table.unique(['a'], { indexName: 'ux_t_a', predicate: knex.whereRaw('a > 0') }),
          ),
      },
      {
        name: 'the helper',
        migration: (knex) =>
          createIndex(knex, 't', 'ux_t_a', { columns: ['a'], unique: true, where: { a: { not: null } } }),
      },
    ],
  },
  'knex-primary-clustered': {
    fires: [
      {
        name: 'a clustered index behind it',
        engine: 'mssql',
        migration: async (knex) => {
          await knex.schema.createTable('t', (table) => {
            table.uuid('id').primary();
            table.bigInteger('index_id').notNullable();
          });
          await createIndex(knex, 't', 'ix_t_index_id', {
            columns: ['index_id'],
            unique: true,
            clustered: true,
          });
        },
        message: 'primary() clusters t, so that the index ix_t_index_id cannot',
      },
      {
        name: 'increments()',
        engine: 'mssql',
        migration: async (knex) => {
          await knex.schema.createTable('t', (table) => {
            table.increments('id');
            table.string('name');
          });
          await knex.raw('CREATE CLUSTERED INDEX cx_t ON t (name)');
        },
        message: 'cx_t',
      },
    ],
    quiet: [
      {
        name: 'nothing else clustered',
        engine: 'mssql',
        migration: async (knex) => {
          await knex.schema.createTable('t', (table) => table.uuid('id').primary());
          await createIndex(knex, 't', 'ix_t', { columns: ['id'], unique: true });
        },
      },
      {
        name: 'dropped before',
        engine: 'mssql',
        migration: async (knex) => {
          await knex.schema.createTable('t', (table) => table.uuid('id').primary());
          await knex.schema.alterTable('t', (table) => table.dropPrimary());
          await createIndex(knex, 't', 'ix_t', { columns: ['id'], clustered: true });
        },
      },
    ],
  },
  'knex-enum-without-check': {
    fires: [
      {
        name: 'a new table',
        engine: 'mssql',
        migration: (knex) => knex.schema.createTable('t', (table) => table.enu('kind', ['a', 'b'])),
        message: 'column kind of t takes any text',
      },
      {
        name: 'a new column',
        engine: 'mssql',
        migration: (knex) => knex.schema.alterTable('t', (table) => table.enum('kind', ['a', 'b'])),
        message: 'column kind of t takes any text',
      },
    ],
    quiet: [
      {
        name: 'a check',
        migration: (knex) =>
          knex.schema.createTable('t', (table) =>
            table.enu('kind', ['a', 'b']).checkIn(['a', 'b'], 'ck_t_kind'),
          ),
      },
      {
        name: 'PostgreSQL, where Knex makes one',
        engine: 'postgres',
        migration: (knex) => knex.schema.createTable('t', (table) => table.enu('kind', ['a', 'b'])),
      },
    ],
  },
  'knex-alter-drops-default': {
    fires: [
      {
        name: 'a length',
        engine: 'postgres',
        before: [people],
        migration: (knex) =>
          knex.schema.alterTable('people', (table) => table.decimal('amount', 12, 2).notNullable().alter()),
        message: 'column amount of people loses its default',
      },
    ],
    quiet: [
      {
        name: 'repeated',
        before: [people],
        migration: (knex) =>
          knex.schema.alterTable('people', (table) =>
            table.decimal('amount', 12, 2).notNullable().defaultTo(0).alter(),
          ),
      },
      {
        name: 'no default before',
        before: [people],
        migration: (knex) =>
          knex.schema.alterTable('people', (table) => table.string('name', 200).notNullable().alter()),
      },
      {
        name: 'meant',
        engine: 'postgres',
        before: [people],
        migration: 'ALTER TABLE people ALTER amount DROP DEFAULT',
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
