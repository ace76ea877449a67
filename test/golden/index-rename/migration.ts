import type { Knex } from 'knex';
import { renameIndex } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await renameIndex(knex, 'items', 'ix_old', 'ix_items_name');
}

export async function down(knex: Knex): Promise<void> {
  await renameIndex(knex, 'items', 'ix_items_name', 'ix_old');
}
