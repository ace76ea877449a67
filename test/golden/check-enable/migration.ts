import type { Knex } from 'knex';
import { addCheck, dropConstraint, trustConstraint } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await trustConstraint(knex, 'items', 'ck_items_id');
}

export async function down(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'items', 'ck_items_id');
  await addCheck(knex, 'items', 'ck_items_id', { id: { gt: 0 } }, { enforced: false });
}
