import type { Knex } from 'knex';
import { renameConstraint } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await renameConstraint(knex, 'items', 'ck_old', 'ck_items_id');
}

export async function down(knex: Knex): Promise<void> {
  await renameConstraint(knex, 'items', 'ck_items_id', 'ck_old');
}
