import type { Knex } from 'knex';
import { alterColumn, createIndex, dropIndex } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropIndex(knex, 'people', 'ix_people_size');
  await alterColumn(knex, 'people', 'size', { type: 'int', nullable: true });
  await createIndex(knex, 'people', 'ix_people_size', { columns: ['size'] });
}

export async function down(knex: Knex): Promise<void> {
  await dropIndex(knex, 'people', 'ix_people_size');

  // Rows where it is null make this fail, until they are given a value here, as with backfill().
  await alterColumn(knex, 'people', 'size', { type: 'int', nullable: false });

  await createIndex(knex, 'people', 'ix_people_size', { columns: ['size'] });
}
