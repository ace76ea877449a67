import { describe, expect, test } from 'vitest';
import { planMigration } from '../../src/generate/generate.ts';
import { readDirectives } from '../../src/lint/directives.ts';
import type { Schema } from '../../src/schema/model.ts';
import { bigint, type GoldenTable, type GoldenTables, goldenSchema, int, string } from '../support/golden.ts';

const declared = (tables: GoldenTables) => ({
  mssql: goldenSchema(tables, 'mssql', 'declared'),
  postgres: goldenSchema(tables, 'postgres', 'declared'),
});

const onPostgres = (tables: GoldenTables): Schema => {
  const schema = goldenSchema(tables, 'postgres', 'database');
  const nameless = schema.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) =>
      column.default ? { ...column, default: { expression: column.default.expression } } : column,
    ),
  }));
  return { ...schema, tables: nameless };
};

/** The migration that makes the tables out of nothing. */
const creation = (tables: GoldenTables) =>
  planMigration({ actual: onPostgres({}), desired: declared(tables) }).source();

/** The migration that drops them. */
const removal = (tables: GoldenTables) =>
  planMigration({ actual: onPostgres(tables), desired: declared({}) }).source();

const notes: GoldenTable = { columns: { id: int, state: string(20) } };
const withCheck = (name: string) =>
  creation({ notes: { ...notes, checks: { [name]: "state IN ('a', 'b')" } } });

describe('names that Knex would change', () => {
  test.each(['CK_State', 'order', 'ck state', 'state-check', 'ck_#state'])(
    'a check %s is not said in the table builder, which does not quote it',
    async (name) => {
      const source = await withCheck(name);
      expect(source).not.toContain('checkIn');
      expect(source).toContain(`await addCheck(knex, 'notes', '${name}', { state: ['a', 'b'] });`);
    },
  );

  test('one with a usual name is', async () => {
    expect(await withCheck('ck_notes_state')).toContain(".checkIn(['a', 'b'], 'ck_notes_state')");
  });

  test.each(['df.notes', 'df?', 'df]'])('a default %s is not said there either', async (defaultName) => {
    const source = await creation({
      notes: { columns: { id: int, rank: { type: int, default: '0', defaultName } } },
    });
    expect(source).toContain(`default: { name: '${defaultName}', value: 0 }`);
  });
});

describe('names that would hide something from who reads the file', () => {
  const bidi = '\u202Eevil\u2066';
  const control = '\u001B[8mgone\u0000';
  const lines = 'a\u2028b\nc';

  test.each([bidi, control, lines])('%j is written by the number of its characters', async (name) => {
    const source = await removal({ [name]: { columns: { [name]: int }, description: name } });
    expect(source.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(source).toContain('// Destructive: drops the table ');
  });

  test('a name that switches a rule off does not', async () => {
    const name = '-- quodsi-disable drop-table, drop-column';
    const source = await removal({ [name]: { columns: { [`// ${name}`]: int }, description: name } });
    expect(source).toContain('// Destructive: drops the table -- ');
    expect(readDirectives(source)).toEqual([]);
  });
});

test('a table of another schema is called by both names', async () => {
  const { hazards } = planMigration({
    actual: onPostgres({ notes, 'sales notes': notes }),
    desired: declared({ notes: { columns: { id: int } } }),
  });
  expect(hazards.map(({ message }) => message)).toEqual([
    'drops the table sales notes and its rows',
    'drops the column state of notes and what is in it',
  ]);
  const other = planMigration({
    actual: onPostgres({ notes: { ...notes, schema: 'sales' } }),
    desired: declared({ notes: { columns: { id: int }, schema: 'sales' } }),
  });
  expect(other.hazards.map(({ message }) => message)).toEqual([
    'drops the column state of sales.notes and what is in it',
  ]);
});

describe('the default of a renamed column, which PostgreSQL does not name', () => {
  const prices = (column: string, defaultName?: string): GoldenTables => ({
    goods: {
      columns: { id: bigint, [column]: { type: int, default: '0', ...(defaultName ? { defaultName } : {}) } },
    },
  });
  const renamed = async (defaultName?: string) => {
    const table = { schema: 'public', name: 'goods' };
    const plan = planMigration({
      actual: onPostgres(prices('price')),
      desired: declared(prices('amount', defaultName)),
      renames: [{ kind: 'column', table, column: 'price', to: 'amount' }],
    });
    const [up = '', down = ''] = (await plan.source()).split('export async function down');
    return { up, down };
  };

  test('follows the column, and back', async () => {
    const { up, down } = await renamed();
    expect(up).toContain("renameDefault(knex, 'goods', 'amount', 'df_goods_amount')");
    expect(down).toContain("renameDefault(knex, 'goods', 'price', 'df_goods_price')");
  });

  test('one with a name of its own keeps it', async () => {
    const { down } = await renamed('DF_Money');
    expect(down).not.toContain('df_goods_price');
  });
});

test('what the login may not see of a dropped table is told in down, and is no half statement', async () => {
  const actual = onPostgres({ notes: { ...notes, checks: { ck_secret: 'id > 0' } } });
  const [table] = actual.tables;
  const unseen: Schema = {
    ...actual,
    tables:
      table === undefined
        ? []
        : [{ ...table, checks: [{ name: 'ck_secret', expression: { hidden: 'permission' } }] }],
  };
  const source = await planMigration({ actual: unseen, desired: declared({}) }).source();
  expect(source).toContain('// "ck_secret" cannot be made again: the login may not see its definition.');
  expect(source).not.toContain('addCheck');
});
