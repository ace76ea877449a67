import type { Knex } from 'knex';
import { dropColumn } from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  // Destructive: drops the column phone of people and what is in it.
  await dropColumn(knex, 'people', 'phone');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('people', (table) => {
    table.string('phone', 30).nullable();
  });
}
