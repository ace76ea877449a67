import { fileURLToPath } from 'node:url';
import type { GenerateInput } from '../../src/generate/generate.ts';
import { planMigration } from '../../src/generate/generate.ts';
import { placeOf } from '../../src/generate/place.ts';
import { columnKey } from '../../src/generate/plan.ts';
import { captureStatements } from '../../src/migrate/script/capture.ts';
import type { Schema } from '../../src/schema/model.ts';
import { usualServer } from '../../src/schema/server.ts';
import { loadGenerated } from '../support/generated.ts';
import { type GoldenCase, type GoldenTables, goldenSchema } from '../support/golden.ts';
import { columnCases } from './column-cases.ts';
import { keyCases } from './key-cases.ts';
import { tableCases } from './table-cases.ts';

export const goldenFolder = fileURLToPath(new URL('.', import.meta.url));

export const goldenCases: readonly GoldenCase[] = [...tableCases, ...columnCases, ...keyCases];

const nothing: Schema = { dialect: 'mssql', origin: 'database', schemas: [], tables: [] };

const bothEngines = (tables: GoldenTables) => ({
  mssql: goldenSchema(tables, 'mssql', 'declared'),
  postgres: goldenSchema(tables, 'postgres', 'declared'),
});

/** The T-SQL that a migration sends, statement by statement. */
export async function sentBy(source: string, direction: 'up' | 'down'): Promise<readonly string[]> {
  const { knex, statements } = captureStatements('mssql');
  await loadGenerated(source)[direction](knex);
  return statements;
}

/** What makes a schema out of nothing. */
export const creation = (tables: GoldenTables) =>
  planMigration({ actual: nothing, desired: bothEngines(tables) }).source();

export function goldenInput({ current, desired, renames = [], backfills = {} }: GoldenCase): GenerateInput {
  const server = usualServer('mssql');
  return {
    actual: goldenSchema(current, 'mssql', 'database'),
    desired: bothEngines(desired),
    renames,
    backfills: new Map(
      Object.entries(backfills).map(([object, value]) => {
        const [table = '', column = ''] = object.split('.');
        const place = placeOf(
          { name: table, columns: [], uniques: [], indexes: [], foreignKeys: [], checks: [] },
          server,
        );
        return [columnKey(place, column, server), value] as const;
      }),
    ),
  };
}

/** The files of a case by name. */
export async function goldenFiles(golden: GoldenCase): Promise<Readonly<Record<string, string>>> {
  const source = await planMigration(goldenInput(golden)).source();
  const script = (statements: readonly string[]) =>
    statements.map((statement) => `${statement}\nGO\n`).join('');
  return {
    'current.sql': script(await sentBy(await creation(golden.current), 'up')),
    'desired.sql': script(await sentBy(await creation(golden.desired), 'up')),
    'migration.ts': source,
    'up.sql': script(await sentBy(source, 'up')),
    'down.sql': script(await sentBy(source, 'down')),
  };
}
