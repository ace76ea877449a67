import type { Knex } from 'knex';
import { renameConstraint } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await renameConstraint(knex, 'users', 'fk_users_item_id', 'fk_users_thing');
}

export async function down(knex: Knex): Promise<void> {
  await renameConstraint(knex, 'users', 'fk_users_thing', 'fk_users_item_id');
}
