import type { Knex } from 'knex';
import { addCheck, dropConstraint } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'items', 'ck_items_status');
  await addCheck(knex, 'items', 'ck_items_status', { status: ['new', 'old', 'gone'] });
}

export async function down(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'items', 'ck_items_status');
  await addCheck(knex, 'items', 'ck_items_status', { status: ['new', 'old'] });
}
