import type { Knex } from 'knex';
import {
  addPrimaryKey,
  createIndex,
  dropIndex,
  identityType,
  literal,
  newUuid,
} from '../../../src/ddl/index.ts';
import { people, type RuleCases } from './case.ts';

const tenants = 'CREATE TABLE tenants (id int CONSTRAINT pk_tenants PRIMARY KEY)';
const owned =
  'CREATE TABLE projects (id int CONSTRAINT pk_projects PRIMARY KEY, tenant_id int CONSTRAINT fk_projects_tenant_id REFERENCES tenants (id))';

/** A table as the base entity has it, without the indexes that are left out. */
export function basedTable(left: readonly string[] = [], name = 'projects') {
  return async (knex: Knex): Promise<void> => {
    await knex.schema.createTable(name, (table) => {
      table
        .uuid('id')
        .notNullable()
        .defaultTo(newUuid(knex), { constraintName: `df_${name}_id` });
      table.specificType('index_id', identityType(knex)).notNullable();
      table.uuid('tenant_id').notNullable();
      table
        .boolean('is_deleted')
        .notNullable()
        .defaultTo(literal(knex, false), { constraintName: `df_${name}_is_deleted` });
      if (!left.includes('fk'))
        table.foreign('tenant_id', `fk_${name}_tenant_id`).references('id').inTable('tenants');
    });
    const index = async (suffix: string, columns: readonly string[], more: object): Promise<void> => {
      if (!left.includes(suffix)) await createIndex(knex, name, `ix_${name}_${suffix}`, { columns, ...more });
    };
    const where = { is_deleted: false };
    await index('index_id', ['index_id'], { unique: true, clustered: true });
    await addPrimaryKey(knex, name, `pk_${name}`, ['id']);
    await index('tenant_active', ['tenant_id', 'is_deleted', 'index_id'], { where });
    await index('tenant_id_lookup', ['tenant_id', 'id'], { where });
  };
}

