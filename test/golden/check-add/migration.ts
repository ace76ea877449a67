import type { Knex } from 'knex';
import { addCheck, dropConstraint, jsonCheck, perEngine } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await addCheck(knex, 'items', 'ck_items_id', { id: { gt: 0, lt: 100 } });
  await addCheck(knex, 'items', 'ck_items_json', jsonCheck(knex, 'name'));
  await addCheck(knex, 'items', 'ck_items_status', { status: ['new', 'old'] });
  await addCheck(
    knex,
    'items',
    'ck_items_text',
    perEngine(knex, { mssql: 'LEN([name]) > 2', postgres: 'length("name") > 2' }),
  );
}

export async function down(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'items', 'ck_items_id');
  await dropConstraint(knex, 'items', 'ck_items_json');
  await dropConstraint(knex, 'items', 'ck_items_status');
  await dropConstraint(knex, 'items', 'ck_items_text');
}
