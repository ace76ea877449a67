import { setImmediate as immediate } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { ImportModule } from '../project-code/code.ts';
import { readFilesAndHistory } from './history/current-states.ts';
import type { History, HistoryRow } from './history/history.ts';
import { compareHistory, type MigrationState, refuseUnfitHistory } from './history/history-check.ts';
import { type Claimant, claimOf } from './history/ownership.ts';
import { type LockOptions, withMigrationLock } from './lock/lock.ts';
import { type DownTarget, planDown, planUp, type UpTarget } from './plan.ts';
import type { Execution, OnStart, Run, RunOptions, Step, TransactionMode } from './run/run-steps.ts';
import { type Direction, loadMigration, type Migration } from './source/load-migration.ts';
import type { MigrationFile, ReadMigrations } from './source/migration-file.ts';

export interface MigratorOptions {
  readonly database: Database;
  readonly history: History;
  readonly claimant: Claimant;
  readonly readFiles: ReadMigrations;
  readonly importModule: ImportModule;
  readonly lock: LockOptions;
  readonly signal: AbortSignal;
  readonly onStart: OnStart;
  readonly redact: (text: string) => string;
}

/** Milliseconds for which migrations are loaded without a look at what a server has answered. */
const AT_ONCE = 1;

interface PlannedStep {
  readonly file: MigrationFile;
  readonly direction: Direction;
  /** When the row was applied that this step makes anew. */
  readonly replaces?: Date | null;
}

/** What is to be done, and how the history becomes this project's where it is not yet. */
interface Look {
  readonly claim: Awaited<ReturnType<typeof claimOf>>;
  readonly steps: PlannedStep[];
  readonly historyIsThere: boolean;
}

type Plan = (states: readonly MigrationState[], rows: readonly HistoryRow[]) => PlannedStep[];

export function migrateUp(
  options: MigratorOptions,
  run: RunOptions & UpTarget & { readonly allowOutOfOrder: boolean },
): Promise<Run> {
  return migrate(options, run, run.allowOutOfOrder, (states) =>
    planUp(states, run).map((file) => ({ file, direction: 'up' as const })),
  );
}

export function migrateDown(options: MigratorOptions, run: RunOptions & DownTarget): Promise<Run> {
  // What is pending, in whatever order, does not hinder the way back.
  return migrate(options, run, true, (states, rows) =>
    planDown(states, rows, run).map((file) => ({ file, direction: 'down' as const })),
  );
}

/**
 * Reverts the newest migrations and applies the same again, in one transaction where all of them have one: a run that is
 * interrupted between the two would be followed by one that reverts others.
 */
export function migrateRedo(
  options: MigratorOptions,
  run: RunOptions & { readonly step: number },
): Promise<Run> {
  const plan: Plan = (states, rows) => {
    const files = planDown(states, rows, { step: run.step });
    const appliedAt = new Map(states.map((state) => [state.name, state.appliedAt]));
    return [
      ...files.map((file): PlannedStep => ({ file, direction: 'down' })),
      ...files
        .toReversed()
        .map((file): PlannedStep => ({ file, direction: 'up', replaces: appliedAt.get(file.name) ?? null })),
    ];
  };
  return migrate(options, run, true, plan, (steps) =>
    steps.every(({ migration }) => migration.transaction) ? 'all' : run.mode,
  );
}

async function migrate(
  options: MigratorOptions,
  run: RunOptions,
  allowOutOfOrder: boolean,
  plan: Plan,
  modeOf: (steps: readonly Step[]) => TransactionMode = () => run.mode,
): Promise<Run> {
  const { database, history, claimant } = options;
  const load = stepLoader(options, run);
  const read = async (): Promise<Look> => {
    const { files, owned } = await readFilesAndHistory(options.readFiles, history, database);
    const claim = await claimOf(history, owned, files, claimant);
    const states = compareHistory(files, owned.rows);
    refuseUnfitHistory(states, { allowOutOfOrder });
    return { claim, steps: plan(states, owned.rows), historyIsThere: owned.isWhole };
  };
  // Somebody said that the history is this project's now: that holds although there is nothing to do.
  const isDone = ({ claim, steps }: Look): boolean =>
    steps.length === 0 && (run.dryRun || claim?.ownership !== 'foreign');
  // A look without the lock first: most runs of a pipeline find nothing to do.
  const planned = await read().catch((error: unknown) => {
    // What looks like a migration that stopped half-way may be one that runs just now, under the lock.
    if (error instanceof QuodsiDbError && error.code === 'HISTORY_FAILED') return null;
    throw error;
  });
  if (planned !== null && isDone(planned)) return { results: [], error: undefined };
  // Most runs of a pipeline come without work, and do not need it.
  const loadRun = () => import('./run/run-steps.ts');
  const meanwhile = async (): Promise<void> => {
    if (planned) await load(planned.steps);
    await loadRun();
  };
  return withMigrationLock(database, { ...options.lock, meanwhile }, async (lock) => {
    // Whoever held the lock until now may have done the work, and the files may have changed.
    const found = await read();
    if (isDone(found)) return { results: [], error: undefined };
    const steps = await load(found.steps);
    const signal = AbortSignal.any([options.signal, lock.lost]);
    const execution: Execution = {
      database,
      history,
      historyIsThere: found.historyIsThere,
      claim: found.claim?.claim ?? null,
      signal,
      redact: options.redact,
      keepStatements: run.dryRun,
      onWait: options.lock.onWait,
    };
    const { runSteps } = await loadRun();
    return runSteps(execution, { ...run, mode: modeOf(steps) }, steps, options.onStart);
  });
}

/** Loads what is planned, each file once, and finds what is wrong with it before any of it runs. */
function stepLoader(
  options: MigratorOptions,
  run: RunOptions,
): (planned: readonly PlannedStep[]) => Promise<Step[]> {
  const { dialect } = options.database;
  const loaded = new Map<string, Migration>();
  let looked = 0;
  const loadFile = async (file: MigrationFile): Promise<Migration> => {
    const key = `${file.checksum} ${file.path}`;
    const known = loaded.get(key);
    if (known !== undefined) return known;
    if (performance.now() - looked > AT_ONCE) {
      await immediate();
      looked = performance.now();
    }
    const migration = await loadMigration(file, dialect, options.importModule);
    loaded.set(key, migration);
    return migration;
  };
  return async (planned) => {
    const steps: Step[] = [];
    for (const { file, direction, replaces = null } of planned) {
      const migration = await loadFile(file);
      const step = { migration, direction, replaces };
      refuseUnfitStep(step, run);
      steps.push(step);
    }
    return steps;
  };
}

function refuseUnfitStep({ migration, direction }: Step, run: RunOptions): void {
  const { file } = migration;
  if (direction === 'down' && migration.down === null) {
    throw new QuodsiDbError(
      'NO_DOWN',
      `${file.path} has no down: migration ${file.name} cannot be reverted`,
      {
        hint: 'Write its down, or write a new migration that takes the change back. Nothing was run.',
        exitCode: exitCodes.config,
      },
    );
  }
  if (run.mode === 'all' && !migration.transaction) {
    throw new QuodsiDbError(
      'NOT_TRANSACTIONAL',
      `migration ${file.name} runs without a transaction, so that --tx-mode all cannot hold`,
      {
        hint: 'Apply it by itself first (--to), or use --tx-mode file. Nothing was run.',
        exitCode: exitCodes.usage,
      },
    );
  }
}
