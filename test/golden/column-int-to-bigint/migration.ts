import type { Knex } from 'knex';
import { addCheck, alterColumn, createIndex, dropConstraint, dropIndex } from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'people', 'ck_people_size');
  await dropIndex(knex, 'people', 'ix_people_size');
  await alterColumn(knex, 'people', 'size', {
    type: 'bigint',
    nullable: false,
    default: { name: 'df_people_size', value: 0 },
  });
  await createIndex(knex, 'people', 'ix_people_size', { columns: ['size', 'id'], unique: true });
  await addCheck(knex, 'people', 'ck_people_size', { size: { gte: 0 } });
}

export async function down(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'people', 'ck_people_size');
  await dropIndex(knex, 'people', 'ix_people_size');
  await alterColumn(knex, 'people', 'size', {
    type: 'int',
    nullable: false,
    default: { name: 'df_people_size', value: 0 },
  });
  await createIndex(knex, 'people', 'ix_people_size', { columns: ['size', 'id'], unique: true });
  await addCheck(knex, 'people', 'ck_people_size', { size: { gte: 0 } });
}
