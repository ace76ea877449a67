import { createIndex, dropColumn as dropColumnHelper } from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

/** Rules about what Knex does otherwise than one thinks. */
export const knexCases: Readonly<Record<string, RuleCases>> = {
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
};
