import type { Knex } from 'knex';
import { addPrimaryKey, createIndex, dropIndex, dropPrimaryKey } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropPrimaryKey(knex, 'items', 'pk_items');
  await createIndex(knex, 'items', 'ix_items_tenant', {
    columns: ['tenant_id', 'id'],
    unique: true,
    clustered: true,
  });
  await addPrimaryKey(knex, 'items', 'pk_items', ['id']);
}

export async function down(knex: Knex): Promise<void> {
  await dropPrimaryKey(knex, 'items', 'pk_items');
  await dropIndex(knex, 'items', 'ix_items_tenant');
  await addPrimaryKey(knex, 'items', 'pk_items', ['id'], { clustered: true });
}
