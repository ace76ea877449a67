import type { Knex } from 'knex';
import { renameConstraint, renameTable } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await renameTable(knex, 'parents', 'owners');

  await renameConstraint(knex, 'owners', 'pk_parents', 'pk_owners');
}

export async function down(knex: Knex): Promise<void> {
  await renameTable(knex, 'owners', 'parents');

  await renameConstraint(knex, 'parents', 'pk_owners', 'pk_parents');
}
