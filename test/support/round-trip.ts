import type { Database } from '../../src/database/database.ts';
import { type GenerateInput, type MigrationPlan, planMigration } from '../../src/generate/generate.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import type { Schema } from '../../src/schema/model.ts';
import { loadGenerated } from './generated.ts';
import type { BothSchemas, SchemaPair } from './random-schema.ts';

export interface RoundTrip {
  /** What is wrong; undefined where all is well. */
  readonly fault?: string;
  readonly source: string;
}

const emptySchema: Schema = { dialect: 'postgres', origin: 'database', schemas: [], tables: [] };

const read = (database: Database) => introspect(database, { historyTable: 'quodsi_db_history' });

/**
 * Makes the first schema by a generated migration, then the second one by another; looks whether anything is left to generate;
 * goes back, and compares the dumps byte for byte.
 */
export async function roundTrip(database: Database, pair: SchemaPair): Promise<RoundTrip> {
  await emptyDatabase(database);
  const first = planMigration({ actual: emptySchema, desired: pair.from });
  let source = first.code();
  try {
    await run(database, source, 'up');
    const before = await read(database);
    const left = leftToDo(before, pair.from);
    if (left !== undefined) return { fault: `after the first up: ${left}`, source };

    const input: GenerateInput = { actual: before, desired: pair.to, renames: pair.renames };
    const plan = planMigration(input);
    if (plan.up.length === 0) return { source };
    source = plan.code();
    await run(database, source, 'up');
    const rest = leftToDo(await read(database), pair.to);
    if (rest !== undefined) return { fault: `after up: ${rest}`, source };
    await run(database, source, 'down');
    const after = await read(database);
    const [a, b] = [before, after].map((schema) => JSON.stringify(comparable(schema, plan), null, 1));
    return a === b ? { source } : { fault: `after down: ${firstDifference(a ?? '', b ?? '')}`, source };
  } catch (error) {
    return { fault: String(error), source };
  }
}

async function run(database: Database, source: string, direction: 'up' | 'down'): Promise<void> {
  const migration = loadGenerated(source);
  await database.knex.transaction((trx) => migration[direction](trx));
}

function leftToDo(actual: Schema, desired: BothSchemas): string | undefined {
  const plan: MigrationPlan = planMigration({ actual, desired });
  if (plan.up.length === 0 && plan.down.length === 0) return undefined;
  return `not empty: ${JSON.stringify(plan.up, null, 1)}`;
}

/**
 * No statement moves a column: one that was dropped comes back as the last. Of tables where that happened the columns are
 * compared in the order of their names; of all others in their own.
 */
function comparable(schema: Schema, { up }: MigrationPlan): Schema {
  const moved = new Set<string>(
    up.flatMap((step) => (step.kind === 'drop-column' ? [`${step.table.schema}\0${step.table.name}`] : [])),
  );
  // The step has the new name of a table that was renamed.
  const renamed = new Map<string, string>(
    up.flatMap((step) =>
      step.kind === 'rename-table'
        ? [[`${step.table.schema}\0${step.table.name}`, `${step.table.schema}\0${step.to}`] as const]
        : [],
    ),
  );
  return {
    ...schema,
    tables: schema.tables.map((table) => {
      const key = `${table.schema ?? schema.server?.defaultSchema}\0${table.name}`;
      if (!moved.has(key) && !moved.has(renamed.get(key) ?? '')) return table;
      return { ...table, columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
    }),
  };
}

function firstDifference(a: string, b: string): string {
  const [before, after] = [a.split('\n'), b.split('\n')];
  const at = before.findIndex((line, i) => line !== after[i]);
  const around = (lines: readonly string[]) => lines.slice(Math.max(0, at - 12), at + 6).join('\n');
  return `before:\n${around(before)}\nafter:\n${around(after)}`;
}

async function emptyDatabase(database: Database): Promise<void> {
  const { rows } = await database.knex.raw(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
  );
  for (const { name } of rows) {
    await database.knex.raw(`DROP SCHEMA "${name.replaceAll('"', '""')}" CASCADE`);
  }
  await database.knex.raw('CREATE SCHEMA public');
}
