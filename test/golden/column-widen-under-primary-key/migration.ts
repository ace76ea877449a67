import type { Knex } from 'knex';
import {
  addForeignKey,
  addPrimaryKey,
  alterColumn,
  dropConstraint,
  dropPrimaryKey,
  perEngine,
} from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'uses', 'fk_uses_code');

  await dropPrimaryKey(knex, 'codes', 'pk_codes');
  await alterColumn(knex, 'codes', 'code', {
    type: perEngine(knex, { mssql: 'nvarchar(20)', postgres: 'varchar(20)' }),
    nullable: false,
  });

  await alterColumn(knex, 'uses', 'code', {
    type: perEngine(knex, { mssql: 'nvarchar(20)', postgres: 'varchar(20)' }),
    nullable: false,
  });

  await addPrimaryKey(knex, 'codes', 'pk_codes', ['code'], { clustered: true });

  await addForeignKey(knex, 'uses', 'fk_uses_code', {
    columns: ['code'],
    references: { table: 'codes', columns: ['code'] },
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropConstraint(knex, 'uses', 'fk_uses_code');

  await dropPrimaryKey(knex, 'codes', 'pk_codes');
  await alterColumn(knex, 'codes', 'code', {
    type: perEngine(knex, { mssql: 'nvarchar(10)', postgres: 'varchar(10)' }),
    nullable: false,
  });

  await alterColumn(knex, 'uses', 'code', {
    type: perEngine(knex, { mssql: 'nvarchar(10)', postgres: 'varchar(10)' }),
    nullable: false,
  });

  await addPrimaryKey(knex, 'codes', 'pk_codes', ['code'], { clustered: true });

  await addForeignKey(knex, 'uses', 'fk_uses_code', {
    columns: ['code'],
    references: { table: 'codes', columns: ['code'] },
  });
}
