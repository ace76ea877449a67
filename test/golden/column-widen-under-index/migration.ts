import type { Knex } from 'knex';
import {
  addUniqueConstraint,
  alterColumn,
  createIndex,
  dropConstraint,
  dropIndex,
  perEngine,
} from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await alterColumn(knex, 'people', 'name', {
    type: perEngine(knex, { mssql: 'nvarchar(100)', postgres: 'varchar(100)' }),
    nullable: false,
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropIndex(knex, 'people', 'ix_people_name');
  await dropConstraint(knex, 'people', 'uq_people_name');
  await alterColumn(knex, 'people', 'name', {
    type: perEngine(knex, { mssql: 'nvarchar(50)', postgres: 'varchar(50)' }),
    nullable: false,
  });
  await addUniqueConstraint(knex, 'people', 'uq_people_name', ['name']);
  await createIndex(knex, 'people', 'ix_people_name', { columns: ['name'] });
}
