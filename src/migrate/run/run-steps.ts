import { setImmediate as immediate } from 'node:timers/promises';
import { MigrationError, RerunBehavior, Umzug } from 'umzug';
import { type Askable, askAll, askable } from '../../database/ask.ts';
import { isAfterCommit } from '../../database/deferral.ts';
import { messageOf } from '../../errors.ts';
import type { Code } from '../../project-code/code.ts';
import { deferredFailure, deferredIn } from '../../project-code/code-error.ts';
import { type CodeResult, toldError, withoutRun } from '../../project-code/code-result.ts';
import { executeAlone } from '../../project-code/execute-alone.ts';
import {
  type Executed,
  executeInTransaction,
  executeWithin,
  type Recording,
  type Runner,
  recordHalfWay,
} from '../../project-code/execute-code.ts';
import { inlineSender } from '../../project-code/inline-sender.ts';
import { prepareCode, textOf } from '../../project-code/keep-code.ts';
import { commitFailure, isUnknown } from '../../project-code/lost-answer.ts';
import { notRehearsableError, rolledBack } from '../../project-code/rolled-back.ts';
import { isTransactionEnded, transactionEndedError } from '../../project-code/transaction-guard.ts';
import { withTransactions } from '../../project-code/transactions.ts';
import type { History } from '../history/history.ts';
import type { Claim } from '../history/ownership.ts';
import { codeOf, type Direction, type Migration } from '../source/load-migration.ts';
import { historyRecording } from './recording.ts';

/** What a step needs beside its migration. */
export interface Execution extends Runner {
  readonly history: History;
  /** Whether its tables were just seen, and are not to be made. */
  readonly historyIsThere: boolean;
  /** Says whose the history is, where that changes. */
  readonly claim: Claim | null;
  /** Takes passwords out of a text: what a migration throws is printed, and kept in the log. */
  readonly redact: (text: string) => string;
}

/** A transaction for each migration, one for all of them, or none. */
export type TransactionMode = 'file' | 'all' | 'none';

export interface RunOptions {
  readonly mode: TransactionMode;
  /** Runs everything in one transaction and rolls it back. */
  readonly dryRun: boolean;
}

/** `not-run` also for what a dry run, or one transaction for all, rolled back again. */
export interface MigrationResult extends CodeResult<'applied' | 'reverted' | 'failed' | 'not-run'> {
  readonly direction: Direction;
}

/** One result for every intended migration, and the error that ended the run early. */
export interface Run {
  readonly results: readonly MigrationResult[];
  readonly error: unknown;
}

export interface Step {
  readonly migration: Migration;
  readonly direction: Direction;
  /** When the row of the history was applied that this step makes anew; null where it makes the first. */
  readonly replaces: Date | null;
}

/** A step with what runs, and how that is recorded. */
interface Intended {
  readonly migration: Migration;
  readonly code: Code;
  readonly recording: Recording;
}

/** Told before each migration; `position` counts from 1. */
export type OnStart = (name: string, direction: Direction, position: number, total: number) => void;

