import type { Knex } from 'knex';
import { createIndex, dropIndex } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await createIndex(knex, 'items', 'ix_items_search', {
    columns: ['tenant_id', { name: 'name', desc: true }],
    unique: true,
    include: ['id', 'status'],
    where: { is_deleted: false, status: ['a', 'b'] },
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropIndex(knex, 'items', 'ix_items_search');
}
