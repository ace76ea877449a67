import type { Knex } from 'knex';
import { addCheck, dropConstraint } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'items', 'ck_items_id');
}

export async function down(knex: Knex): Promise<void> {
  // As SQL Server has it; on another engine it may have to be written differently.
  await addCheck(knex, 'items', 'ck_items_id', '([id]>(0) OR [tenant_id]>(0))');
}
