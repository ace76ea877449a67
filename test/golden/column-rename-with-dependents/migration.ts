import type { Knex } from 'knex';
import {
  addCheck,
  addComputedColumn,
  createIndex,
  dropColumn,
  dropConstraint,
  dropIndex,
  perEngine,
  renameColumn,
  renameDefault,
} from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'people', 'ck_people_kind');
  await dropIndex(knex, 'people', 'ix_people_kind');
  await dropColumn(knex, 'people', 'loud');
  await renameColumn(knex, 'people', 'kind', 'sort');
  await renameDefault(knex, 'people', 'sort', 'df_people_sort');
  await addComputedColumn(knex, 'people', 'loud', {
    type: perEngine(knex, { mssql: 'nvarchar(20)', postgres: 'varchar(20)' }),
    expression: perEngine(knex, { mssql: 'upper([sort])', postgres: 'upper("sort")' }),
  });
  await createIndex(knex, 'people', 'ix_people_kind', { columns: ['sort'], where: { sort: 'a' } });
  await addCheck(knex, 'people', 'ck_people_kind', { sort: ['a', 'b'] });
}

export async function down(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'people', 'ck_people_kind');
  await dropIndex(knex, 'people', 'ix_people_kind');
  await dropColumn(knex, 'people', 'loud');
  await renameColumn(knex, 'people', 'sort', 'kind');
  await renameDefault(knex, 'people', 'kind', 'df_people_kind');
  await addComputedColumn(knex, 'people', 'loud', {
    type: perEngine(knex, { mssql: 'nvarchar(20)', postgres: 'varchar(20)' }),
    expression: perEngine(knex, { mssql: 'upper([kind])', postgres: 'upper("kind")' }),
  });
  await createIndex(knex, 'people', 'ix_people_kind', { columns: ['kind'], where: { kind: 'a' } });
  await addCheck(knex, 'people', 'ck_people_kind', { kind: ['a', 'b'] });
}
