import {
  addCheck,
  addForeignKey,
  addPrimaryKey,
  addUniqueConstraint,
  createIndex,
  setColumnDescription,
  setDefault,
} from '../../src/ddl/index.ts';
import { statements, type TestMigration } from './verify-harness.ts';

/** A fault in a migration that comes after {@link base}, and what is to be said of it. */
export interface FaultCase {
  readonly name: string;
  readonly migration: TestMigration;
  readonly data?: boolean;
  readonly status: string;
  /** `rule object`, the object without its SQL schema's name where that is the default one. */
  readonly told?: readonly string[];
  /** Expected and actual of the first finding. */
  readonly sides?: readonly [expected: string | undefined, actual: string | undefined];
  readonly hiddenOnBabelfish?: true;
  /** Whether it is worth its time on Babelfish. */
  readonly quick?: true;
}

/** Two tables with one of each kind of object. */
export const base: TestMigration = {
  up: async (knex) => {
    await knex.schema.createTable('tenants', (table) => {
      table.integer('id').notNullable();
      table.string('slug', 50).notNullable();
    });
    await addPrimaryKey(knex, 'tenants', 'pk_tenants', ['id']);
    await addUniqueConstraint(knex, 'tenants', 'uq_tenants_slug', ['slug']);
    await knex.schema.createTable('projects', (table) => {
      table.integer('id').notNullable();
      table.integer('tenant_id').notNullable();
      table.string('name', 100).notNullable();
      table.string('status', 20).notNullable();
      table.integer('priority').notNullable();
      table.decimal('budget', 12, 4).notNullable();
      table.string('note', 200).nullable();
    });
    await addPrimaryKey(knex, 'projects', 'pk_projects', ['id']);
    await setDefault(knex, 'projects', 'priority', { name: 'df_projects_priority', value: 5 });
    await addCheck(knex, 'projects', 'ck_projects_status', { status: ['open', 'closed'] });
    await addUniqueConstraint(knex, 'projects', 'uq_projects_tenant_id_name', ['tenant_id', 'name']);
    await addForeignKey(knex, 'projects', 'fk_projects_tenant_id', {
      columns: ['tenant_id'],
      references: { table: 'tenants', columns: ['id'] },
    });
    await createIndex(knex, 'projects', 'ix_projects_status', {
      columns: ['status', { name: 'name', desc: true }],
    });
    await createIndex(knex, 'projects', 'ix_projects_open', {
      columns: ['priority'],
      where: { status: 'open' },
    });
    await setColumnDescription(knex, 'projects', 'note', 'What people say.');
  },
  down: async (knex) => {
    await knex.schema.dropTable('projects');
    await knex.schema.dropTable('tenants');
  },
};

/** A half that does nothing. */
export const nothing = statements();
