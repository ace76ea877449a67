import type { Knex } from 'knex';
import {
  addCheck,
  addComputedColumn,
  addForeignKey,
  addUniqueConstraint,
  alterColumn,
  createIndex,
  dropColumn,
  dropConstraint,
  dropIndex,
} from 'quodsi-db/ddl';

export const config = { destructive: true };

export async function up(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'people', 'fk_people_parent_id');
  await dropConstraint(knex, 'people', 'ck_people_size');
  await dropIndex(knex, 'people', 'ix_people_parent_id');
  await dropConstraint(knex, 'people', 'uq_people_size');
  await dropColumn(knex, 'people', 'doubled');

  // Destructive: drops the column parent_id of people and what is in it.
  await dropColumn(knex, 'people', 'parent_id');

  // Destructive: drops the column size of people and what is in it.
  await dropColumn(knex, 'people', 'size');
}

export async function down(knex: Knex): Promise<void> {
  // parent_id has no default, so that it is added as nullable and tightened afterwards. On a table with rows
  // that fails until they are given a value here, as with backfill().
  await knex.schema.alterTable('people', (table) => {
    table.integer('parent_id').nullable();
  });

  await alterColumn(knex, 'people', 'parent_id', { type: 'int', nullable: false });

  // size has no default, so that it is added as nullable and tightened afterwards. On a table with rows that
  // fails until they are given a value here, as with backfill().
  await knex.schema.alterTable('people', (table) => {
    table.integer('size').nullable();
  });

  await alterColumn(knex, 'people', 'size', { type: 'int', nullable: false });

  // As SQL Server has it; on another engine it may have to be written differently.
  await addComputedColumn(knex, 'people', 'doubled', { type: 'int', expression: '[size] * 2' });

  await addUniqueConstraint(knex, 'people', 'uq_people_size', ['size']);
  await createIndex(knex, 'people', 'ix_people_parent_id', { columns: ['parent_id'], include: ['size'] });
  await addCheck(knex, 'people', 'ck_people_size', { size: { gt: 0 } });
  await addForeignKey(knex, 'people', 'fk_people_parent_id', {
    columns: ['parent_id'],
    references: { table: 'parents', columns: ['id'] },
  });
}
