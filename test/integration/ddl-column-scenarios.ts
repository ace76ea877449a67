import { expect, test } from 'vitest';
import * as ddl from '../../src/ddl/index.ts';
import { nastyTexts, skipOnBabelfish, type TestDatabase } from './ddl-database.ts';

/** What helpers for columns, descriptions and names must do on a live database, whatever the engine. */
export function columnScenarios(database: () => TestDatabase): void {
  const db = () => database().db;

  test('a default holds any text, and is replaced without knowing its name', async () => {
    await db().schema.createTable('defaulted', (t) => {
      t.integer('id').notNullable();
      t.string('word', 100).defaultTo('first', { constraintName: 'someone_elses_name' });
    });
    for (const [id, value] of nastyTexts.entries()) {
      await ddl.setDefault(db(), 'defaulted', 'word', { name: 'df_defaulted_word', value });
      await db()('defaulted').insert({ id });
      expect(await db()('defaulted').where({ id }).first()).toEqual({ id, word: value });
    }
    await ddl.setDefault(db(), 'defaulted', 'id', { name: 'df_defaulted_id', value: db().raw('40 + 2') });
    await db()('defaulted').insert({ word: 'x' });
    expect(await db()('defaulted').where({ word: 'x' }).first()).toEqual({ id: 42, word: 'x' });
  });

  test('dropDefault, with the name and without', async ({ skip }) => {
    skipOnBabelfish(database(), skip, 'it loses the names of defaults and drops none');
    await db().schema.createTable('undefaulted', (t) => {
      t.integer('id').notNullable();
      t.integer('a').defaultTo(1, { constraintName: 'df_undefaulted_a' });
      t.integer('b').defaultTo(2);
    });
    await ddl.dropDefault(db(), 'undefaulted', 'a', { name: 'df_undefaulted_a' });
    await ddl.dropDefault(db(), 'undefaulted', 'b');
    await ddl.dropDefault(db(), 'undefaulted', 'b');
    await db()('undefaulted').insert({ id: 1 });
    expect(await db()('undefaulted').select()).toEqual([{ id: 1, a: null, b: null }]);
  });

  test('alterColumn: a longer text', async ({ skip }) => {
    skipOnBabelfish(database(), skip, 'ALTER COLUMN takes neither NULL nor NOT NULL there');
    await db().schema.createTable('altered', (t) => {
      t.string('word', 3);
      t.integer('n');
    });
    await expect(db()('altered').insert({ word: 'long' })).rejects.toThrow();
    const type = ddl.perEngine(db(), { mssql: 'nvarchar(10)', postgres: 'varchar(10)' });
    await ddl.alterColumn(db(), 'altered', 'word', { type, nullable: true });
    await db()('altered').insert({ word: 'long', n: 7 });
  });

  test('alterColumn: another type for a column with a default, and back', async ({ skip }) => {
    skipOnBabelfish(database(), skip, 'ALTER COLUMN takes neither NULL nor NOT NULL there');
    const text = ddl.perEngine(db(), { mssql: 'nvarchar(20)', postgres: 'varchar(20)' });
    await ddl.setDefault(db(), 'altered', 'n', { name: 'df_altered_n', value: 1 });
    const asText = { name: 'df_altered_n', value: 'none' };
    await ddl.alterColumn(db(), 'altered', 'n', { type: text, nullable: false, default: asText });
    await db()('altered').insert({ word: 'b' });
    expect(await db()('altered').orderBy('word').pluck('n')).toEqual(['none', '7']);
    await expect(db()('altered').insert({ word: 'c', n: null })).rejects.toThrow();
    await db()('altered').where({ n: 'none' }).delete();
    const asNumber = { name: 'df_altered_n', value: 2 };
    await ddl.alterColumn(db(), 'altered', 'n', { type: 'int', nullable: true, default: asNumber });
    await db()('altered').insert({ word: 'c' });
    expect(await db()('altered').orderBy('word').pluck('n')).toEqual([2, 7]);
  });

  test('dropColumn takes the default along, and names what still uses the column', async () => {
    await db().schema.createTable('dropped', (t) => {
      t.integer('id').notNullable();
      t.integer('n').notNullable().defaultTo(5);
    });
    await ddl.createIndex(db(), 'dropped', 'ix_dropped_n', { columns: ['id', 'n'] });
    await expect(ddl.dropColumn(db(), 'dropped', 'n')).rejects.toThrow(
      /use it: .*ix_dropped_n.*Drop them first/,
    );
    await ddl.dropIndex(db(), 'dropped', 'ix_dropped_n');
    await ddl.dropColumn(db(), 'dropped', 'n');
    await db()('dropped').insert({ id: 1 });
    expect(await db()('dropped').select()).toEqual([{ id: 1 }]);
  });

  test('dropColumn refuses a column of a foreign key', async () => {
    await expect(ddl.dropColumn(db(), 'children', 'parent_id')).rejects.toThrow(
      /use it: .*fk_children_parent_id/,
    );
  });

  test('addComputedColumn', async () => {
    await db().schema.createTable('computed', (t) => {
      t.integer('n');
    });
    await ddl.addComputedColumn(db(), 'computed', 'double_n', { type: 'integer', expression: 'n * 2' });
    await db()('computed').insert({ n: 21 });
    expect(await db()('computed').select()).toEqual([{ n: 21, double_n: 42 }]);
  });

  test('descriptions: any text is set, changed and removed', async () => {
    await db().schema.createTable('described', (t) => {
      t.integer('n');
    });
    const read = async () => (await readDescriptions(database(), 'described')) as unknown;
    // PostgreSQL has no empty comment: it is the absence of one.
    for (const text of nastyTexts.filter((text) => text !== '')) {
      await ddl.setDescription(db(), 'described', text);
      await ddl.setColumnDescription(db(), 'described', 'n', `${text}!`);
      expect(await read()).toEqual({ table: text, column: `${text}!` });
    }
    await ddl.setDescription(db(), 'described', null);
    await ddl.setColumnDescription(db(), 'described', 'n', null);
    await ddl.setColumnDescription(db(), 'described', 'n', null);
    expect(await read()).toEqual({ table: null, column: null });
  });

  test('renames of tables and columns', async () => {
    await db().schema.createTable('old_name', (t) => {
      t.integer('old_column');
    });
    await ddl.renameColumn(db(), 'old_name', 'old_column', 'new_column');
    await ddl.renameTable(db(), 'old_name', 'new_name');
    await db()('new_name').insert({ new_column: 1 });
  });

  test('renames of indexes and constraints', async ({ skip }) => {
    skipOnBabelfish(database(), skip, 'its sp_rename knows neither');
    await ddl.createIndex(db(), 'new_name', 'ix_old', { columns: ['new_column'] });
    await ddl.addCheck(db(), 'new_name', 'ck_old', { new_column: { gt: 0 } });
    await ddl.renameIndex(db(), 'new_name', 'ix_old', 'ix_new');
    await ddl.renameConstraint(db(), 'new_name', 'ck_old', 'ck_new');
    await ddl.dropIndex(db(), 'new_name', 'ix_new');
    await ddl.dropConstraint(db(), 'new_name', 'ck_new');
  });

  test('names that need their quotes', async ({ skip }) => {
    skipOnBabelfish(database(), skip, 'it cannot parse a doubled bracket');
    const schema = `we"ird]s.x`;
    const table = { schema, name: `ta"b]l'e.` };
    const column = `se"le]c't.`;
    await ddl.createSchema(db(), schema);
    const quoted = ddl.perEngine(db(), {
      mssql: `[we"ird]]s.x].[ta"b]]l'e.] ([se"le]]c't.] int)`,
      postgres: `"we""ird]s.x"."ta""b]l'e." ("se""le]c't." int)`,
    });
    await db().raw(`CREATE TABLE ${quoted}`);
    const name = `na"m]e's`;
    await ddl.createIndex(db(), table, `${name}1`, { columns: [column], where: { [column]: { gt: 1 } } });
    await ddl.addCheck(db(), table, `${name}2`, { [column]: [1, 2] });
    await ddl.setDefault(db(), table, column, { name: `${name}3`, value: 1 });
    await ddl.setColumnDescription(db(), table, column, 'text');
    await ddl.renameIndex(db(), table, `${name}1`, `${name}4`);
    await expect(ddl.dropColumn(db(), table, column)).rejects.toThrow(/use it: /);
    await ddl.dropConstraint(db(), table, `${name}2`);
    await ddl.dropIndex(db(), table, `${name}4`);
    await ddl.dropDefault(db(), table, column);
    await ddl.renameTable(db(), table, `re'na]m"ed.`);
  });
}

async function readDescriptions(
  { db, dialect }: TestDatabase,
  table: string,
): Promise<{ table: string | null; column: string | null }> {
  if (dialect === 'postgres') {
    const { rows } = await db.raw(
      'SELECT obj_description(:t::regclass) AS "table", col_description(:t::regclass, 1) AS "column"',
      { t: table },
    );
    return rows[0];
  }
  const one = async (level: string) => {
    const properties = `sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'dbo', N'TABLE', N'${table}', ${level})`;
    const [row] = await db.raw(`SELECT CAST(value AS nvarchar(4000)) AS text FROM ${properties}`);
    return row?.text ?? null;
  };
  return { table: await one('NULL, NULL'), column: await one("N'COLUMN', N'n'") };
}