/** Runs steps in order, each with its history row, and stops at the first that fails. */
export async function runSteps(
  execution: Execution,
  run: RunOptions,
  steps: readonly Step[],
  onStart: OnStart,
): Promise<Run> {
  const { database, history } = execution;
  const ensureHistory = async (on: Askable, more: readonly string[] = []): Promise<void> => {
    if (execution.historyIsThere) await askAll(on, more);
    else await history.ensure(on, more);
  };
  const told = (error: unknown): Error => toldError(database, execution.redact, error);
  const results: MigrationResult[] = steps.map(({ migration, direction }) => ({
    ...withoutRun(migration.file.name, 'not-run'),
    direction,
  }));
  const intended: readonly Intended[] = steps.map((step) => ({
    migration: step.migration,
    code: codeOf(step.migration, step.direction),
    recording: historyRecording(history, step),
  }));
  const prepare = async (index: number): Promise<void> => {
    const next = run.mode === 'file' && !run.dryRun ? intended[index] : undefined;
    // What is wrong with it is told when it is its turn.
    if (next) await prepareCode(database, next.code, next.recording).catch(() => undefined);
  };
  const runThrough = (execute: (step: Intended, index: number) => Promise<Executed>): Promise<void> =>
    runOnUmzug(steps, async ({ migration, direction }, index) => {
      execution.signal.throwIfAborted();
      const alone = !run.dryRun && run.mode !== 'all';
      if (index > 0 && alone && database.dialect === 'mssql') await database.freshSession();
      onStart(migration.file.name, direction, index + 1, steps.length);
      // By then the server works on this one.
      setImmediate(() => void prepare(index + 1));
      const started = Date.now();
      const result = results[index] as MigrationResult;
      try {
        const { durationMs, statements } = await execute(intended[index] as Intended, index);
        results[index] = {
          ...result,
          status: direction === 'up' ? 'applied' : 'reverted',
          durationMs,
          statements,
        };
      } catch (error) {
        failed(failedIndex(error) ?? index, error, Date.now() - started);
        throw error;
      }
    });
  const failed = (index: number, error: unknown, durationMs: number | null): void => {
    results[index] = {
      ...(results[index] as MigrationResult),
      status: 'failed',
      durationMs,
      error: told(error),
    };
  };
  /** In one transaction for all, the statements of one migration may be sent with those of a later one. */
  const failedIndex = (error: unknown): number | undefined => {
    const code = deferredIn(error)?.statement.of;
    const index = intended.findIndex((each) => each.code === code);
    return index < 0 ? undefined : index;
  };
  const undo = (): void => {
    for (const [index, result] of results.entries()) {
      if (result.status !== 'failed') results[index] = { ...result, status: 'not-run' };
    }
  };

  let error: unknown;
  // With whom the COMMIT of all of them was refused; whose fault it is, nobody knows.
  let refused: MigrationResult | undefined;
  try {
    if (run.dryRun) {
      await rolledBack(database, async (trx) => {
        await ensureHistory(askable(trx));
        await runThrough(({ migration, code, recording }) => {
          if (!migration.transaction) throw notRehearsableError(code);
          return executeWithin(execution, { trx, deferral: null }, code, recording);
        });
      });
    } else {
      execution.signal.throwIfAborted();
      const claims: string[] = [];
      await execution.claim?.(inlineSender(database.dialect, async (sql) => claims.push(sql)));
      const ensured = ensureHistory(database, claims);
      const meanwhile = async (): Promise<void> => {
        // Once that is sent. Knex takes longer to load than the server to make the tables.
        await immediate();
        if (intended.some(({ code }) => textOf(code) === null)) void database.knex;
        await prepare(0);
      };
      await Promise.all([ensured, meanwhile()]);
      if (run.mode === 'all') {
        const durations = new Map<number, number>();
        await withTransactions(database, (transactions) =>
          transactions.run({ batch: true, signal: execution.signal }, (trx, deferral) =>
            runThrough(({ code, recording }, index) => {
              const onDuration = (ms: number): void => void durations.set(index, ms);
              return executeWithin(execution, { trx, deferral, onDuration }, code, recording);
            }),
          ),
        );
        for (const [index, durationMs] of durations)
          results[index] = { ...(results[index] as MigrationResult), durationMs };
      } else {
        await withTransactions(database, (transactions) =>
          runThrough(async ({ migration, code, recording }) => {
            if (migration.transaction && run.mode === 'file')
              return executeInTransaction(execution, transactions, code, recording);
            await transactions.end();
            return executeAlone(execution, code, recording);
          }),
        );
      }
    }
  } catch (caught) {
    const index = failedIndex(unwrap(caught));
    if (index !== undefined && !results.some((result) => result.status === 'failed')) {
      const failure = deferredFailure(database.dialect, unwrap(caught));
      const ended = isAfterCommit(deferredIn(unwrap(caught))) ? intended[index] : undefined;
      failed(index, ended ? transactionEndedError(ended.code, failure) : failure, null);
    }
    error = results.find((result) => result.status === 'failed')?.error ?? told(unwrap(caught));
    const last = intended.at(-1);
    const ran = results.every(({ status }) => status === 'applied' || status === 'reverted');
    if (run.mode === 'all' && !run.dryRun && ran && last !== undefined) {
      const lost = await commitFailure(
        database,
        last.code,
        last.recording,
        unwrap(caught),
        intended.map(({ code }) => code),
      );
      error = lost === null ? undefined : told(lost);
      if (lost !== null) refused = results.at(-1);
      if (isUnknown(lost))
        for (const [at, result] of results.entries()) results[at] = { ...result, status: 'failed', error };
    }
  }
  if (run.dryRun || (run.mode === 'all' && error !== undefined)) {
    if (isTransactionEnded(error)) await tellCommitted(execution, steps, results);
    else undo();
  }
  const blamed = results.find(({ status }) => status === 'failed') ?? refused;
  if (!run.dryRun && blamed !== undefined) await logFailure(execution, blamed, error);
  return { results, error };
}

/** A migration has committed the transaction that the whole run was to be: only the history knows what that took along. */
async function tellCommitted(
  execution: Execution,
  steps: readonly Step[],
  results: MigrationResult[],
): Promise<void> {
  const failed = steps[results.findIndex((result) => result.status === 'failed')];
  if (failed) {
    const recording = historyRecording(execution.history, failed);
    await recordHalfWay(recording, execution.database.knex);
  }
  const rows = (await execution.history.read(execution.database)) ?? [];
  const applied = new Set(rows.filter(({ state }) => state === 'applied').map(({ name }) => name));
  for (const [index, result] of results.entries()) {
    if (result.status === 'failed') continue;
    const done = applied.has(result.name) === (result.direction === 'up');
    const status = !done ? 'not-run' : result.direction === 'up' ? 'applied' : 'reverted';
    results[index] = { ...result, status };
  }
}

/** Hands the steps to umzug, in their order: downs first, then ups. Its own log is empty, since each step keeps ours. */
async function runOnUmzug(
  steps: readonly Step[],
  execute: (step: Step, index: number) => Promise<void>,
): Promise<void> {
  for (const direction of ['down', 'up'] as const) {
    const chosen = steps
      .map((step, index) => ({ step, index }))
      .filter(({ step }) => step.direction === direction);
    const umzug = new Umzug({
      migrations: chosen.map(({ step, index }) => {
        const run = (): Promise<void> => execute(step, index);
        return { name: step.migration.file.name, path: step.migration.file.path, up: run, down: run };
      }),
      storage: {
        executed: async () => [],
        logMigration: async () => undefined,
        unlogMigration: async () => undefined,
      },
      logger: undefined,
    });
    const names = chosen.map(({ step }) => step.migration.file.name);
    if (names.length > 0) await umzug[direction]({ migrations: names, rerun: RerunBehavior.ALLOW });
  }
}

/** umzug wraps what a step throws, also before its migration began. */
function unwrap(error: unknown): unknown {
  return error instanceof MigrationError ? error.cause : error;
}

/** The log remembers failures too. That the log could not be written is no news beside the failure itself. */
async function logFailure(
  { database, history }: Execution,
  { name, durationMs }: MigrationResult,
  error: unknown,
): Promise<void> {
  const took = durationMs === null ? {} : { durationMs };
  try {
    await history.log(database.knex, {
      event: 'failed',
      name,
      checksum: null,
      detail: messageOf(error),
      ...took,
    });
  } catch {
    return;
  }
}
