import type { Knex } from 'knex';
import {
  addCheck,
  addPrimaryKey,
  createIndex,
  createTable,
  dropTable,
  perEngine,
  setColumnDescription,
  setDescription,
} from 'quodsi-db/ddl';

export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'odd [table]?', [
    { name: 'a.b', type: 'int', nullable: false },
    {
      name: 'x as y',
      type: perEngine(knex, { mssql: 'nvarchar(10)', postgres: 'varchar(10)' }),
      nullable: false,
    },
    {
      name: 'br[0]',
      type: perEngine(knex, { mssql: 'nvarchar(20)', postgres: 'varchar(20)' }),
      nullable: true,
      default: { name: 'df_odd [table]?_br[0]', value: 'why?' },
    },
    { name: "it's", type: 'int', nullable: true },
    { name: 'select', type: 'int', nullable: false },
  ]);

  await setDescription(knex, 'odd [table]?', "What's it? [it's odd]");
  await setColumnDescription(knex, 'odd [table]?', 'a.b', 'Dots. Why?');
  await addPrimaryKey(knex, 'odd [table]?', 'pk odd', ['a.b', 'select']);
  await createIndex(knex, 'odd [table]?', 'ix odd?', { columns: ["it's", 'br[0]'], include: ['x as y'] });
  await addCheck(knex, 'odd [table]?', 'ck odd', { 'br[0]': { not: 'a?b' } });
}

export async function down(knex: Knex): Promise<void> {
  await dropTable(knex, 'odd [table]?');
}
