import type { Knex } from 'knex';
import { addPrimaryKey, dropPrimaryKey } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropPrimaryKey(knex, 'items', 'pk_items');
  await addPrimaryKey(knex, 'items', 'pk_items', ['tenant_id', 'id']);
}

export async function down(knex: Knex): Promise<void> {
  await dropPrimaryKey(knex, 'items', 'pk_items');
  await addPrimaryKey(knex, 'items', 'pk_items', ['id']);
}
