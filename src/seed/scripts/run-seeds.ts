import type { Knex } from 'knex';
import { askable, type Sender } from '../../database/ask.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { type CodeResult, toldError, withoutRun } from '../../project-code/code-result.ts';
import { executeAlone } from '../../project-code/execute-alone.ts';
import {
  type Executed,
  executeInTransaction,
  executeWithin,
  type Recording,
  type Runner,
} from '../../project-code/execute-code.ts';
import { notRehearsableError, rolledBack } from '../../project-code/rolled-back.ts';
import { withTransactions } from '../../project-code/transactions.ts';
import type { SeedEntry, SeedRecord } from '../record.ts';
import type { SeedScript } from './seed-script.ts';
import { recordName, type SeedState } from './seed-states.ts';

/** What seeds need beside themselves. */
export interface SeedRunner extends Runner {
  readonly record: SeedRecord;
  /** Takes passwords out of a text: what a seed throws is printed. */
  readonly redact: (text: string) => string;
  /** Told before each seed; `position` counts from 1. */
  readonly onStart: (name: string, position: number, total: number) => void;
}

/** A seed file that is to run. */
export interface SeedStep {
  readonly seed: SeedScript;
  readonly state: SeedState;
  /** False: it is done, and its result says `skipped`. */
  readonly runs: boolean;
}

/** `not-run` also for what a dry run rolled back again. */
export type SeedScriptResult = CodeResult<'done' | 'skipped' | 'failed' | 'not-run'>;

/** One result for every intended seed, and the error that ended the run early. */
export interface SeedRun {
  readonly results: readonly SeedScriptResult[];
  readonly error: unknown;
}

/**
 * What a run does with the seeds in these states: those that are done are skipped, unless forced.
 * Throws SEED_INTERRUPTED, exit code 5, where one stopped half-way and may not simply run again.
 */
export function planSeeds(states: readonly SeedState[], force: boolean): SeedStep[] {
  const halfWay = states.filter(
    ({ status, seed }) => status === 'interrupted' && seed?.config.run !== 'always' && !force,
  );
  const [first] = halfWay;
  if (first !== undefined) {
    const what = 'stopped half-way: it ran without a transaction and did not end';
    throw new QuodsiDbError(
      'SEED_INTERRUPTED',
      halfWay.length === 1 ? `seed ${first.name} ${what}` : `${halfWay.length} seeds ${what}`,
      {
        details: halfWay.length === 1 ? [] : halfWay.map(({ name }) => name),
        hint: `Look at the database, and take back by hand what may not be written twice. Then run it anew: quodsi-db seed run ${halfWay.map(({ name }) => name).join(' ')} --force.`,
        exitCode: exitCodes.history,
      },
    );
  }
  return states.flatMap((state) =>
    state.seed === null ? [] : [{ seed: state.seed, state, runs: force || state.status !== 'done' }],
  );
}

/** Runs seeds in order, each in a transaction with its row in the record, and stops at the first that fails. */
export async function runSeeds(
  runner: SeedRunner,
  steps: readonly SeedStep[],
  dryRun: boolean,
): Promise<SeedRun> {
  const { database, record } = runner;
  const told = (error: unknown): Error => toldError(database, runner.redact, error);
  const results: SeedScriptResult[] = steps.map(({ seed, runs }) =>
    withoutRun(seed.file.name, runs ? 'not-run' : 'skipped'),
  );
  const total = steps.filter(({ runs }) => runs).length;

  const runThrough = async (execute: (step: SeedStep) => Promise<Executed>): Promise<void> => {
    let position = 0;
    for (const [index, step] of steps.entries()) {
      if (!step.runs) continue;
      runner.signal.throwIfAborted();
      position += 1;
      // Elsewhere the end of the transaction, or of the seed without one, has done it.
      if (position > 1 && !dryRun && database.dialect === 'mssql') await database.freshSession();
      runner.onStart(step.seed.file.name, position, total);
      const started = Date.now();
      const result = results[index] as SeedScriptResult;
      try {
        const { durationMs, statements } = await execute(step);
        results[index] = { ...result, status: 'done', durationMs, statements };
      } catch (error) {
        const durationMs = Date.now() - started;
        results[index] = { ...result, status: 'failed', durationMs, error: told(error) };
        throw error;
      }
    }
  };

  let error: unknown;
  try {
    if (total === 0) return { results, error };
    if (dryRun) {
      await rolledBack(database, async (trx) => {
        await record.ensure(trx);
        await runThrough((step) => {
          if (!step.seed.config.transaction) throw notRehearsableError(step.seed.code);
          return executeWithin(runner, { trx, deferral: null }, step.seed.code, recordingOf(record, step));
        });
      });
    } else {
      await record.ensure(database.knex);
      await withTransactions(database, (transactions) =>
        runThrough(async (step) => {
          const { code, config } = step.seed;
          const recording = recordingOf(record, step);
          if (config.transaction) return executeInTransaction(runner, transactions, code, recording);
          await transactions.end();
          return executeAlone(runner, code, recording);
        }),
      );
    }
  } catch (caught) {
    error = results.find(({ status }) => status === 'failed')?.error ?? told(caught);
  }
  return { results: dryRun ? results.map(asNotRun) : results, error };
}

function asNotRun(result: SeedScriptResult): SeedScriptResult {
  return result.status === 'done' ? { ...result, status: 'not-run' } : result;
}

/** How the record remembers a run of a seed: when it ended last, and meanwhile, where it has no transaction, that it runs. */
function recordingOf(record: SeedRecord, { seed, state }: SeedStep): Recording {
  const name = recordName(seed.file);
  const entry = (durationMs: number | null): SeedEntry => ({
    name,
    kind: 'script',
    checksum: seed.file.checksum,
    state: durationMs === null ? 'running' : 'done',
    position: 0,
    durationMs,
  });
  const rowOf = async (knex: Knex) => (await record.read(askable(knex)))?.find((row) => row.name === name);
  const unfinished = (on: Sender): Promise<void> => record.write(on, entry(null));
  return {
    begun: unfinished,
    halfWay: unfinished,
    // Its statements go out one by one, so that the time is known here.
    done: (on, durationMs) => record.write(on, entry(typeof durationMs === 'number' ? durationMs : 0)),
    isBegun: async (knex) => (await rowOf(knex))?.state === 'running',
    async isDone(knex) {
      const row = await rowOf(knex);
      return row?.state === 'done' && Number(row.at) > Number(state.row?.at ?? 0);
    },
  };
}
