import type { Knex } from 'knex';
import { alterColumn, dateTimeType } from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  // Destructive: changes at of people from datetime2(6) to datetime2(3), which may lose part of a value or
  // fail on one.
  await alterColumn(knex, 'people', 'at', { type: dateTimeType(knex, 3), nullable: false });
}

export async function down(knex: Knex): Promise<void> {
  await alterColumn(knex, 'people', 'at', { type: dateTimeType(knex, 6), nullable: false });
}
