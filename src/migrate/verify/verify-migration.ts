import type { Database } from '../../database/database.ts';
import { tableParts } from '../../ddl/name.ts';
import { createSchema } from '../../ddl/schema.ts';
import { diff } from '../../diff/diff.ts';
import { QuodsiDbError } from '../../errors.ts';
import { type Execution, runSteps } from '../run/run-steps.ts';
import type { Direction, Migration } from '../source/load-migration.ts';
import { type Comparison, compareDumps, type Dump, isRestored, takeDump } from './dump.ts';
import { emptyDatabase } from './empty-database.ts';
import { type Loss, lossesOf } from './losses.ts';
import { checkRows, type RowsVerdict } from './rows/check-rows.ts';
import { readTables } from './rows/read-rows.ts';

/** What a verification runs on. */
export interface Verifier {
  readonly database: Database;
  readonly historyTable: string;
  readonly execution: Execution;
  /** All of them, in order. */
  readonly migrations: readonly Migration[];
  /** Told before each step: `up 20260101000000_create_users`. */
  readonly onStep: (step: string) => void;
  /** Whether rows are planted. */
  readonly data: boolean;
}

export interface Observed {
  /** What the migration's up takes away. */
  readonly losses: readonly Loss[];
  /** Of up, or of down. */
  readonly failed: { readonly direction: Direction; readonly error: unknown } | null;
  /** The catalog after down beside that of before up; null where no down was run to its end. */
  readonly afterDown: Comparison | null;
  /** The catalog after the second up beside that after the first. */
  readonly afterUp: Comparison | null;
  /** Null where no rows were planted. */
  readonly rows: RowsVerdict | null;
}

const nothing: Observed = { losses: [], failed: null, afterDown: null, afterUp: null, rows: null };

/**
 * Runs up, down and up of the migration at `index`, whose predecessors are applied, and leaves it applied: from an empty
 * database anew where anything was not as it should be. Where its first up fails, it is not.
 */
export async function verifyMigration(verifier: Verifier, index: number): Promise<Observed> {
  const { database, historyTable, migrations, data } = verifier;
  const migration = migrations[index];
  if (migration === undefined) return nothing;
  const dump = (): Promise<Dump> => takeDump(database, historyTable);
  const run = (direction: Direction) => runStep(verifier, migration, direction);

  const before = await dump();
  const original = data ? (await readTables(database, before.schema)).tables : new Map();
  const refused = await run('up');
  if (refused !== undefined) return { ...nothing, failed: { direction: 'up', error: refused } };
  const after = await dump();
  const losses = lossesOf(diff(before.schema, after.schema).changes);
  if (migration.down === null) return { ...nothing, losses };

  const irreversible = await run('down');
  if (irreversible !== undefined) {
    if ((await dump()).text !== after.text) await rebuild(verifier, index);
    return { ...nothing, losses, failed: { direction: 'down', error: irreversible } };
  }
  const afterDown = compareDumps(before, await dump(), losses);
  if (!isRestored(afterDown)) {
    await rebuild(verifier, index);
    return { ...nothing, losses, afterDown };
  }
  const rows = data
    ? await checkRows(database, before.schema, after.schema, original, historyTable, run)
    : null;
  if (rows?.clean === false) await rebuild(verifier, index - 1);
  const found = { ...nothing, losses, afterDown, rows };
  const error = await run('up');
  if (error !== undefined) {
    await rebuild(verifier, index);
    return { ...found, failed: { direction: 'up', error } };
  }
  const afterUp = compareDumps(after, await dump(), losses);
  if (!isRestored(afterUp)) await rebuild(verifier, index);
  return { ...found, afterUp };
}

/** Makes the history before anything is looked at, with the SQL schema that elsewhere has long been there. */
export async function prepare({ database, historyTable, execution }: Verifier): Promise<void> {
  const { schema } = tableParts(historyTable);
  if (schema !== undefined && schema !== database.server.defaultSchema) {
    await createSchema(database.knex, schema, { ifNotExists: true });
  }
  await execution.history.ensure(database);
}

/** Runs one direction as `migrate up` and `migrate down` do. Returns its error; throws when told to stop. */
export async function runStep(
  { execution, onStep }: Verifier,
  migration: Migration,
  direction: Direction,
  again = '',
): Promise<unknown> {
  const { error } = await runSteps(
    execution,
    { mode: 'file', dryRun: false },
    [{ migration, direction, replaces: null }],
    (name) => onStep(`${direction} ${name}${again}`),
  );
  execution.signal.throwIfAborted();
  return error;
}

/** Makes the database anew with all migrations up to the one at `last`. Throws SCRATCH_NOT_REBUILT. */
async function rebuild(verifier: Verifier, last: number): Promise<void> {
  await emptyDatabase(verifier.database);
  await prepare(verifier);
  for (const migration of verifier.migrations.slice(0, last + 1)) {
    const error = await runStep(verifier, migration, 'up', ' again, in an emptied database');
    if (error !== undefined) {
      throw new QuodsiDbError(
        'SCRATCH_NOT_REBUILT',
        `migration ${migration.file.name} ran once and not again in the emptied scratch database`,
        {
          details: error instanceof Error ? [error.message] : [],
          hint: 'It leaves something that is no part of a schema, such as an extension or a role. What comes after it was not verified.',
          cause: error,
        },
      );
    }
  }
}