export const tenancyCases: Readonly<Record<string, RuleCases>> = {
  'unfiltered-unique-on-soft-deleted': {
    fires: [
      {
        name: 'a constraint',
        before: ['CREATE TABLE t (name varchar(50), is_deleted int)'],
        migration: 'ALTER TABLE t ADD CONSTRAINT uq_t_name UNIQUE (name)',
        message: '(name) of t stays taken by soft-deleted rows, by the unique constraint uq_t_name',
      },
      {
        name: 'a column of a new table',
        migration: 'CREATE TABLE t (name varchar(50) CONSTRAINT uq_t_name UNIQUE, deleted_at datetime NULL)',
        message: 'uq_t_name',
      },
      {
        name: 'a filter that says something else',
        migration:
          'CREATE TABLE t (name varchar(50), is_deleted int); CREATE UNIQUE INDEX ux_t ON t (name) WHERE name IS NOT NULL',
        message: 'ux_t',
      },
    ],
    quiet: [
      {
        name: 'live rows only',
        migration: async (knex) => {
          await knex.raw('CREATE TABLE t (name varchar(50), is_deleted int)');
          await createIndex(knex, 't', 'ux_t', { columns: ['name'], unique: true, where: { is_deleted: 0 } });
        },
      },
      { name: 'no soft delete', migration: `${people}; CREATE UNIQUE INDEX ux_t ON people (name)` },
      {
        name: 'keys that the server makes up',
        before: [tenants],
        migration: basedTable(),
      },
      {
        name: 'an entity that wants it so',
        declared: [{ table: { name: 't' }, scope: 'global', deletedRowsKeepKeys: true }],
        migration: 'CREATE TABLE t (name varchar(50) CONSTRAINT uq_t_name UNIQUE, is_deleted int)',
      },
      {
        name: 'the flag in the key',
        migration: 'CREATE TABLE t (a int, is_deleted int, CONSTRAINT uq_t UNIQUE (a, is_deleted))',
      },
    ],
  },
  'tenant-table-without-tenant-id': {
    fires: [
      {
        name: 'declared so',
        declared: [{ table: { name: 't' }, scope: 'tenant', deletedRowsKeepKeys: false }],
        migration: 'CREATE TABLE t (id int CONSTRAINT pk_t PRIMARY KEY)',
        message: 't is declared tenant-scoped and has no tenant_id',
      },
      {
        name: 'the columns of the base entity',
        migration: 'CREATE TABLE t (id int, index_id bigint, is_deleted int)',
        message: 't has the columns of the base entity without tenant_id',
      },
      {
        name: 'a reference to rows of tenants',
        before: [tenants, owned],
        migration: 'CREATE TABLE tasks (project_id int CONSTRAINT fk_tasks REFERENCES projects (id))',
        message: 'tasks refers to projects',
      },
    ],
    quiet: [
      { name: 'it is there', before: [tenants], migration: owned },
      {
        name: 'added in the same migration',
        declared: [{ table: { name: 't' }, scope: 'tenant', deletedRowsKeepKeys: false }],
        migration:
          'CREATE TABLE t (id int); ALTER TABLE t ADD tenant_id int CONSTRAINT fk_t_tenant_id REFERENCES tenants (id)',
      },
      {
        name: 'a table of the whole platform',
        declared: [{ table: { name: 't' }, scope: 'global', deletedRowsKeepKeys: false }],
        migration: 'CREATE TABLE t (id int, index_id bigint, is_deleted int)',
      },
      {
        name: 'a reference to tenants',
        before: [tenants],
        migration: 'CREATE TABLE t (owner int CONSTRAINT fk_t REFERENCES tenants (id))',
      },
      {
        name: 'columns that are not known',
        engine: 'postgres',
        migration: 'CREATE TABLE t (LIKE o INCLUDING ALL)',
      },
    ],
  },
  'tenant-id-without-foreign-key': {
    fires: [
      {
        name: 'a new table',
        before: [tenants],
        migration: basedTable(['fk']),
        message: 'tenant_id of projects has no foreign key to tenants',
      },
      {
        name: 'a new column',
        before: [people],
        migration: 'ALTER TABLE people ADD tenant_id int NULL',
        message: 'tenant_id of people',
      },
    ],
    quiet: [
      { name: 'it is there', before: [tenants], migration: basedTable() },
      {
        name: 'together with another column',
        migration:
          'CREATE TABLE t (tenant_id int, project_id int, CONSTRAINT fk_t FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id))',
      },
      { name: 'tenants itself', migration: 'CREATE TABLE tenants (id int, tenant_id int NULL)' },
      {
        name: 'a table of the whole platform',
        declared: [{ table: { name: 't' }, scope: 'global', deletedRowsKeepKeys: false }],
        migration: 'CREATE TABLE t (id int, tenant_id int NULL)',
      },
    ],
  },
  'missing-base-indexes': {
    fires: [
      {
        name: 'the clustered one',
        before: [tenants],
        migration: basedTable(['index_id']),
        message: 'projects lacks the unique',
      },
      {
        name: 'a filtered one',
        before: [tenants],
        migration: basedTable(['tenant_active']),
        message: 'projects lacks the filtered index on (tenant_id, is_deleted, index_id)',
      },
      {
        name: 'all of them',
        before: [tenants],
        migration: basedTable(['index_id', 'tenant_active', 'tenant_id_lookup']),
        message: 'the filtered index on (tenant_id, id)',
      },
      {
        name: 'one that is dropped later',
        before: [tenants, basedTable()],
        migration: (knex) => dropIndex(knex, 'projects', 'ix_projects_tenant_active'),
        message: 'projects loses the filtered index on (tenant_id, is_deleted, index_id)',
      },
      {
        name: 'that of tenants',
        migration: 'CREATE TABLE tenants (id int, index_id bigint, tenant_id int NULL, is_deleted int)',
        message: 'the filtered index on (is_deleted)',
      },
      {
        name: 'one that is not clustered',
        engine: 'mssql',
        before: [tenants],
        migration: async (knex) => {
          await basedTable(['index_id'])(knex);
          await createIndex(knex, 'projects', 'ix_projects_index_id', {
            columns: ['index_id'],
            unique: true,
          });
        },
        message: 'projects lacks the unique clustered index on index_id',
      },
    ],
    quiet: [
      { name: 'all there', before: [tenants], migration: basedTable() },
      {
        name: 'a table of another kind',
        migration: 'CREATE TABLE t (id int, tenant_id int, is_deleted int)',
      },
      {
        name: 'told once, of the migration that makes the table',
        before: [tenants, basedTable(['tenant_active'])],
        migration: 'ALTER TABLE projects ADD note int NULL',
      },
      {
        name: 'built anew under another name',
        before: [tenants, basedTable()],
        migration: async (knex) => {
          await dropIndex(knex, 'projects', 'ix_projects_tenant_id_lookup');
          await createIndex(knex, 'projects', 'ix_projects_lookup', {
            columns: ['tenant_id', 'id'],
            include: ['index_id'],
            where: { is_deleted: false },
          });
        },
      },
    ],
  },
};
