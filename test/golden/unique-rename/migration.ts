import type { Knex } from 'knex';
import { renameConstraint } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await renameConstraint(knex, 'items', 'uq_old', 'uq_items_name');
}

export async function down(knex: Knex): Promise<void> {
  await renameConstraint(knex, 'items', 'uq_items_name', 'uq_old');
}
