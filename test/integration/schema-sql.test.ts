import { afterAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import type { Diff } from '../../src/diff/change.ts';
import { diff } from '../../src/diff/diff.ts';
import { schemaSql } from '../../src/docs/schema-sql.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import type { Schema, Table } from '../../src/schema/model.ts';
import { builtIn, foreignKeyOf, hostile, tableOf } from '../support/docs-schemas.ts';
import { createMssqlDatabase, openUrl, runScript } from './introspect-database.ts';
import { commonScript } from './introspect-mssql-schema.ts';
import { everything } from './introspect-postgres-schema.ts';

const historyTable = 'quodsi_migrations';
const open: Database[] = [];
afterAll(async () => {
  for (const database of open) await database.close();
});

async function memory(): Promise<Database> {
  const database = await openUrl('pglite:memory');
  open.push(database);
  return database;
}

/** What a schema's script makes, in a database that has nothing else. */
async function remade(script: string, before = ''): Promise<Schema> {
  const database = await memory();
  // As psql would run the file; knex would take each question mark for a binding.
  await database.knex.raw(before.replaceAll('?', '\\?') || 'SELECT 1');
  await runScript(database, script);
  return introspect(database, { historyTable });
}

/** The part of a schema that statements can make. */
const tablesOnly = ({ opaques: _, ...schema }: Schema): Schema => schema;
/** Without the names of indexes where they alone differ: Babelfish adds a hash to each, and to that one another. */
const certain = ({ changes }: Diff) =>
  changes.filter(
    (change) =>
      change.action !== 'modify' ||
      change.kind !== 'index' ||
      change.facets.some(({ name }) => name !== 'name'),
  );
const pathOf = ({ kind, object }: { kind: string; object: { table?: string; name: string } }) =>
  `${kind} ${object.table ?? ''}.${object.name}`;

describe('a schema as SQL, on PostgreSQL', () => {
  test('one of everything comes back, but for what the script says it leaves out', async () => {
    const source = await memory();
    await runScript(source, everything);
    const schema = await introspect(source, { historyTable });
    const script = schemaSql(schema);
    const [notice = ''] = script.split('\n\n');
    expect(notice).toMatch(/^-- Not in this script:\n/);
    for (const { name } of schema.opaques ?? []) expect(notice).toContain(name);
    expect(notice).toContain('the type sales.email of public.parents.contact, which is varchar(320)');

    const again = await remade(script, "CREATE TYPE mood AS ENUM ('sad', 'fine')");
    const { changes } = diff(tablesOnly(schema), tablesOnly(again));
    expect(changes.map(pathOf)).toEqual(['column parents.contact']);
    expect(schemaSql(again).replace(/^--.*\n/gm, '')).toBe(script.replace(/^--.*\n/gm, ''));
  });

  test('the built-in tables come back', async () => {
    const declared = builtIn();
    const { changes } = diff(await remade(schemaSql(declared)), declared);
    expect(changes).toEqual([]);
  });

  test('tables that refer to each other, in several SQL schemas, with hostile names', async () => {
    const schema: Schema = {
      dialect: 'postgres',
      tables: [
        ...hostile.tables.map(
          (table): Table => ({ ...table, columns: table.columns.slice(0, 2), indexes: [] }),
        ),
        tableOf('a', { foreignKeys: [foreignKeyOf('fk_a', 'id', 'b', 'other')] }),
        tableOf('b', { schema: 'other', foreignKeys: [foreignKeyOf('fk_b', 'id', 'a', 'public')] }),
      ].map((table) => ({ ...table, description: null })),
    };
    const { changes } = diff(await remade(schemaSql(schema)), schema);
    expect(changes).toEqual([]);
  });

  test('makes up nothing that it was not shown', () => {
    const hidden = { hidden: 'permission' } as const;
    const script = schemaSql({
      dialect: 'mssql',
      origin: 'database',
      tables: [
        tableOf(
          'secret',
          {
            checks: [{ name: 'ck_secret', expression: hidden }],
            indexes: [
              {
                name: 'ix_secret',
                columns: [],
                include: [],
                unique: false,
                clustered: false,
                filter: hidden,
              },
            ],
          },
          [
            {
              name: 'n',
              type: { kind: 'int' },
              nullable: false,
              default: { name: 'df_n', expression: hidden },
            },
          ],
        ),
      ],
    });
    expect(script).not.toMatch(/NULL\)|DEFAULT|CHECK|INDEX/);
    expect(script.match(/not shown to this login/g)).toHaveLength(3);
  });
});

const url = process.env.QUODSI_DB_TEST_MSSQL_URL;
if (url === undefined) {
  process.stderr.write('SKIPPED on SQL Server: a schema as SQL (QUODSI_DB_TEST_MSSQL_URL is not set)\n');
}

describe.skipIf(url === undefined)('a schema as SQL, on SQL Server', () => {
  test.each([
    ['one of everything', commonScript],
    ['the built-in tables', schemaSql(builtIn('mssql'))],
  ])('%s', async (_name, first) => {
    const source = await createMssqlDatabase(url ?? '');
    const target = await createMssqlDatabase(url ?? '');
    try {
      await runScript(source.database, first.replace(/^GO$/gm, ''));
      const schema = await introspect(source.database, { historyTable });
      const script = schemaSql(schema);
      await runScript(target.database, script.replace(/^GO$/gm, '').replace(/^--.*$/gm, ''));
      const changes = certain(
        diff(tablesOnly(schema), tablesOnly(await introspect(target.database, { historyTable }))),
      );
      // The alias type is written as what it stands for.
      expect(changes.map(pathOf).filter((path) => path !== 'column parents.alias')).toEqual([]);
    } finally {
      await source.drop();
      await target.drop();
    }
  });
});
