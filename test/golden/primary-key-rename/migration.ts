import type { Knex } from 'knex';
import { renameConstraint } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await renameConstraint(knex, 'items', 'pk_items', 'pk_things');
}

export async function down(knex: Knex): Promise<void> {
  await renameConstraint(knex, 'items', 'pk_things', 'pk_items');
}
