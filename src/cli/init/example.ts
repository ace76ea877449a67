import type { EntityLanguage } from '../../generate/entity-source.ts';

/** Title of the example's migration, as it stands in its file name. */
export const exampleMigration = 'create_projects';

/** The module of the example entity. */
export function exampleEntity(language: EntityLanguage): string {
  const ts = language === 'ts';
  return `import { BaseEntity, columnTypes, defineEntity, notDeleted${ts ? ', type Row' : ''} } from 'quodsi-db';

/** An example to start from: a table in which each row belongs to a tenant. */
export const Project = defineEntity({
  table: 'projects',
  scope: 'tenant',
  base: BaseEntity,
  description: 'Projects of a tenant.',
  columns: {
    name: { type: columnTypes.string(255), description: 'Name of the project.' },
    state: {
      type: columnTypes.string(20),
      default: 'active',
      oneOf: ['active', 'archived'],
      description: 'Whether the project is worked on.',
    },
  },
  // Unique within the tenant, among the projects that are not deleted.
  indexes: [
    { name: 'ix_projects_tenant_name', columns: ['tenant_id', 'name'], unique: true, filter: notDeleted },
  ],
});
${ts ? '\n/** A row of `projects`. */\nexport type Project = Row<typeof Project>;\n' : ''}`;
}

/** The index: the tables that every project builds on, and the example's. */
export function entityIndex(language: EntityLanguage, example: boolean): string {
  const module = language === 'mjs' ? './project.mjs' : './project.js';
  return `export { Tenant, User } from 'quodsi-db';\n${example ? `export { Project } from '${module}';\n` : ''}`;
}

const knexType = "import type { Knex } from 'knex';\n";
const helpers = `
import {
  addPrimaryKey,
  createIndex,
  dateTimeType,
  identityType,
  literal,
  newUuid,
  utcNow,
} from 'quodsi-db/ddl';
`.slice(1);

/** The migration that creates the example's table. */
export function exampleMigrationSource(language: EntityLanguage): string {
  const ts = language === 'ts';
  const jsdoc = ts ? '' : "/** @param {import('knex').Knex} knex */\n";
  const signature = (name: string) =>
    `${jsdoc}export async function ${name}(knex${ts ? ': Knex' : ''})${ts ? ': Promise<void>' : ''} {`;
  return `${ts ? knexType : ''}${helpers}
${signature('up')}
  const dateTime = dateTimeType(knex, 3);

  await knex.schema.createTable('projects', (table) => {
    table.comment('Projects of a tenant.');

    table
      .uuid('id')
      .notNullable()
      .defaultTo(newUuid(knex), { constraintName: 'df_projects_id' })
      .comment('Public identifier of the row.');
    table
      .specificType('index_id', identityType(knex))
      .notNullable()
      .comment('Sequence number that the rows are stored by.');
    table.uuid('tenant_id').notNullable().comment('Tenant that the row belongs to.');
    table
      .specificType('created_at', dateTime)
      .notNullable()
      .defaultTo(utcNow(knex), { constraintName: 'df_projects_created_at' })
      .comment('When the row was created, in UTC.');
    table
      .specificType('updated_at', dateTime)
      .notNullable()
      .defaultTo(utcNow(knex), { constraintName: 'df_projects_updated_at' })
      .comment('When the row was last changed, in UTC.');
    table
      .boolean('is_deleted')
      .notNullable()
      .defaultTo(literal(knex, false), { constraintName: 'df_projects_is_deleted' })
      .comment('Whether the row is soft-deleted.');

    table.string('name', 255).notNullable().comment('Name of the project.');
    table
      .string('state', 20)
      .notNullable()
      .defaultTo('active', { constraintName: 'df_projects_state' })
      .checkIn(['active', 'archived'], 'ck_projects_state')
      .comment('Whether the project is worked on.');

    table.foreign('tenant_id', 'fk_projects_tenant_id').references('id').inTable('tenants');
  });

  await createIndex(knex, 'projects', 'ix_projects_index_id', {
    columns: ['index_id'],
    unique: true,
    clustered: true,
  });
  await addPrimaryKey(knex, 'projects', 'pk_projects', ['id']);

  const active = { is_deleted: false };
  await createIndex(knex, 'projects', 'ix_projects_tenant_active', {
    columns: ['tenant_id', 'is_deleted', 'index_id'],
    where: active,
  });
  await createIndex(knex, 'projects', 'ix_projects_tenant_id_lookup', {
    columns: ['tenant_id', 'id'],
    where: active,
  });
  await createIndex(knex, 'projects', 'ix_projects_tenant_name', {
    columns: ['tenant_id', 'name'],
    unique: true,
    where: active,
  });
}

${signature('down')}
  await knex.schema.dropTable('projects');
}
`;
}
