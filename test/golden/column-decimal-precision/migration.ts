import type { Knex } from 'knex';
import { alterColumn } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await alterColumn(knex, 'people', 'price', { type: 'decimal(12,4)', nullable: false });
}

export async function down(knex: Knex): Promise<void> {
  await alterColumn(knex, 'people', 'price', { type: 'decimal(10,2)', nullable: false });
}
